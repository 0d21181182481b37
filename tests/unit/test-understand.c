/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/understand.h"

#include "compose.h"
#include "config/layout.h"
#include "ocr/codes.h"
#include "ocr/contrary.h"

#include <cairo.h>
#include <leptonica/allheaders.h>
#include <qrencode.h>

#include <string.h>

#define CARD                                                                                            \
  "093188001231|365123456|Nguyễn Thị Mẫu|14021988|Nữ|Ấp 3, Vị Thắng, tỉnh Hậu Giang|" \
  "10052022"
#define OTHER "092205004567||Trần Văn Bưu|30092005|Nam|Phường 1, Vị Thanh|01112023"

static Forms *shipped;

static void
draw_qr (Image *page, const char *text, int left, int top) {
  QRcode *code = QRcode_encodeData ((int) strlen (text), (const unsigned char *) text, 0,
                                    QR_ECLEVEL_M);

  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      for (int i = 0; (code->data[y * code->width + x] & 1) && i < 25; i++)
        pixSetPixel (page, left + x * 5 + i % 5, top + y * 5 + i / 5, 30);
  QRcode_free (code);
}

/* A page with @lines, and codes of @one and @other where they are not NULL. */
static Reading *
understand (const char *const *lines, const char *one, const char *other) {
  g_autoptr (Image) page = pixCreate (2480, 3508, 8);
  g_autoptr (GPtrArray) codes = NULL;
  Reading *reading = reading_new ();

  pixSetAllArbitrary (page, 240);
  pixSetResolution (page, 300, 300);
  if (one != NULL)
    draw_qr (page, one, 1700, 400);
  if (other != NULL)
    draw_qr (page, other, 1700, 1400);
  words_free (reading->words);
  reading->words = compose_page (lines);
  reading->width_px = 2480;
  reading->height_px = 3508;
  reading->res_dpi = 300;
  codes = codes_find (page, 5000);
  understand_page (shipped, NULL, codes, page, NULL, reading);
  return reading;
}

static void
check_field (const Reading *reading, const char *name, const char *value,
             FieldSource source, gboolean sure) {
  const Field *field = reading_get_field (reading, name);

  g_assert_nonnull (field);
  g_assert_cmpstr (field->value, ==, value);
  g_assert_cmpint (field->source, ==, source);
  g_assert_cmpint (field->confidence >= FIELD_SURE, ==, sure);
}

static void
check_contrary (const Reading *reading, const char *name, const char *value) {
  const Field *field = reading_get_field (reading, name);
  g_autofree char *sentence = contrary_explain (field, FALSE);
  g_autofree char *english = contrary_explain (field, TRUE);

  g_assert_cmpstr (field->contrary, ==, value);
  g_assert_cmpint (sentence != NULL, ==, value != NULL);
  if (value == NULL)
    return;
  g_assert_nonnull (strstr (sentence, field->value));
  g_assert_nonnull (strstr (sentence, value));
  g_assert_nonnull (strstr (english, "the QR code says"));
}

static const char *const card_lines[] = {"CĂN CƯỚC CÔNG DÂN",
                                         "Số / No.: 093188001231",
                                         "Họ và tên / Full name:",
                                         "NGUYỄN THỊ MÂU",
                                         "Ngày sinh / Date of birth: 14/02/1988",
                                         NULL};

/* The exact source overrules misread letters and adds what is not printed. */
static void
test_code (void) {
  g_autoptr (Reading) reading = understand (card_lines, CARD, NULL);

  g_assert_cmpstr (reading->document_type, ==, "the_can_cuoc");
  g_assert_cmpstr (reading->qr, ==, CARD);
  check_field (reading, "id_number", "093188001231", FIELD_QR, TRUE);
  check_field (reading, "full_name", "Nguyễn Thị Mẫu", FIELD_QR, TRUE);
  check_field (reading, "dob", "14/02/1988", FIELD_QR, TRUE);
  check_field (reading, "residence", "Ấp 3, Vị Thắng, tỉnh Hậu Giang", FIELD_QR, TRUE);
  check_field (reading, "id_issue_date", "10/05/2022", FIELD_QR, TRUE);
}

/* The code says A, the print says B: a person must look. */
static void
test_contradiction (void) {
  g_autoptr (Reading) reading
      = understand ((const char *[]){"CĂN CƯỚC CÔNG DÂN", "Số / No.: 093188001239",
                                     "Họ và tên / Full name:", "TRẦN VĂN HOÀNG", NULL},
                    CARD, NULL);

  check_field (reading, "id_number", "093188001231", FIELD_QR, FALSE);
  check_field (reading, "full_name", "Nguyễn Thị Mẫu", FIELD_QR, FALSE);
  check_field (reading, "dob", "14/02/1988", FIELD_QR, TRUE);
  check_contrary (reading, "id_number", "093188001239");
  check_contrary (reading, "full_name", "TRẦN VĂN HOÀNG");
  check_contrary (reading, "dob", NULL);
}

/* Clear print that differs in a letter is told; doubtful print may be misread. */
static void
test_one_letter (void) {
  static const char *const lines[] = {"CĂN CƯỚC CÔNG DÂN", "Số / No.: 093188001231",
                                      "Họ và tên / Full name:", "NGUYỄN THỊ MẦN", NULL};
  g_autoptr (Reading) reading = understand (lines, CARD, NULL);

  check_field (reading, "full_name", "Nguyễn Thị Mẫu", FIELD_QR, FALSE);
  check_contrary (reading, "full_name", "NGUYỄN THỊ MẦN");
}

