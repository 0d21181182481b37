/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/fate.h"
#include "scan/original.h"

/* Where the paper lies: the stack of one folder, how far it is fed, and what is to go wrong
 * with it. */
typedef struct Tray Tray;

/* Holds @folder until it is freed. NULL with the SANE_Status: busy when somebody else holds
 * it, invalid when its script is not understood. */
Tray *tray_open (const char *folder, int *status) G_GNUC_WARN_UNUSED_RESULT;
void tray_free (Tray *tray);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tray, tray_free)

/* Lays the paper in: looks through the folder, and goes on where the tray was left. FALSE
 * when there is no folder that can be read; the reason is printed. */
gboolean tray_load (Tray *tray) G_GNUC_WARN_UNUSED_RESULT;

/* Borrowed. */
Fate *tray_get_fate (const Tray *tray);

/* The image that comes next, 0.. */
guint tray_get_next (const Tray *tray);
gboolean tray_has_paper (Tray *tray);

/* Everything before image @next is fed. With @is_remembered also for those who open the
 * folder later. */
void tray_set_next (Tray *tray, guint next, gboolean is_remembered);

/* Whether there is an image @index. */
gboolean tray_has_image (const Tray *tray, guint index);

/* The next opening begins at the first image. */
void tray_refill (Tray *tray);

/* The next image, as stack_take. */
Original *tray_take (const Tray *tray, const gint *is_stopped, double *x_dpi,
                     double *y_dpi, GError **error) G_GNUC_WARN_UNUSED_RESULT;
