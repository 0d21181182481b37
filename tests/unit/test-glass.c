/* SPDX-License-Identifier: Apache-2.0 */

#include "kiosk/glass.h"

#include <string.h>

/* The scanned page @number with a streak at @at_mm; 0: without. */
static StoredPage *
add_page (GPtrArray *pages, guint number, PageSide side, double at_mm) {
  StoredPage *page = g_new0 (StoredPage, 1);
  Defect streak = {DEFECT_STREAK, PLACE_NONE, at_mm};

  page->page = g_new0 (Page, 1);
  page->page->number = number;
  page->page->side = side;
  page->page->width_px = 2480;
  page->glanced = TRUE;
  page->defects = g_array_new (FALSE, FALSE, sizeof (Defect));
  if (at_mm > 0)
    g_array_append_val (page->defects, streak);
  page->fields = g_ptr_array_new ();
  g_ptr_array_add (pages, page);
  return page;
}

static GPtrArray *
new_pages (void) {
  return g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
}

static void
test_sums_up (void) {
  g_autoptr (GPtrArray) pages = new_pages ();
  g_autofree char *sentence = NULL;
  KioskGlass glass;

  g_assert_false (glass_find (pages, &glass));
  add_page (pages, 1, PAGE_FRONT, 119.6);
  g_assert_false (glass_find (pages, &glass)); /* a line on one page may be printed */
  add_page (pages, 3, PAGE_FRONT, 120.3);
  add_page (pages, 2, PAGE_BACK, 0);
  g_assert_true (glass_find (pages, &glass));
  g_assert_cmpuint (glass.pages, ==, 2);
  g_assert_cmpint (glass.side, ==, PAGE_FRONT);
  sentence = glass_describe (&glass);
  g_assert_cmpstr (sentence, ==,
                   "Lau kính máy quét: có vệt dọc cách mép trái 12 cm trên 2 trang liền "
                   "nhau.");
}

static void
test_clears (void) {
  g_autoptr (GPtrArray) pages = new_pages ();
  KioskGlass glass;

  for (guint number = 1; number <= 5; number++)
    add_page (pages, number, PAGE_FRONT, 88);
  g_assert_true (glass_find (pages, &glass));
  g_assert_cmpuint (glass.pages, ==, 5);
  add_page (pages, 6, PAGE_FRONT, 0);
  g_assert_false (glass_find (pages, &glass));
  add_page (pages, 7, PAGE_FRONT, 88); /* dirty again, but once is not yet twice */
  g_assert_false (glass_find (pages, &glass));
}

static void
test_tells_sides_and_places_apart (void) {
  g_autoptr (GPtrArray) pages = new_pages ();
  g_autofree char *sentence = NULL;
  KioskGlass glass;

  add_page (pages, 1, PAGE_FRONT, 40);
  add_page (pages, 2, PAGE_BACK, 150);
  add_page (pages, 3, PAGE_FRONT, 90); /* another line: printed, both of them */
  add_page (pages, 4, PAGE_BACK, 151);
  g_assert_true (glass_find (pages, &glass));
  g_assert_cmpint (glass.side, ==, PAGE_BACK);
  sentence = glass_describe (&glass);
  g_assert_nonnull (strstr (sentence, "(mặt sau)"));
}

/* What was not looked at yet is no proof of a clean glass, and a file was never on ours. */
static void
test_passes_over (void) {
  g_autoptr (GPtrArray) pages = new_pages ();
  KioskGlass glass;

  add_page (pages, 1, PAGE_FRONT, 60);
  add_page (pages, 2, PAGE_FRONT, 60);
  add_page (pages, 3, PAGE_FRONT, 0)->glanced = FALSE;
  add_page (pages, 4, PAGE_FRONT, 0)->page->width_px = 0;
  g_assert_true (glass_find (pages, &glass));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/glass/sums-up", test_sums_up);
  g_test_add_func ("/glass/clears", test_clears);
  g_test_add_func ("/glass/tells-sides-and-places-apart",
                   test_tells_sides_and_places_apart);
  g_test_add_func ("/glass/passes-over", test_passes_over);
  return g_test_run ();
}
