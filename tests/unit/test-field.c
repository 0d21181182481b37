/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/field.h"

static void
test_copy (void) {
  g_autoptr (Field) field
      = field_new ("full_name", "Nguyễn Thị Mẫu", 0.98, (Box){1, 2, 3, 4}, FIELD_QR);
  g_autoptr (Field) copy = field_copy (field);

  g_assert_cmpstr (copy->name, ==, "full_name");
  g_assert_cmpstr (copy->value, ==, "Nguyễn Thị Mẫu");
  g_assert_true (copy->value != field->value);
  g_assert_cmpfloat (copy->confidence, ==, 0.98);
  g_assert_cmpint (copy->box.bottom, ==, 4);
  g_assert_cmpint (copy->source, ==, FIELD_QR);
}

static void
test_sources (void) {
  static const char *const NAMES[] = {"ocr", "qr", "mrz", "person"};
  FieldSource source = FIELD_OCR;

  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_assert_true (field_source_parse (NAMES[i], &source));
    g_assert_cmpint (source, ==, i);
    g_assert_cmpstr (field_source_get_name (source), ==, NAMES[i]);
  }
  g_assert_false (field_source_parse ("", &source));
  g_assert_false (field_source_parse ("OCR", &source));
  g_assert_false (field_source_parse (NULL, &source));
  g_assert_cmpint (source, ==, FIELD_PERSON);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/copy", test_copy);
  g_test_add_func ("/field/sources", test_sources);
  return g_test_run ();
}
