/* SPDX-License-Identifier: Apache-2.0 */

/* Files that people bring: what they are, how many pages they have, how the camera was
 * held, and what of them is refused. Every hostile one is made here. */

#include "ocr/survey.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/exif.h"
#include "ocr/image.h"
#include "ocr/imageheader.h"

#include <leptonica/allheaders.h>

#include <stdio.h> /* what jpeglib.h forgets */

#include <jpeglib.h>

#include <string.h>
#include <unistd.h>

#define WIDTH  300
#define HEIGHT 420

/* White, with a black block in the upper left corner and @page more below it. */
static Image *
draw (guint page, int depth) {
  Image *image = pixCreate (WIDTH, HEIGHT, depth);

  pixSetBlackOrWhite (image, L_SET_WHITE);
  for (guint i = 0; i <= page; i++) {
    g_autoptr (Image) block = pixCreate (40, 20, depth);

    pixSetBlackOrWhite (block, L_SET_BLACK);
    pixRasterop (image, 10, 10 + (int) i * 30, 40, 20, PIX_SRC, block, 0, 0);
  }
  return image;
}

static gboolean
is_dark (Image *image, int x, int y) {
  g_autoptr (Image) grey = pixConvertTo8 (image, 0);
  l_uint32 value = 0;

  pixGetPixel (grey, x, y, &value);
  return value < 128;
}

static GByteArray *
take_file (const char *path) {
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_byte_array_append (bytes, (const guint8 *) contents, (guint) size);
  return bytes;
}

static GByteArray *
make_tiff (guint pages) {
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("motcua-XXXXXX.tif", &path, NULL);
  GByteArray *file;

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  for (guint i = 0; i < pages; i++) {
    g_autoptr (Image) page = draw (i, 1);

    g_assert_cmpint (pixWriteTiff (path, page, IFF_TIFF_G4, i == 0 ? "w" : "a"), ==, 0);
  }
  file = take_file (path);
  g_assert_cmpint (remove (path), ==, 0);
  return file;
}

static guint32
get_le32 (const guint8 *at) {
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16
         | (guint32) at[3] << 24;
}

static void
set_le32 (guint8 *at, guint32 value) {
  for (guint i = 0; i < 4; i++)
    at[i] = (guint8) (value >> (8 * i));
}

/* Where the file says where the directory after @directory is. */
static guint8 *
find_link (GByteArray *file, guint directory) {
  guint8 *link = file->data + 4;

  for (guint i = 0; i <= directory; i++) {
    guint8 *start = file->data + get_le32 (link);

    link = start + 2 + (start[0] | start[1] << 8) * 12;
  }
  return link;
}

static void
test_pages_of_a_tiff (void) {
  g_autoptr (GByteArray) file = make_tiff (3);
  g_autoptr (GError) error = NULL;
  Image *none;
  guint pages = 0;

  g_assert_true (imageheader_count (file->data, file->len, &pages, &error));
  g_assert_cmpuint (pages, ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (Image) page = image_decode (file->data, file->len, i, &error);

    g_assert_no_error (error);
    g_assert_true (is_dark (page, 20, 15 + (int) i * 30));
    g_assert_false (is_dark (page, 20, 15 + (int) (i + 1) * 30));
  }
  none = image_decode (file->data, file->len, 3, &error);
  g_assert_null (none);
  g_assert_error (error, FAULT, FAULT_IMAGE);
}

static void
refuse_count (const GByteArray *file, const char *message) {
  g_autoptr (GError) error = NULL;
  guint pages;

  g_assert_false (imageheader_count (file->data, file->len, &pages, &error));
  g_assert_error (error, FAULT, FAULT_IMAGE);
  if (strstr (error->message, message) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, message);
}

static void
test_chains_of_a_tiff (void) {
  g_autoptr (GByteArray) circle = make_tiff (3);
  g_autoptr (GByteArray) self = make_tiff (2);
  g_autoptr (GByteArray) beyond = make_tiff (2);
  guint pages = 0;

  set_le32 (find_link (circle, 2), get_le32 (circle->data + 4));
  refuse_count (circle, "circle");
  set_le32 (find_link (self, 1), get_le32 (find_link (self, 0)));
  g_assert_true (imageheader_count (self->data, self->len, &pages, NULL));
  g_assert_cmpuint (pages, ==, 2);
  set_le32 (find_link (beyond, 0), beyond->len - 1);
  refuse_count (beyond, "truncated");
}

/* A thousand empty directories behind each other. */
static void
test_too_many_pages (void) {
  g_autoptr (GByteArray) file = make_tiff (1);
  guint32 start = file->len;

  set_le32 (find_link (file, 0), start);
  for (guint i = 0; i < 1000; i++) {
    guint8 directory[6] = {0};

    set_le32 (directory + 2, start + (i + 1) * 6);
    g_byte_array_append (file, directory, sizeof directory);
  }
  refuse_count (file, "too many pages");
}

/* --- cameras ------------------------------------------------------------------------ */

