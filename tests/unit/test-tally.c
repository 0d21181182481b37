/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/tally.h"

/* After each number of pages: what comes next, what is kept, where to go on. */
static void
test_counts (void) {
  static const struct {
    guint first, first_sheet, sides, pages;
    guint number, sheet;
    PageSide side;
    guint last_page, last_sheet, begun_sheet, next_page;
  } cases[] = {
      {1, 0, 1, 0, 1, 1, PAGE_FRONT, 0, 0, 0, 1},
      {1, 0, 1, 6, 7, 7, PAGE_FRONT, 6, 6, 6, 7},
      {7, 0, 1, 2, 9, 9, PAGE_FRONT, 8, 8, 8, 9},
      {1, 0, 2, 0, 1, 1, PAGE_FRONT, 0, 0, 0, 1},
      {1, 0, 2, 12, 13, 7, PAGE_FRONT, 12, 6, 6, 13},
      {1, 0, 2, 13, 14, 7, PAGE_BACK, 13, 6, 7, 13},
      {13, 0, 2, 1, 14, 7, PAGE_BACK, 13, 6, 7, 13},
      {13, 0, 2, 2, 15, 8, PAGE_FRONT, 14, 7, 7, 15},
      {4, 0, 2, 0, 4, 3, PAGE_FRONT, 0, 2, 2, 4}, /* after three fronts */
      {7, 4, 2, 3, 10, 5, PAGE_BACK, 9, 4, 5, 9},
      {7, 7, 1, 0, 7, 7, PAGE_FRONT, 0, 6, 6, 7},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Tally tally = tally_get_start (cases[i].first, cases[i].first_sheet, cases[i].sides);

    tally.pages = cases[i].pages;
    g_assert_cmpuint (tally_get_number (&tally), ==, cases[i].number);
    g_assert_cmpuint (tally_get_sheet (&tally), ==, cases[i].sheet);
    g_assert_cmpint (tally_get_side (&tally), ==, cases[i].side);
    g_assert_cmpuint (tally_get_last_page (&tally), ==, cases[i].last_page);
    g_assert_cmpuint (tally_get_last_sheet (&tally), ==, cases[i].last_sheet);
    g_assert_cmpuint (tally_get_begun_sheet (&tally), ==, cases[i].begun_sheet);
    g_assert_cmpuint (tally_get_next_page (&tally), ==, cases[i].next_page);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/counts", test_counts);
  return g_test_run ();
}
