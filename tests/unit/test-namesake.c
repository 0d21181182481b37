/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/namesake.h"

#include "compose.h"

/* A field of @value at @confidence on a page whose other lines are @lines, compared. */
static void
check_name (const char *value, double confidence, const char *const *lines,
            const char *wanted) {
  g_autoptr (Words) words = compose_page (lines);
  g_autoptr (Rows) rows = rows_new (words);
  g_autoptr (GPtrArray) fields
      = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  const Field *field;

  g_ptr_array_add (
      fields, field_new ("full_name", value, confidence, (Box){0, 0, 10, 10}, FIELD_OCR));
  namesake_compare (fields, rows);
  field = g_ptr_array_index (fields, 0);
  g_assert_cmpstr (field->value, ==, wanted);
  g_assert_cmpfloat (field->confidence, <=, 1);
}

#define LINES(...) ((const char *[]){"a", "b", __VA_ARGS__, NULL})

static void
test_marks (void) {
  check_name ("Lý Minh Luạn", 0.87, LINES ("Lý Minh Luận"), "Lý Minh Luận");
  check_name ("LÝ MINH LUẠN", 0.87, LINES ("Lý Minh Luận"), "LÝ MINH LUẬN");
  check_name ("Lý Minh Luận", 0.97, LINES ("Lý Minh Luạn"), "Lý Minh Luận");
}

/* Letters change only when the first reading was bad and the other is clear. */
static void
test_letters (void) {
  check_name ("Trẩn Thừu Uyên", 0.7, LINES ("Trần Thùy Uyên"), "Trần Thùy Uyên");
  check_name ("Trần Văn Ba", 0.9, LINES ("Trần Văn Bé"), "Trần Văn Ba");
  check_name ("Trần Văn Ba", 0.7, LINES ("Nguyễn Thị Lan"), "Trần Văn Ba");
  check_name ("Trần Văn Ba", 0.7, LINES ("Tôi là Trần Văn Bé, sinh năm 1960"),
              "Trần Văn Ba");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/namesake/marks", test_marks);
  g_test_add_func ("/namesake/letters", test_letters);
  return g_test_run ();
}
