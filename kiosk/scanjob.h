/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"
#include "config/vault.h"
#include "scan/report.h"

#include <gio/gio.h>

/* One feeding, done by a motcua-scan process that is watched from here: a driver that
 * hangs costs that process and the current page, nothing else. */

typedef struct {
  const char *device;
  const char *source; /* "flatbed", "adf", "duplex", "any", "auto" */
  const char *mode;   /* "color", "gray", "lineart" */
  guint res_dpi;
  const char *page_size; /* "a4", "a5", "a3", "id-card", "receipt"; NULL: a4 */
  const char *area;      /* "LEFT,TOP,WIDTH,HEIGHT" in mm, over @page_size; NULL: none */
  const char *back_side; /* "none", "180", "mirror"; NULL: none */
  const char *double_feed; /* "stop", "off"; NULL: stop */
  const char *folder;      /* pages go here */
  const Vault *vault;      /* of the folder: pages are sealed; NULL: they are plain */
  guint first;             /* number of the first page */
  guint first_sheet;       /* number of its sheet; 0: counted on from the pages before */
  guint stall_ms;          /* given up when the scanner moves nothing for so long */
  gboolean wait_button;    /* begin when the scanner's own button is pressed */
} ScanJob;

/* The pages of @settings (all but device, folder and numbers); strings are borrowed. */
ScanJob scanjob_get_usual (const Settings *settings);

/* The same sheet seen sooner: the whole of @job at a resolution that is enough to look at, so
 * the preview shows exactly what is scanned. */
ScanJob scanjob_get_preview (const ScanJob *job);

/* Called for each page, durable in the folder. FALSE stops the feeding (*@error is set). */
typedef gboolean (*ScanJobFunc) (const Page *page, gpointer data, GError **error);

/* Feeds until the feeder stops; blocks, so call it from a thread. *@end tells how it ended:
 * which sheets are kept, which goes on top and where the next feeding begins (see
 * scan/report.h; caller frees). A cancelled feeding is the outcome REPORT_CANCELLED and the
 * worker is gone within 2 s. A hung or crashed worker is REPORT_FAILED. FALSE when the
 * worker cannot be started or @on_page failed. */
gboolean scanjob_run (const ScanJob *job, GCancellable *cancellable, ScanJobFunc on_page,
                      gpointer data, Report **end,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What `motcua-scan --list` found, as its JSON text (scan/roster.h); caller frees. The
 * @drivers (names between commas, or NULL) are asked, and @device when not NULL. Takes a few
 * seconds at most, in a process of its own; call it from a thread that may wait. */
char *scanjob_list (const char *drivers, const char *device,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
