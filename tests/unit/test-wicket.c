/* SPDX-License-Identifier: Apache-2.0 */

/* Which keys pass, and how long the machine waits. */

#include "ui/wicket.h"
#include "ui/patience.h"

static void
test_allowed (void) {
  static const guint open[]
      = {GDK_KEY_Tab,       GDK_KEY_Return, GDK_KEY_space,      GDK_KEY_a,
         GDK_KEY_Z,         GDK_KEY_7,      GDK_KEY_slash,      GDK_KEY_Left,
         GDK_KEY_BackSpace, GDK_KEY_Delete, GDK_KEY_ecircumflex};

  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    g_assert_cmpint (wicket_find (open[i], 0), ==, WICKET_OPEN);
  g_assert_cmpint (wicket_find (GDK_KEY_F1, 0), ==, WICKET_STAFF);
  g_assert_cmpint (wicket_find (GDK_KEY_Escape, 0), ==, WICKET_BACK);
}

/* Whatever is held with them, and whatever no list names. */
static void
test_shut (void) {
  static const GdkModifierType held[]
      = {GDK_CONTROL_MASK, GDK_ALT_MASK, GDK_SUPER_MASK, GDK_HYPER_MASK, GDK_META_MASK};
  static const guint shut[]
      = {GDK_KEY_Menu, GDK_KEY_Print,  GDK_KEY_F8,      GDK_KEY_F10,      GDK_KEY_F11,
         GDK_KEY_F12,  GDK_KEY_Insert, GDK_KEY_Super_L, GDK_KEY_Alt_L,    GDK_KEY_Sys_Req,
         GDK_KEY_Copy, GDK_KEY_WWW,    GDK_KEY_Undo,    GDK_KEY_Multi_key};

  for (guint i = 0; i < G_N_ELEMENTS (shut); i++)
    g_assert_cmpint (wicket_find (shut[i], 0), ==, WICKET_SHUT);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++) {
    for (guint key = 0x20; key < 0xffff; key++)
      g_assert_cmpint (wicket_find (key, held[i] | GDK_SHIFT_MASK), ==, WICKET_SHUT);
  }
  g_assert_cmpint (wicket_find (GDK_KEY_F10, GDK_SHIFT_MASK), ==, WICKET_SHUT);
}

static gint64
at (guint second) {
  return (gint64) second * G_USEC_PER_SEC;
}

static void
test_patience (void) {
  Patience patience = {.warn_s = 60, .wipe_s = 90};

  g_assert_cmpint (patience_look (&patience, at (59)), ==, PATIENCE_CALM);
  patience_touch (&patience, at (59));
  g_assert_cmpint (patience_look (&patience, at (118)), ==, PATIENCE_CALM);
  g_assert_cmpint (patience_look (&patience, at (119)), ==, PATIENCE_ASKING);
  g_assert_cmpuint (patience_get_left_s (&patience, at (119)), ==, 30);
  /* Only an answer counts now. */
  patience_touch (&patience, at (140));
  g_assert_cmpint (patience_look (&patience, at (148)), ==, PATIENCE_ASKING);
  g_assert_cmpint (patience_look (&patience, at (149)), ==, PATIENCE_OVER);
}

static void
test_extensions (void) {
  Patience patience = {.warn_s = 60, .wipe_s = 90};
  guint second = 0;

  for (guint i = 0; i < PATIENCE_EXTENSIONS; i++) {
    second += 60;
    g_assert_cmpint (patience_look (&patience, at (second)), ==, PATIENCE_ASKING);
    g_assert_true (patience_extend (&patience, at (second)));
    g_assert_cmpint (patience_look (&patience, at (second)), ==, PATIENCE_CALM);
  }
  g_assert_false (patience_extend (&patience, at (second + 60)));
  patience_touch (&patience, at (second + 1));
  g_assert_true (patience_extend (&patience, at (second + 61)));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wicket/allowed", test_allowed);
  g_test_add_func ("/wicket/shut", test_shut);
  g_test_add_func ("/wicket/patience", test_patience);
  g_test_add_func ("/wicket/extensions", test_extensions);
  return g_test_run ();
}
