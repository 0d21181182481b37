/* SPDX-License-Identifier: Apache-2.0 */

/* PDFs that people bring, good ones and hostile ones, each made here. What is harmless is
 * drawn as if it were not there; the rest is refused, within its budget. */

#include "ocr/pdfpage.h"

#include "config/fault.h"
#include "config/limits.h"

#include <leptonica/allheaders.h>
#include <zlib.h>

#include <string.h>

#define TEXT "BT /F1 48 Tf 60 700 Td (Motcua) Tj ET"

/* A file whose object @i is objects[i - 1]; the cross-reference table is left for the
 * reader to find out, as many broken producers do. */
static GByteArray *
make_pdf (const char *const *objects, const char *trailer) {
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new ("%PDF-1.7\n");

  for (guint i = 0; objects[i] != NULL; i++)
    g_string_append_printf (text, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
  g_string_append_printf (text, "trailer\n<</Root 1 0 R %s>>\n%%%%EOF\n", trailer);
  g_byte_array_append (file, (const guint8 *) text->str, (guint) text->len);
  return file;
}

/* One A4 page with @contents (an object) and more in the catalogue and on the page. */
static GByteArray *
make_page (const char *catalogue, const char *page, const char *contents,
           const char *fifth, const char *trailer) {
  g_autofree char *first
      = g_strdup_printf ("<</Type/Catalog/Pages 2 0 R %s>>", catalogue);
  g_autofree char *third = g_strdup_printf (
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R %s"
      "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
      "/XObject<</X 5 0 R>>>>>>",
      page);
  const char *const objects[]
      = {first, "<</Type/Pages/Kids[3 0 R]/Count 1>>", third, contents, fifth, NULL};

  return make_pdf (objects, trailer);
}

static char *
make_stream (const char *text) {
  return g_strdup_printf ("<</Length %" G_GSIZE_FORMAT ">>stream\n%s\nendstream",
                          strlen (text), text);
}

static GByteArray *
make_plain (const char *catalogue, const char *page, const char *trailer) {
  g_autofree char *contents = make_stream (TEXT);

  return make_page (catalogue, page, contents, "null", trailer);
}

static Image *
draw (const GByteArray *file, guint leaf, GError **error) {
  return pdfpage_draw (file->data, file->len, leaf, error);
}

static double
get_ink (Image *image) {
  g_autoptr (Image) grey = pixConvertTo8 (image, 0);
  g_autoptr (Image) ink = pixThresholdToBinary (grey, 128);
  l_int32 count = 0;

  pixCountPixels (ink, &count, NULL);
  return count;
}

static void
assert_drawn (const GByteArray *file) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Image) image = draw (file, 0, &error);
  guint pages = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (image_get_width (image), >, 2400);
  g_assert_cmpuint (image_get_res_dpi (image), ==, 300);
  g_assert_cmpfloat (get_ink (image), >, 3000);
  g_assert_true (pdfpage_count (file->data, file->len, &pages, &error));
  g_assert_cmpuint (pages, ==, 1);
}

static void
assert_refused (const GByteArray *file) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Image) image = draw (file, 0, &error);

  g_assert_null (image);
  g_assert_error (error, FAULT, FAULT_IMAGE);
}

/* The font is only named: what is drawn comes from the program itself. */
static void
test_plain (void) {
  g_autoptr (GByteArray) file = make_plain ("", "", "");
  g_autoptr (GError) error = NULL;
  Image *none;

  assert_drawn (file);
  none = draw (file, 1, &error);
  g_assert_null (none);
  g_assert_error (error, FAULT, FAULT_IMAGE);
}

static void
test_rotated (void) {
  g_autoptr (GByteArray) file = make_plain ("", "/Rotate 90", "");
  g_autoptr (Image) image = draw (file, 0, NULL);

  g_assert_cmpuint (image_get_width (image), >, image_get_height (image));
}

/* Scripts, actions and files inside are as if they were not there. */
static void
test_harmless (void) {
  static const struct {
    const char *catalogue, *page;
  } kinds[] = {
      {"/OpenAction<</S/JavaScript/JS(while\\(true\\){})>>", ""},
      {"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>", ""},
      {"/OpenAction<</S/URI/URI(http://127.0.0.1/)>>",
       "/AA<</O<</S/JavaScript/JS(1)>>>>"},
      {"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)>>]>>>>", ""},
      {"/AcroForm<</Fields[]/XFA[(x)(y)]>>", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GByteArray) file = make_plain (kinds[i].catalogue, kinds[i].page, "");

    assert_drawn (file);
  }
}

static void
test_password (void) {
  g_autoptr (GByteArray) file = make_plain (
      "", "",
      "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4"
      "/O<0102030405060708091011121314151617181920212223242526272829303132>"
      "/U<3231302928272625242322212019181716151413121110090807060504030201>>>");
  g_autoptr (GError) error = NULL;
  guint pages;

  g_assert_false (pdfpage_count (file->data, file->len, &pages, &error));
  g_assert_nonnull (strstr (error->message, "password"));
}

