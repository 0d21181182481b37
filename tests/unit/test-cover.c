/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/barcode.h"
#include "ocr/cover.h"

#include <string.h>

static void
check (const char *payload, gboolean is_cover, const char *wanted) {
  g_autofree char *type = NULL;

  g_assert_cmpint (cover_parse (payload, &type), ==, is_cover);
  g_assert_cmpstr (type, ==, wanted);
}

static void
test_payload (void) {
  g_autofree char *plain = cover_format (NULL);
  g_autofree char *typed = cover_format ("ct01");

  check (plain, TRUE, NULL);
  check (typed, TRUE, "ct01");
  check ("", FALSE, NULL);
  check ("MOTCUA-BIAct01", FALSE, NULL);
  check ("MOTCUA-BIA ", FALSE, NULL);
  check ("MOTCUA-BIA ../../etc", FALSE, NULL);
  check ("MOTCUA-BIA <b>", FALSE, NULL);
  check ("093188001231|365123456|A|14021988|Nữ|B|10052022", FALSE, NULL);
}

static void
on_code (BarcodeKind kind, const guint8 *bytes, gsize size, const int corners[8],
         gpointer data) {
  g_string_append_len (data, (const char *) bytes, (gssize) size);
}

/* What is written is read. */
static void
check_code (BarcodeKind kind) {
  g_autofree char *text = cover_format ("giay_khai_sinh");
  g_autoptr (GString) found = g_string_new (NULL);
  guint width, height;
  g_autofree guint8 *modules = barcode_make (kind, text, &width, &height);
  guint high = kind == BARCODE_QR ? height : 20, side = (width + 20) * 3;
  guint rows = (high + 20) * 3;
  g_autofree guint8 *grey = g_malloc (side * rows);

  g_assert_nonnull (modules);
  memset (grey, 255, side * rows);
  for (guint y = 0; y < high * 3; y++)
    for (guint x = 0; x < width * 3; x++)
      if (modules[(kind == BARCODE_QR ? y / 3 : 0) * width + x / 3])
        grey[(y + 30) * side + x + 30] = 0;
  barcode_find (grey, side, rows, kind, FALSE, on_code, found);
  g_assert_cmpstr (found->str, ==, text);
}

static void
test_codes (void) {
  check_code (BARCODE_QR);
  check_code (BARCODE_128);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cover/payload", test_payload);
  g_test_add_func ("/cover/codes", test_codes);
  return g_test_run ();
}
