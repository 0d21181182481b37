/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

/* An intake as the command line uses it: each step runs its loop until it is done and the
 * readers have answered. Part of `motcua`. */
typedef struct {
  KioskIntake *intake; /* borrowed */
  GMainLoop *loop;
  GError *error;         /* of the last step; NULL: none */
  ReportOutcome outcome; /* of the last feeding */
  char *message;         /* sentence on it; NULL: all is well */
  gboolean sealed;
} Errand;

void errand_begin (Errand *errand, KioskIntake *intake);
void errand_end (Errand *errand);

/* Each is TRUE when all went well: a feeding that stopped early did not. */
gboolean errand_scan (Errand *errand, const KioskFeed *feed) G_GNUC_WARN_UNUSED_RESULT;
gboolean errand_add_files (Errand *errand, const KioskFeed *feed,
                           const char *const *paths) G_GNUC_WARN_UNUSED_RESULT;
gboolean errand_seal (Errand *errand) G_GNUC_WARN_UNUSED_RESULT;

/* For the readers alone. */
void errand_wait (Errand *errand);

/* Page at @place, borrowed; NULL after a message on standard error. */
KioskLeaf *errand_get_leaf (const Errand *errand, guint place);

/* Where the feeder stopped, on standard error: the last page that is safe and the sheet that
 * goes on top. Nothing when it did not. */
void errand_print_halt (const Errand *errand);

/* Pages that look like the same sheet fed twice, on standard error. */
void errand_print_twins (const Errand *errand);