static GByteArray *
encode_jpeg (Image *image) {
  GByteArray *file = g_byte_array_new ();
  l_uint8 *data = NULL;
  size_t size = 0;

  g_assert_cmpint (pixWriteMemJpeg (&data, &size, image, 90, 0), ==, 0);
  g_byte_array_append (file, data, (guint) size);
  lept_free (data);
  return file;
}

/* An APP1 segment with one entry, in either byte order. */
static void
insert_exif (GByteArray *file, guint orientation, gboolean big_endian) {
  guint8 little[]
      = {0xff, 0xe1, 0,    34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', '*', 0, 8, 0, 0, 0,
         1,    0,    0x12, 1,  3,   0,   1,   0,   0, 0, 0,   0,   0,   0, 0, 0, 0, 0};
  guint8 big[]
      = {0xff, 0xe1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8,
         0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   0,   0, 0,   0, 0, 0, 0};
  GByteArray *out = g_byte_array_new ();

  little[28] = (guint8) orientation;
  big[29] = (guint8) orientation;
  g_byte_array_append (out, file->data, 2);
  g_byte_array_append (out, big_endian ? big : little, sizeof little);
  g_byte_array_append (out, file->data + 2, file->len - 2);
  g_byte_array_set_size (file, 0);
  g_byte_array_append (file, out->data, out->len);
  g_byte_array_unref (out);
}

/* Stored as a camera in each position stores it, a page comes out upright. */
static Image *
store_as_held (Image *upright, guint orientation) {
  g_autoptr (Image) image = pixCopy (NULL, upright);
  const int quarters[] = {0, 0, 2, 2, 1, 3, 3, 1};
  Image *turned = pixRotateOrth (image, quarters[orientation - 1]);

  if (orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7)
    pixFlipLR (turned, turned);
  return turned;
}

static void
test_every_position_of_a_camera (void) {
  for (guint orientation = 1; orientation <= 8; orientation++) {
    g_autoptr (Image) upright = draw (0, 8);
    g_autoptr (Image) held = store_as_held (upright, orientation);
    g_autoptr (GByteArray) file = encode_jpeg (held);
    g_autoptr (GError) error = NULL;
    g_autoptr (Image) page = NULL;

    insert_exif (file, orientation, orientation % 2);
    g_assert_cmpuint (exif_find_orientation (file->data, file->len), ==, orientation);
    page = image_decode (file->data, file->len, 0, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (image_get_width (page), ==, WIDTH);
    g_assert_true (is_dark (page, 30, 20));
    g_assert_false (is_dark (page, WIDTH - 30, 20));
    g_assert_false (is_dark (page, 30, HEIGHT - 20));
  }
}

static void
test_senseless_exif (void) {
  g_autoptr (Image) upright = draw (0, 8);
  g_autoptr (GByteArray) nine = encode_jpeg (upright);
  g_autoptr (GByteArray) cut = encode_jpeg (upright);

  insert_exif (nine, 9, FALSE);
  g_assert_cmpuint (exif_find_orientation (nine->data, nine->len), ==, 1);
  insert_exif (cut, 6, FALSE);
  set_le32 (cut->data + 2 + 14, 0xfffffff0); /* the directory is far away */
  g_assert_cmpuint (exif_find_orientation (cut->data, cut->len), ==, 1);
  for (gsize size = 0; size < 40; size++)
    g_assert_cmpuint (exif_find_orientation (nine->data, size), ==, 1);
}

/* --- inks --------------------------------------------------------------------------- */

/* All of the page in one colour of four inks; Adobe writes them inverted and says so. */
static GByteArray *
make_cmyk (guint8 cyan, guint8 magenta, guint8 yellow, guint8 black, gboolean adobe) {
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long size = 0;
  JSAMPLE row[WIDTH * 4];
  JSAMPROW rows[] = {row};
  GByteArray *file = g_byte_array_new ();

  for (guint x = 0; x < WIDTH; x++)
    memcpy (row + x * 4, ((guint8[]){cyan, magenta, yellow, black}), 4);
  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &data, &size);
  jpeg.image_width = WIDTH;
  jpeg.image_height = HEIGHT;
  jpeg.input_components = 4;
  jpeg.in_color_space = JCS_CMYK;
  jpeg_set_defaults (&jpeg);
  jpeg.write_Adobe_marker = adobe;
  jpeg_start_compress (&jpeg, TRUE);
  for (guint y = 0; y < HEIGHT; y++)
    jpeg_write_scanlines (&jpeg, rows, 1);
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  g_byte_array_append (file, data, (guint) size);
  free (data);
  return file;
}

