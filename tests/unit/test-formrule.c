/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/formrule.h"

static void
test_dates (void) {
  g_assert_true (formrule_holds (RULE_BEFORE, "14/02/1988", "10/05/2022"));
  g_assert_false (formrule_holds (RULE_BEFORE, "10/05/2022", "14/02/1988"));
  g_assert_false (formrule_holds (RULE_BEFORE, "10/05/2022", "10/05/2022"));
  g_assert_true (formrule_holds (RULE_NOT_AFTER, "10/05/2022", "10/05/2022"));
  g_assert_false (formrule_holds (RULE_NOT_AFTER, "11/05/2022", "10/05/2022"));
  g_assert_true (formrule_holds (RULE_BEFORE, "1988", "10/05/2022"));
  g_assert_true (formrule_holds (RULE_BEFORE, "2022", "10/05/2022"));
  g_assert_false (formrule_holds (RULE_BEFORE, "2023", "10/05/2022"));
}

/* What is no date accuses nobody. */
static void
test_unknown (void) {
  g_assert_true (formrule_holds (RULE_BEFORE, "", ""));
  g_assert_true (formrule_holds (RULE_BEFORE, "31/02/2020", "01/01/2030"));
  g_assert_true (formrule_holds (RULE_NOT_AFTER, "Hậu Giang", "10/05/2022"));
  g_assert_cmpuint (formrule_get_day ("31/02/2020"), ==, 0);
  g_assert_cmpuint (formrule_get_day ("29/02/2024"), ==, 20240229);
}

static void
test_same (void) {
  g_assert_true (formrule_holds (RULE_SAME, "NGUYỄN THỊ MẪU", "Nguyễn  Thị Mẫu"));
  g_assert_false (formrule_holds (RULE_SAME, "Nguyễn Thị Mẫu", "Nguyễn Thị Mau Mau"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formrule/dates", test_dates);
  g_test_add_func ("/formrule/unknown", test_unknown);
  g_test_add_func ("/formrule/same", test_same);
  return g_test_run ();
}
