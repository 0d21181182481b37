/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/page.h"

/* The count of a batch: which page and which sheet comes next, and where to go on after a
 * stop. A plain value. */
typedef struct {
  guint first;       /* number of the first page, 1.. */
  guint first_sheet; /* number of the sheet that it is on, 1.. */
  guint sides;       /* of each sheet that are taken: 1 or 2 */
  guint pages;       /* kept so far */
} Tally;

/* With @first_sheet 0 the sheets are counted on from the pages before @first. */
Tally tally_get_start (guint first, guint first_sheet, guint sides);

/* Of the page that comes next. */
guint tally_get_number (const Tally *tally);
guint tally_get_sheet (const Tally *tally);
PageSide tally_get_side (const Tally *tally);

/* The last page that was kept, 0: none in this batch; the last sheet of which every side
 * was, or one less than the first. */
guint tally_get_last_page (const Tally *tally);
guint tally_get_last_sheet (const Tally *tally);

/* The last sheet of which any side was kept: a feeder may run empty after a front. */
guint tally_get_begun_sheet (const Tally *tally);

/* The page with which the next batch begins once the sheet that was not kept whole lies on
 * top again. When only its front was kept, that is the front: its file is replaced. */
guint tally_get_next_page (const Tally *tally);
