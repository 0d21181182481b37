/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Dirt on the glass of the scanner. One page with a line on it says little; the same line
 * on page after page is dust. */
typedef struct {
  PageSide side; /* whose glass: a duplex feeder has two */
  double at_mm;  /* from the left edge of the scan */
  guint pages;   /* that show it, the last one included */
} KioskGlass;

/* Looks through @pages (StoredPage, any order). Dirty is a glass whose last
 * GLASS_PAGES scanned pages or more bear a streak at one place; FALSE when both are clean,
 * which a page without the streak proves. */
#define GLASS_PAGES 2
gboolean glass_find (const GPtrArray *pages, KioskGlass *glass);

/* "Lau kính máy quét: ...": where, for people. Caller frees. */
char *glass_describe (const KioskGlass *glass) G_GNUC_WARN_UNUSED_RESULT;