/* Two cards: neither is believed. */
static void
test_two_cards (void) {
  g_autoptr (Reading) reading = understand (card_lines, CARD, OTHER);

  g_assert_null (reading->qr);
  check_field (reading, "id_number", "093188001231", FIELD_OCR, TRUE);
  g_assert_null (reading_get_field (reading, "residence"));
}

/* A code alone tells the paper; another code does not. */
static void
test_no_title (void) {
  const char *const lines[] = {"Bản sao này dùng để nộp kèm hồ sơ.", NULL};
  g_autoptr (Reading) card = understand (lines, CARD, NULL);
  g_autoptr (Reading) link = understand (lines, "https://example.vn/tra-cuu?ma=1", NULL);

  g_assert_cmpstr (card->document_type, ==, "the_can_cuoc");
  g_assert_null (link->document_type);
  g_assert_cmpstr (link->qr, ==, "https://example.vn/tra-cuu?ma=1");
  g_assert_cmpuint (link->fields->len, ==, 0);
}

static void
test_zone (void) {
  g_autoptr (Reading) reading = understand (
      (const char *[]){"CĂN CƯỚC CÔNG DÂN", "Họ và tên / Full name:", "NGUYỄN THỊ MẪU",
                       "IDVNM1880012314093188001231<<4", "8802141F2802149VNM<<<<<<<<<<<8",
                       "NGUYEN<<THI<MAU<K<<<<<<<<<<<<<", NULL},
      NULL, NULL);

  check_field (reading, "id_number", "093188001231", FIELD_MRZ, TRUE);
  check_field (reading, "dob", "14/02/1988", FIELD_MRZ, TRUE);
  check_field (reading, "valid_until", "14/02/2028", FIELD_MRZ, TRUE);
  check_field (reading, "full_name", "NGUYỄN THỊ MẪU", FIELD_OCR, TRUE);
  check_field (reading, "mrz",
               "IDVNM1880012314093188001231<<4\n8802141F2802149VNM<<<<<<<<<<<8\n"
               "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<",
               FIELD_MRZ, TRUE);
}

/* A number that denies the birth beside it. */
static void
test_number_denies (void) {
  g_autoptr (Reading) reading
      = understand ((const char *[]){"TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
                                     "1. Họ, chữ đệm và tên: Dương Ngọc Toàn",
                                     "2. Ngày, tháng, năm sinh: 23/10/1991",
                                     "4. Số định danh cá nhân: 019081629728", NULL},
                    NULL, NULL);

  check_field (reading, "id_number", "019081629728", FIELD_OCR, FALSE);
  check_field (reading, "dob", "23/10/1991", FIELD_OCR, FALSE);
}

static void
test_nothing (void) {
  g_autoptr (Reading) reading = understand ((const char *[]){NULL}, NULL, NULL);

  g_assert_null (reading->document_type);
  g_assert_null (reading->qr);
  g_assert_cmpuint (reading->fields->len, ==, 0);
}

/* Prints @text in 10 point with its base line at @top. */
static void
draw_text (Image *page, const char *text, int left, int base) {
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 400, 80);
  cairo_t *cairo = cairo_create (surface);
  const guint8 *ink;

  cairo_select_font_face (cairo, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL,
                          CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cairo, 42);
  cairo_move_to (cairo, 0, 60);
  cairo_show_text (cairo, text);
  cairo_surface_flush (surface);
  ink = cairo_image_surface_get_data (surface);
  for (int y = 0; y < 80; y++)
    for (int x = 0; x < 400; x++)
      if (ink[y * cairo_image_surface_get_stride (surface) + x] > 128)
        pixSetPixel (page, left + x, base - 60 + y, 30);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

/* Figures that only the second reading sees, at the edge of the page: their place is on the
 * page, or the whole answer would be refused by whoever asked. */
static void
test_place_ends_with_the_page (void) {
  static const char *const lines[] = {"TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", NULL};
  g_autoptr (Figures) figures = figures_new (NULL);
  g_autoptr (Image) page = pixCreate (2480, 3508, 8);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (Reading) reading = reading_new ();
  const Field *field;

  pixSetAllArbitrary (page, 255);
  pixSetResolution (page, 300, 300);
  draw_text (page, "0912345678", 2140, 334);
  words_free (reading->words);
  reading->words = compose_page (lines);
  compose_line (reading->words, 1580, 300, "5. Số điện thoại liên hệ:");
  reading->width_px = 2480;
  reading->height_px = 3508;
  reading->res_dpi = 300;
  understand_page (shipped, figures, none, page, page, reading);
  field = reading_get_field (reading, "phone");
  g_assert_nonnull (field);
  g_assert_cmpint (field->box.left, >=, 0);
  g_assert_cmpint (field->box.right, <=, 2480);
  g_assert_cmpint (field->box.bottom, <=, 3508);
}

int
main (int argc, char **argv) {
  g_autofree char *folder = layout_data_dup ("ocr/forms");
  int failed;

  g_test_init (&argc, &argv, NULL);
  shipped = forms_load (folder, NULL);
  g_test_add_func ("/understand/code", test_code);
  g_test_add_func ("/understand/contradiction", test_contradiction);
  g_test_add_func ("/understand/one-letter", test_one_letter);
  g_test_add_func ("/understand/two-cards", test_two_cards);
  g_test_add_func ("/understand/no-title", test_no_title);
  g_test_add_func ("/understand/zone", test_zone);
  g_test_add_func ("/understand/number-denies", test_number_denies);
  g_test_add_func ("/understand/nothing", test_nothing);
  g_test_add_func ("/understand/place-ends-with-the-page", test_place_ends_with_the_page);
  failed = g_test_run ();
  forms_free (shipped);
  return failed;
}
