/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/glance.h"

#include "bench/clean/press.h"
#include "config/fault.h"

#include <leptonica/allheaders.h>

#include <string.h>

#define RES_DPI 150

static Glance *
take (const char *kind, const char *const *troubles) {
  g_autoptr (PressPage) page = press_page (7, 1, kind, troubles, RES_DPI);
  g_autoptr (GError) error = NULL;
  l_uint8 *bytes = NULL;
  size_t size = 0;
  Glance *glance;

  g_assert_cmpint (pixWriteMemPng (&bytes, &size, page->raw, 0), ==, 0);
  glance = glance_take (bytes, size, &error);
  g_assert_no_error (error);
  lept_free (bytes);
  return glance;
}

static Glance *
send (const Glance *glance) {
  g_autofree char *json = glance_format (glance);
  g_autoptr (GError) error = NULL;
  Glance *parsed = glance_parse (json, strlen (json), &error);

  g_assert_no_error (error);
  return parsed;
}

static void
test_sees_defects (void) {
  g_autoptr (Glance) dirty = take ("cong_van", (const char *const[]){"glass", NULL});
  g_autoptr (Glance) sent = send (dirty);
  g_autoptr (Glance) good = take ("cong_van", (const char *const[]){"clean", NULL});

  g_assert_cmpuint (sent->defects->len, ==, 1);
  g_assert_cmpint (g_array_index (sent->defects, Defect, 0).kind, ==, DEFECT_STREAK);
  g_assert_false (sent->blank);
  g_assert_cmpuint (good->defects->len, ==, 0);
}

static void
test_sees_blank (void) {
  g_autoptr (Glance) blank = take ("blank", (const char *const[]){"clean", NULL});
  g_autoptr (Glance) sent = send (blank);

  g_assert_true (sent->blank);
  g_assert_cmpuint (sent->defects->len, ==, 0);
}

static void
test_refuses (void) {
  static const char *const wrong[]
      = {"", "[]", "{}", "{\"quality\": 3}", "{\"quality\": {\"defects\": [{}]}}"};
  g_autoptr (GError) fault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (glance_parse (wrong[i], strlen (wrong[i]), &error));
    g_assert_error (error, FAULT, FAULT_PROTOCOL);
  }
  g_assert_null (glance_take ((const guint8 *) "no image", 8, &fault));
  g_assert_error (fault, FAULT, FAULT_IMAGE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/glance/sees-defects", test_sees_defects);
  g_test_add_func ("/glance/sees-blank", test_sees_blank);
  g_test_add_func ("/glance/refuses", test_refuses);
  return g_test_run ();
}
