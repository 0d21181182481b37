/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/compass.h"

#include "bench/clean/press.h"

#include <leptonica/allheaders.h>

static Recogniser *recogniser;

static CleanPage *
clean (Image *raw) {
  g_autoptr (GError) error = NULL;
  CleanPage *page = clean_page (pixClone (raw), &error);

  g_assert_no_error (error);
  return page;
}

/* A few letters, in which orient.c sees no lines: they are read. */
static void
test_turns_what_says_little (void) {
  const char *const troubles[] = {"blur", NULL};
  g_autoptr (PressPage) page = press_page (201, 9, "the_can_cuoc", troubles, 200);
  g_autoptr (Image) turned = pixRotateOrth (page->raw, 2);
  g_autoptr (CleanPage) upright = clean (page->raw);
  g_autoptr (CleanPage) down = clean (turned);

  g_assert_true (compass_turn (recogniser, upright));
  g_assert_cmpint (upright->rotation, ==, 0);
  g_assert_true (compass_turn (recogniser, down));
  g_assert_cmpint (down->rotation, ==, 180);
  g_assert_false (down->unsure);
}

/* A signature makes no sense in any way, so it stays as it is and is told to be unsure. */
static void
test_leaves_what_says_nothing (void) {
  const char *const troubles[] = {"clean", NULL};
  g_autoptr (PressPage) page = press_page (5, 1, "chu_ky", troubles, 200);
  g_autoptr (CleanPage) cleaned = clean (page->raw);

  g_assert_true (cleaned->doubtful);
  g_assert_true (compass_turn (recogniser, cleaned));
  g_assert_true (cleaned->unsure);
  g_assert_cmpint (cleaned->rotation, ==, 0);
}

int
main (int argc, char **argv) {
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  recogniser = recogniser_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/compass/turns-what-says-little", test_turns_what_says_little);
  g_test_add_func ("/compass/leaves-what-says-nothing", test_leaves_what_says_nothing);
  status = g_test_run ();
  recogniser_free (recogniser);
  return status;
}
