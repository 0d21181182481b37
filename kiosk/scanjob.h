/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/report.h"

#include <gio/gio.h>

/* One feeding, done by a motcua-scan process that is watched from here: a driver that
 * hangs costs that process and the current page, nothing else. */

typedef struct {
  const char *device;
  const char *source; /* "flatbed", "adf", "duplex" */
  const char *mode;   /* "color", "gray", "lineart" */
  guint res_dpi;
  const char *folder; /* pages go here */
  guint first;        /* number of the first page */
  guint stall_ms;     /* given up when it reports nothing for so long */
} ScanJob;

/* Called for each page, durable in the folder. FALSE stops the feeding (*@error is set). */
typedef gboolean (*ScanJobFunc) (const Page *page, gpointer data, GError **error);

/* Feeds until the feeder stops; blocks, so call it from a thread. *@message is a sentence
 * when the outcome needs one (caller frees), else NULL. A cancelled feeding is the outcome
 * REPORT_CANCELLED and the worker is idle or gone within 2 s. A hung or crashed worker is
 * REPORT_FAILED. FALSE when the worker cannot be started or @on_page failed. */
gboolean scanjob_run (const ScanJob *job, GCancellable *cancellable, ScanJobFunc on_page,
                      gpointer data, ReportOutcome *outcome, char **message,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What `motcua-scan --list` found, as its JSON text; caller frees. @device, when not NULL,
 * is asked beside the drivers that are asked by default. */
char *scanjob_list (const char *device, GError **error) G_GNUC_WARN_UNUSED_RESULT;