static void
test_loops (void) {
  const char *const kids[] = {"<</Type/Catalog/Pages 2 0 R>>",
                              "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>", NULL};
  const char *const self[] = {"<</Type/Catalog/Pages 2 0 R>>", "2 0 R", NULL};
  const char *const form[]
      = {"<</Type/Catalog/Pages 2 0 R>>",
         "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
         "/Resources<</XObject<</X 5 0 R>>>>>>",
         "<</Length 5>>stream\n/X Do\nendstream",
         "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
         "/Length 11>>stream\n/X Do /X Do\nendstream",
         NULL};
  g_autoptr (GByteArray) tree = make_pdf (kids, "");
  g_autoptr (GByteArray) reference = make_pdf (self, "");
  g_autoptr (GByteArray) recursion = make_pdf (form, "");
  g_autoptr (GByteArray) table = make_plain ("", "", "/Prev 9");
  g_autoptr (Image) image = NULL;

  assert_refused (tree);
  assert_refused (reference);
  image = draw (recursion, 0, NULL); /* drawn without the loop, or refused */
  g_byte_array_append (table, (const guint8 *) "startxref\n9\n%%EOF\n", 18);
  assert_drawn (table);
}

static char *
deflate_twice (gsize zeros, gsize *size) {
  g_autofree guint8 *plain = g_malloc0 (zeros);
  uLongf once_size = compressBound (zeros);
  g_autofree guint8 *once = g_malloc (once_size);
  uLongf twice_size;
  guint8 *twice;

  memset (plain, ' ', zeros);
  g_assert_cmpint (compress2 (once, &once_size, plain, zeros, 9), ==, Z_OK);
  twice_size = compressBound (once_size);
  twice = g_malloc (twice_size);
  g_assert_cmpint (compress2 (twice, &twice_size, once, once_size, 9), ==, Z_OK);
  *size = twice_size;
  return (char *) twice;
}

/* Some hundred bytes that unfold to 100 MB of blanks; and an image of a gigabyte. */
static void
test_bombs (void) {
  static const char head[]
      = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n";
  gsize size = 0;
  g_autofree char *twice = deflate_twice (100 * 1000 * 1000, &size);
  g_autofree char *stream = g_strdup_printf (
      "4 0 obj<</Length %" G_GSIZE_FORMAT "/Filter[/FlateDecode/FlateDecode]>>stream\n",
      size);
  g_autoptr (GByteArray) blanks = g_byte_array_new ();
  g_autofree char *contents = make_stream ("600 0 0 800 0 0 cm /X Do");
  g_autoptr (GByteArray) image = make_page (
      "", "", contents,
      "<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8"
      "/ColorSpace/DeviceRGB/Filter/RunLengthDecode/Length 3>>stream\n\x81 "
      "\x80\nendstream",
      "");
  gint64 began_us = g_get_monotonic_time ();
  g_autoptr (Image) drawn = NULL;

  g_byte_array_append (blanks, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (blanks, (const guint8 *) stream, (guint) strlen (stream));
  g_byte_array_append (blanks, (const guint8 *) twice, (guint) size);
  g_byte_array_append (blanks, (const guint8 *) "\nendstream endobj\n", 18);
  g_byte_array_append (blanks, (const guint8 *) "trailer<</Root 1 0 R>>\n", 23);
  drawn = draw (blanks, 0, NULL); /* blank paper, or refused */
  assert_refused (image);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 60 * G_USEC_PER_SEC);
}

static void
test_sizes (void) {
  g_autofree char *contents = make_stream (TEXT);
  const char *const wide[]
      = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 20000 14000]/Contents 4 0 R>>", contents,
         NULL};
  const char *const thread[] = {
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 14000]/Contents 4 0 R>>", contents, NULL};
  g_autoptr (GByteArray) plan = make_pdf (wide, ""), strip = make_pdf (thread, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (Image) image = draw (plan, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image_get_width (image), <=, LIMIT_IMAGE_SIDE_PX);
  g_assert_cmpuint (image_get_res_dpi (image), <, 300);
  assert_refused (strip);
}

static void
test_too_many_pages (void) {
  g_autoptr (GString) kids = g_string_new ("<</Type/Pages/Count 100000/Kids[");
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GError) error = NULL;
  guint pages;

  for (guint i = 0; i < 100000; i++)
    g_string_append (kids, "3 0 R ");
  g_string_append (kids, "]>>");
  const char *const objects[] = {"<</Type/Catalog/Pages 2 0 R>>", kids->str,
                                 "<</Type/Page/MediaBox[0 0 595 842]>>", NULL};
  file = make_pdf (objects, "");
  g_assert_false (pdfpage_count (file->data, file->len, &pages, &error));
  g_assert_error (error, FAULT, FAULT_IMAGE);
}

/* Cut anywhere, it is refused or blank-free: nothing crashes. */
static void
test_cut_and_changed (void) {
  g_autoptr (GByteArray) file = make_plain ("", "", "");
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  guint pages;

  for (guint size = 0; size < file->len; size += 7)
    (void) !pdfpage_count (file->data, size, &pages, NULL);
  for (guint i = 0; i < 300; i++) {
    g_autofree guint8 *changed = g_memdup2 (file->data, file->len);

    for (guint j = 0; j < 4; j++)
      changed[g_rand_int_range (chance, 0, (gint32) file->len)]
          = (guint8) g_rand_int_range (chance, 0, 256);
    (void) !pdfpage_count (changed, file->len, &pages, NULL);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  pdfpage_init ();
  g_test_add_func ("/pdfpage/plain", test_plain);
  g_test_add_func ("/pdfpage/rotated", test_rotated);
  g_test_add_func ("/pdfpage/harmless", test_harmless);
  g_test_add_func ("/pdfpage/password", test_password);
  g_test_add_func ("/pdfpage/loops", test_loops);
  g_test_add_func ("/pdfpage/bombs", test_bombs);
  g_test_add_func ("/pdfpage/sizes", test_sizes);
  g_test_add_func ("/pdfpage/too-many-pages", test_too_many_pages);
  g_test_add_func ("/pdfpage/cut-and-changed", test_cut_and_changed);
  return g_test_run ();
}
