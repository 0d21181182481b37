/* SPDX-License-Identifier: Apache-2.0 */

#include "ui/hotkey.h"

static void
test_found (void) {
  g_assert_cmpint (hotkey_find (GDK_KEY_F5, 0), ==, ACT_AGAIN);
  g_assert_cmpint (hotkey_find (GDK_KEY_Delete, 0), ==, ACT_REMOVE);
  g_assert_cmpint (hotkey_find (GDK_KEY_KP_Delete, GDK_LOCK_MASK), ==, ACT_REMOVE);
  g_assert_cmpint (hotkey_find (GDK_KEY_Delete, GDK_SHIFT_MASK), ==, ACT_LET_GO);
  g_assert_cmpint (hotkey_find (GDK_KEY_Insert, GDK_SHIFT_MASK), ==, ACT_AFTER);
}

/* With Shift a letter arrives as a capital. */
static void
test_capital (void) {
  g_assert_cmpint (hotkey_find (GDK_KEY_z, GDK_CONTROL_MASK), ==, ACT_UNDO);
  g_assert_cmpint (hotkey_find (GDK_KEY_Z, GDK_CONTROL_MASK | GDK_SHIFT_MASK), ==,
                   ACT_REDO);
  g_assert_cmpint (hotkey_find (GDK_KEY_y, GDK_CONTROL_MASK), ==, ACT_REDO);
}

/* What is typed, also by Telex, is never an act. */
static void
test_typing (void) {
  for (guint key = GDK_KEY_space; key <= GDK_KEY_asciitilde; key++) {
    g_assert_cmpint (hotkey_find (key, 0), ==, ACT_NONE);
    g_assert_cmpint (hotkey_find (key, GDK_SHIFT_MASK), ==, ACT_NONE);
  }
  g_assert_cmpint (hotkey_find (GDK_KEY_Return, 0), ==, ACT_NONE);
}

/* No two rows of the help are the same key. */
static void
test_unique (void) {
  for (const Hotkey *one = hotkey_get_all (); one->text != NULL; one++) {
    g_assert_nonnull (one->shown);
    for (const Hotkey *other = one + 1; other->text != NULL; other++)
      g_assert_true (one->act == ACT_NONE || one->key != other->key
                     || one->held != other->held);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hotkey/found", test_found);
  g_test_add_func ("/hotkey/capital", test_capital);
  g_test_add_func ("/hotkey/typing", test_typing);
  g_test_add_func ("/hotkey/unique", test_unique);
  return g_test_run ();
}
