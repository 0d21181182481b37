/* SPDX-License-Identifier: Apache-2.0 */

/* Pages come from the scanner in the order of their numbers, whatever place a person gives
 * them, so it is by number that they are followed back from the last. A page that the
 * quality gate has not seen yet says neither yes nor no and is passed over; one of a file
 * that a person brought, whose size nobody told the store, was never on our glass. */

#include "kiosk/glass.h"

#include <math.h>

#define SAME_MM   1.5 /* a sheet is never drawn in quite as the one before */
#define MM_PER_CM 10.0

static int
compare_later (gconstpointer a, gconstpointer b) {
  const StoredPage *one = *(const StoredPage *const *) a;
  const StoredPage *other = *(const StoredPage *const *) b;

  return one->page->number < other->page->number ? 1 : -1;
}

static gboolean
has_streak (const StoredPage *page, double at_mm) {
  for (guint i = 0; i < page->defects->len; i++) {
    const Defect *defect = &g_array_index (page->defects, Defect, i);

    if (defect->kind == DEFECT_STREAK && fabs (defect->measure - at_mm) <= SAME_MM)
      return TRUE;
  }
  return FALSE;
}

/* The scanned pages of one side that the gate has seen, last first; borrowed. */
static GPtrArray *
list_side (const GPtrArray *pages, PageSide side) {
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < pages->len; i++) {
    StoredPage *page = g_ptr_array_index (pages, i);

    if (page->page->side == side && page->glanced && page->page->width_px > 0)
      g_ptr_array_add (list, page);
  }
  g_ptr_array_sort (list, compare_later);
  return list;
}

/* The streak of the last page that goes back furthest. */
static gboolean
find_side (const GPtrArray *pages, PageSide side, KioskGlass *glass) {
  g_autoptr (GPtrArray) list = list_side (pages, side);
  const StoredPage *last = list->len > 0 ? g_ptr_array_index (list, 0) : NULL;

  *glass = (KioskGlass){.side = side};
  for (guint i = 0; last != NULL && i < last->defects->len; i++) {
    const Defect *defect = &g_array_index (last->defects, Defect, i);
    guint count = 0;

    while (defect->kind == DEFECT_STREAK && count < list->len
           && has_streak (g_ptr_array_index (list, count), defect->measure))
      count++;
    if (count > glass->pages)
      *glass = (KioskGlass){side, defect->measure, count};
  }
  return glass->pages >= GLASS_PAGES;
}

gboolean
glass_find (const GPtrArray *pages, KioskGlass *glass) {
  KioskGlass back;
  gboolean is_front = find_side (pages, PAGE_FRONT, glass);

  if (!find_side (pages, PAGE_BACK, &back))
    return is_front;
  if (!is_front || back.pages > glass->pages)
    *glass = back;
  return TRUE;
}

char *
glass_describe (const KioskGlass *glass) {
  return g_strdup_printf (
      "Lau kính máy quét%s: có vệt dọc cách mép trái %.0f cm trên %u trang liền nhau.",
      glass->side == PAGE_BACK ? " (mặt sau)" : "", round (glass->at_mm / MM_PER_CM),
      glass->pages);
}