static void
test_four_inks (void) {
  /* Inverted: no cyan is 255. A red page has magenta and yellow. */
  g_autoptr (GByteArray) red = make_cmyk (255, 10, 10, 255, TRUE);
  g_autoptr (GByteArray) silent = make_cmyk (255, 10, 10, 255, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (Image) page = image_decode (red->data, red->len, 0, &error);
  l_int32 r, g, b;
  Image *none;

  g_assert_no_error (error);
  g_assert_cmpint (pixGetRGBPixel (page, 50, 50, &r, &g, &b), ==, 0);
  g_assert_cmpint (r, >, 230);
  g_assert_cmpint (g, <, 40);
  g_assert_cmpint (b, <, 40);
  none = image_decode (silent->data, silent->len, 0, &error);
  g_assert_null (none);
  g_assert_nonnull (strstr (error->message, "CMYK"));
}

/* --- what is refused ---------------------------------------------------------------- */

static void
test_strangers (void) {
  static const struct {
    const char *bytes;
    gsize size;
  } strangers[] = {
      {"", 0},
      {"\xff", 1},
      {"GIF89a....................", 26},
      {"RIFF\0\0\0\0WEBPVP8 ........", 24},
      {"\0\0\0\x0cjP  \r\n\x87\n............", 24},
      {"\0\0\0\x18"
       "ftypheic\0\0\0\0mif1heic",
       24},
      {"\0\0\0\x14"
       "ftypqt  \0\0\0\0qt  ",
       20},
      {"<svg xmlns='http://www.w3.org/2000/svg'/>", 41},
      {"%!PS-Adobe-3.0 EPSF-3.0\n", 24},
      {"push graphic-context\nviewbox 0 0 9 9\n", 37},
      {"PK\3\4....................", 24},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1........", 16},
      {"MZ\x90....................", 23},
  };

  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++) {
    const guint8 *bytes = (const guint8 *) strangers[i].bytes;
    g_autoptr (GError) error = NULL;
    guint pages;

    g_assert_false (survey_is_pdf (bytes, strangers[i].size));
    g_assert_false (imageheader_count (bytes, strangers[i].size, &pages, &error));
    g_assert_error (error, FAULT, FAULT_IMAGE);
  }
}

/* Seven thousand times seven thousand zeros, packed a thousandfold. */
static void
test_dense_packing (void) {
  g_autoptr (Image) large = pixCreate (7000, 7000, 8);
  g_autoptr (Image) page = pixCreate (2480, 3508, 8);
  l_uint8 *data = NULL;
  size_t size = 0;
  ImageHeader header;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pixWriteMemPng (&data, &size, large, 0), ==, 0);
  g_assert_false (imageheader_parse (data, size, 0, &header, &error));
  g_assert_nonnull (strstr (error->message, "densely"));
  lept_free (data);
  g_clear_error (&error);
  g_assert_cmpint (pixWriteMemPng (&data, &size, page, 0), ==, 0);
  g_assert_true (imageheader_parse (data, size, 0, &header, &error));
  lept_free (data);
}

/* --- signatures --------------------------------------------------------------------- */

static gboolean
is_signed (const char *text) {
  return survey_is_signed ((const guint8 *) text, strlen (text));
}

static void
test_signatures (void) {
  g_assert_true (is_signed ("<</Type /Sig /Filter/Adobe.PPKLite/SubFilter/"
                            "ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <00>>>"));
  g_assert_true (is_signed ("<</ByteRange[0 1 2 3]/Contents <00>\n/Type\n/Sig>>"));
  g_assert_true (is_signed ("<< /SubFilter /adbe.pkcs7.detached /ByteRange\r\n[0 9]>>"));
  g_assert_false (is_signed ("<</FT/Sig/T(Ký tên)>>")); /* a place to sign, unsigned */
  g_assert_false (is_signed ("/ByteRange is a word, and so is /Type /Sig"));
  g_assert_false (is_signed (""));
  g_assert_true (survey_is_pdf ((const guint8 *) "\n %PDF-1.7", 10));
  g_assert_false (survey_is_pdf ((const guint8 *) "\xff\xd8\xff\xfe %PDF-1.7", 13));
}

static void
test_across_the_socket (void) {
  const Survey told = {SURVEY_PDF, 12, TRUE};
  g_autofree char *json = survey_format (&told);
  const char *const lies[] = {"",
                              "{}",
                              "{\"format\":\"exe\",\"pages\":1}",
                              "{\"format\":\"pdf\",\"pages\":0}",
                              "{\"format\":\"pdf\",\"pages\":501}",
                              "{\"format\":\"pdf\",\"pages\":-1}"};
  Survey heard;

  g_assert_true (survey_parse (json, strlen (json), &heard, NULL));
  g_assert_cmpint (heard.format, ==, SURVEY_PDF);
  g_assert_cmpuint (heard.pages, ==, 12);
  g_assert_true (heard.is_signed);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (survey_parse (lies[i], strlen (lies[i]), &heard, &error));
    g_assert_error (error, FAULT, FAULT_PROTOCOL);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/survey/pages-of-a-tiff", test_pages_of_a_tiff);
  g_test_add_func ("/survey/chains-of-a-tiff", test_chains_of_a_tiff);
  g_test_add_func ("/survey/too-many-pages", test_too_many_pages);
  g_test_add_func ("/survey/every-position", test_every_position_of_a_camera);
  g_test_add_func ("/survey/senseless-exif", test_senseless_exif);
  g_test_add_func ("/survey/four-inks", test_four_inks);
  g_test_add_func ("/survey/strangers", test_strangers);
  g_test_add_func ("/survey/dense-packing", test_dense_packing);
  g_test_add_func ("/survey/signatures", test_signatures);
  g_test_add_func ("/survey/across-the-socket", test_across_the_socket);
  return g_test_run ();
}
