/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/codes.h"

#include "config/limits.h"

#include <leptonica/allheaders.h>
#include <qrencode.h>

#include <string.h>

#define CARD                                                                                            \
  "093188001231|365123456|Nguyễn Thị Mẫu|14021988|Nữ|Ấp 3, Vị Thắng, Vị Thủy, Hậu " \
  "Giang|"                                                                                              \
  "10052022"

static Image *
make_page (guint res_dpi) {
  Image *page
      = pixCreate ((l_int32) (res_dpi * 210 / 25.4), (l_int32) (res_dpi * 297 / 25.4), 8);

  pixSetAllArbitrary (page, 235);
  pixSetResolution (page, (l_int32) res_dpi, (l_int32) res_dpi);
  return page;
}

/* Draws @bytes as a QR code with modules of @module pixels at @left, @top. */
static void
draw_qr (Image *page, const char *bytes, gsize size, int left, int top, int module) {
  QRcode *code
      = QRcode_encodeData ((int) size, (const unsigned char *) bytes, 0, QR_ECLEVEL_M);

  g_assert_nonnull (code);
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      if (code->data[y * code->width + x] & 1)
        for (int i = 0; i < module * module; i++)
          pixSetPixel (page, left + x * module + i % module,
                       top + y * module + i / module, 40);
  QRcode_free (code);
}

static GPtrArray *
find_on (Image *page) {
  GPtrArray *codes = codes_find (page, 5000);

  for (guint i = 0; i < codes->len; i++) {
    const Code *code = g_ptr_array_index (codes, i);

    g_assert_true (g_utf8_validate (code->text, -1, NULL));
    g_assert_cmpuint (strlen (code->text), <=, LIMIT_CODE_BYTES);
  }
  return codes;
}

static void
check_card (guint res_dpi, int module) {
  g_autoptr (Image) page = make_page (res_dpi);
  g_autoptr (GPtrArray) codes = NULL;
  const Code *code;

  draw_qr (page, CARD, strlen (CARD), (int) res_dpi * 5, (int) res_dpi * 2, module);
  codes = find_on (page);
  g_assert_cmpuint (codes->len, ==, 1);
  code = g_ptr_array_index (codes, 0);
  g_assert_cmpstr (code->text, ==, CARD);
  g_assert_true (code->qr);
  g_assert_cmpint (ABS (code->box.left - (int) res_dpi * 5), <, (int) res_dpi / 10);
  g_assert_cmpint (ABS (code->box.top - (int) res_dpi * 2), <, (int) res_dpi / 10);
}

static void
test_card (void) {
  check_card (300, 4);
  check_card (200, 2);
  check_card (300, 8);
}

static void
test_several (void) {
  g_autoptr (Image) page = make_page (300);
  g_autoptr (GPtrArray) codes = NULL;

  draw_qr (page, "WIFI:S:x;;", 10, 300, 300, 8);
  draw_qr (page, "https://example.vn/?$(reboot)", 29, 1500, 2400, 8);
  codes = find_on (page);
  g_assert_cmpuint (codes->len, ==, 2);
}

static void
check_none (const char *bytes, gsize size, int module) {
  g_autoptr (Image) page = make_page (300);
  g_autoptr (GPtrArray) codes = NULL;

  draw_qr (page, bytes, size, 400, 400, module);
  codes = find_on (page);
  g_assert_cmpuint (codes->len, ==, 0);
}

/* Binary, too long, control characters, turned direction: left out. */
static void
test_refused (void) {
  g_autofree char *bulk = g_strnfill (LIMIT_CODE_BYTES + 1, 'a');

  check_none ("\xFF\xFE\x01\x02\x80\x81", 6, 8);
  check_none (bulk, strlen (bulk), 4);
  check_none ("a\0b", 3, 8);
  check_none ("a\x1B[31mb", 7, 8);
  check_none ("a\u202Eb", 5, 8);
}

static void
test_odd_images (void) {
  g_autoptr (Image) tiny = pixCreate (8, 8, 8);
  g_autoptr (Image) bitonal = pixCreate (2480, 3508, 1);
  g_autoptr (Image) colour = pixCreate (2480, 3508, 32);
  g_autoptr (GPtrArray) a = find_on (tiny);
  g_autoptr (GPtrArray) b = find_on (bitonal);
  g_autoptr (GPtrArray) c = find_on (colour);

  g_assert_cmpuint (a->len + b->len + c->len, ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codes/card", test_card);
  g_test_add_func ("/codes/several", test_several);
  g_test_add_func ("/codes/refused", test_refused);
  g_test_add_func ("/codes/odd-images", test_odd_images);
  return g_test_run ();
}
