/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/image.h"

#include "config/fault.h"
#include "config/limits.h"

#include <leptonica/allheaders.h>

#include <string.h>

#define WIDTH  620
#define HEIGHT 877

/* A page of grey text-like stripes; in colour with a red field. */
static Image *
draw (int depth) {
  Image *page = pixCreate (WIDTH, HEIGHT, depth);

  pixSetBlackOrWhite (page, L_SET_WHITE);
  for (int y = 40; y < HEIGHT - 40; y += 24)
    for (int x = 40; x < WIDTH - 60; x += 14)
      pixClearInRect (page, &(struct Box){x, y, 9, 12 + x % 5, 1});
  if (depth == 1)
    pixInvert (page, page);
  if (depth == 32)
    pixBlendInRect (page, &(struct Box){300, 300, 120, 120, 1}, 0xd0202000, 0.9f);
  pixSetResolution (page, 75, 75);
  return page;
}

static GByteArray *
encode (Image *page, int format) {
  l_uint8 *data = NULL;
  size_t size = 0;
  GByteArray *bytes = g_byte_array_new ();

  g_assert_cmpint (pixWriteMem (&data, &size, page, format), ==, 0);
  g_byte_array_append (bytes, data, (guint) size);
  lept_free (data);
  return bytes;
}

static GByteArray *
draw_file (int depth, int format) {
  g_autoptr (Image) page = draw (depth);

  return encode (page, format);
}

static void
refuse (const guint8 *bytes, gsize size, const char *message) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Image) page = image_decode (bytes, size, 0, &error);

  g_assert_null (page);
  g_assert_error (error, FAULT, FAULT_IMAGE);
  if (message != NULL && strstr (error->message, message) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, message);
}

static void
refuse_text (const char *text, const char *message) {
  refuse ((const guint8 *) text, strlen (text), message);
}

static const struct {
  int depth, format, depth_after;
} kinds[] = {
    {1, IFF_PNG, 1},        {8, IFF_PNG, 8},         {32, IFF_PNG, 32},
    {8, IFF_JFIF_JPEG, 8},  {32, IFF_JFIF_JPEG, 32}, {1, IFF_TIFF, 1},
    {1, IFF_TIFF_G3, 1},    {1, IFF_TIFF_G4, 1},     {1, IFF_TIFF_PACKBITS, 1},
    {8, IFF_TIFF, 8},       {8, IFF_TIFF_LZW, 8},    {8, IFF_TIFF_ZIP, 8},
    {32, IFF_TIFF_ZIP, 32}, {32, IFF_TIFF_LZW, 32},  {32, IFF_TIFF, 32},
    {16, IFF_PNG, 8},
};

static void
test_takes_every_kind (void) {
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GByteArray) file = draw_file (kinds[i].depth, kinds[i].format);
    g_autoptr (GError) error = NULL;
    g_autoptr (Image) page = image_decode (file->data, file->len, 0, &error);

    g_assert_no_error (error);
    g_assert_cmpint (pixGetDepth (page), ==, kinds[i].depth_after);
    g_assert_null (pixGetColormap (page));
    g_assert_cmpuint (image_get_width (page), ==, WIDTH);
    g_assert_cmpuint (image_get_height (page), ==, HEIGHT);
    g_assert_cmpuint (image_get_res_dpi (page), ==, 75);
  }
}

/* Cut anywhere, a page is refused or whole (a TIFF may end in metadata): codecs would
 * fill the rest with grey. */
static void
check_cut (const GByteArray *file, guint percent, Image *whole) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Image) page
      = image_decode (file->data, (gsize) file->len * percent / 100, 0, &error);
  l_int32 same = 0;

  if (page == NULL) {
    g_assert_error (error, FAULT, FAULT_IMAGE);
    return;
  }
  g_assert_cmpint (pixEqual (page, whole, &same), ==, 0);
  g_assert_true (same);
}

static void
test_refuses_every_truncation (void) {
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GByteArray) file = draw_file (kinds[i].depth, kinds[i].format);
    g_autoptr (Image) whole = image_decode (file->data, file->len, 0, NULL);

    for (guint percent = 0; percent < 100; percent++)
      check_cut (file, percent, whole);
  }
}

/* Damage inside leaves the end in place. */
static void
test_refuses_damaged_strips (void) {
  static const int formats[] = {IFF_PNG, IFF_JFIF_JPEG, IFF_TIFF_LZW, IFF_TIFF_ZIP};

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GByteArray) file = draw_file (32, formats[i]);

    memset (file->data + file->len / 2, 0xff, 64);
    memset (file->data + file->len / 2 + 64, 0xd5, 64);
    refuse (file->data, file->len, NULL);
  }
}

static void
test_ignores_what_follows_the_end (void) {
  static const int formats[] = {IFF_PNG, IFF_JFIF_JPEG};

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GByteArray) file = draw_file (8, formats[i]);
    g_autofree char *trailer = g_strnfill (1000 * 1000, 'P');
    g_autoptr (Image) page = NULL;

    g_byte_array_append (file, (const guint8 *) trailer, 1000 * 1000);
    page = image_decode (file->data, file->len, 0, NULL);
    g_assert_nonnull (page);
  }
}

static void
test_refuses_strangers (void) {
  refuse_text ("", "empty file");
  refuse_text ("x", "a text file?");
  refuse_text ("Kính gửi: Ủy ban nhân dân, công an phường, tất cả mọi người ở đây ạ",
               "a text file?");
  refuse_text ("%PDF-1.7\n", "a PDF");
  refuse_text ("GIF89a\x10\x10\x10\x10", "a GIF");
  refuse_text ("push graphic-context\nimage over 0,0 0,0 'x'", "a text file?");
  refuse_text ("RIFF\xff\xff\xff\xffWEBPVP8 ", "not an image that is taken");
  refuse_text ("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "not an image that is taken");
  refuse_text ("\x89PNG\r\n\x1a\n", "truncated");
  refuse_text ("\xff\xd8\xff", "truncated");
  refuse ((const guint8 *) "II*\0", 4, "truncated");
}

static void
put_be32 (guint8 *at, guint32 value) {
  value = GUINT32_TO_BE (value);
  memcpy (at, &value, 4);
}

static void
refuse_png_size (guint32 width, guint32 height, const char *message) {
  g_autoptr (GByteArray) file = draw_file (1, IFF_PNG);

  put_be32 (file->data + 16, width);
  put_be32 (file->data + 20, height);
  refuse (file->data, file->len, message);
}

static void
test_refuses_sizes (void) {
  refuse_png_size (65535, 65535, "65535 x 65535 pixels: larger");
  refuse_png_size (0xffffffff, 0xffffffff, "larger");
  refuse_png_size (0, 0, "smaller");
  refuse_png_size (1, 1, "smaller");
  refuse_png_size (50000, 1, "larger");
  refuse_png_size (16000, 201, "strip of paper");
  refuse_png_size (8000, 8000, "larger");
}

/* A good TIFF of 240 x 240 bits, one strip, whose chain of directories loops. */
enum { W, H, BITS, COMPRESSION, PHOTOMETRIC, OFFSET, SAMPLES, ROWS, SIZE, ENTRIES };

#define STRIP_BYTES (30 * 240)

static GByteArray *
make_tiff (guint version, guint at, guint tag, guint32 value) {
  guint32 entries[ENTRIES][4] = {
      {256, 4, 1, 240}, {257, 4, 1, 240},  {258, 3, 1, 1},
      {259, 3, 1, 1},   {262, 3, 1, 0},    {273, 4, 1, 256},
      {277, 3, 1, 1},   {278, 4, 1, 1000}, {279, 4, 1, STRIP_BYTES},
  };
  guint16 head[5] = {0x4949, (guint16) version, 8, 0, ENTRIES};
  guint32 next = 8;
  GByteArray *file = g_byte_array_new ();

  entries[at][0] = tag != 0 ? tag : entries[at][0];
  entries[at][3] = value;
  g_byte_array_append (file, (const guint8 *) head, sizeof head);
  for (guint i = 0; i < ENTRIES; i++) {
    guint16 kind[2] = {(guint16) entries[i][0], (guint16) entries[i][1]};

    g_byte_array_append (file, (const guint8 *) kind, 4);
    g_byte_array_append (file, (const guint8 *) &entries[i][2], 8);
  }
  g_byte_array_append (file, (const guint8 *) &next, 4);
  while (file->len < 256 + STRIP_BYTES)
    g_byte_array_append (file, (const guint8 *) "\x0f\x33\xaa", 3);
  return file;
}

static void
refuse_tiff (guint at, guint tag, guint32 value, const char *message) {
  g_autoptr (GByteArray) file = make_tiff (42, at, tag, value);

  refuse (file->data, file->len, message);
}

static void
test_takes_the_first_directory_only (void) {
  g_autoptr (GByteArray) file = make_tiff (42, W, 0, 240);
  g_autoptr (Image) page = image_decode (file->data, file->len, 0, NULL);

  g_assert_nonnull (page);
}

static void
test_refuses_hostile_tiffs (void) {
  g_autoptr (GByteArray) big = make_tiff (43, W, 0, 240);

  refuse (big->data, big->len, "BigTIFF");
  refuse_tiff (W, 0, 60000, "60000 x 240");
  refuse_tiff (H, 0, 0, "smaller");
  refuse_tiff (BITS, 0, 64, "pixel kind");
  refuse_tiff (BITS, 0, 16, "pixel kind");
  refuse_tiff (PHOTOMETRIC, 0, 0xffff, "pixel kind");
  refuse_tiff (PHOTOMETRIC, 0, 6, "pixel kind");
  refuse_tiff (SAMPLES, 0, 5, "pixel kind");
  refuse_tiff (COMPRESSION, 0, 6, "compression");
  refuse_tiff (COMPRESSION, 0, 7, "compression");
  refuse_tiff (COMPRESSION, 0, 50001, "compression");
  refuse_tiff (ROWS, 0, 0, "empty strips");
  refuse_tiff (ROWS, 0, 1, "without its strips");
  refuse_tiff (OFFSET, 0, 0xfffffff0, "truncated");
  refuse_tiff (SIZE, 0, 0xffffffff, "truncated");
  refuse_tiff (SIZE, 0, 0, "truncated");
  refuse_tiff (ROWS, 322, 64, "tiles");
  refuse_tiff (ROWS, 284, 2, "pixel kind");
}

/* The decompression bomb costs neither time nor memory: its header is refused. */
static void
test_refuses_a_bomb_at_once (void) {
  g_autoptr (GByteArray) file = make_tiff (42, W, 0, 60000);
  gint64 start_us = g_get_monotonic_time ();

  file->data[10 + 12 + 8] = 0x60; /* height 60000 */
  file->data[10 + 12 + 9] = 0xea;
  refuse (file->data, 186, "60000 x 60000 pixels: larger");
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 10 * 1000);
}

static void
test_refuses_hostile_jpegs (void) {
  g_autoptr (GByteArray) file = draw_file (32, IFF_JFIF_JPEG);
  guint frame = 0;

  while (file->data[frame] != 0xff || file->data[frame + 1] != 0xc0)
    frame++;
  file->data[frame + 4] = 12;
  refuse (file->data, file->len, "8 bits");
  file->data[frame + 4] = 8;
  file->data[frame + 1] = 0xc9;
  refuse (file->data, file->len, "arithmetic");
  file->data[frame + 1] = 0xc2;
  memset (file->data + frame + 5, 0xff, 4);
  refuse (file->data, file->len, "65535 x 65535 pixels: larger");
}

static void
test_refuses_endless_scans (void) {
  g_autoptr (GByteArray) file = draw_file (32, IFF_JFIF_JPEG);
  guint8 scan[] = {0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0};

  g_byte_array_set_size (file, file->len - 2);
  for (guint i = 0; i < 1000; i++)
    g_byte_array_append (file, scan, sizeof scan);
  g_byte_array_append (file, (const guint8 *) "\xff\xd9", 2);
  refuse (file->data, file->len, "too many scans");
}

/* A profile that unfolds to 100 MB is never inflated. */
static void
test_skips_what_is_no_picture (void) {
  g_autoptr (GByteArray) file = draw_file (8, IFF_PNG);
  g_autoptr (GByteArray) bomb = g_byte_array_new ();
  g_autofree guint8 *zeros = g_malloc0 (1000 * 1000);
  g_autoptr (Image) page = NULL;
  guint8 frame[] = {0, 0x0f, 0x42, 0x40, 'z', 'T', 'X', 't'};

  g_byte_array_append (bomb, file->data, 33);
  g_byte_array_append (bomb, frame, sizeof frame);
  g_byte_array_append (bomb, zeros, 1000 * 1000);
  g_byte_array_append (bomb, zeros, 4);
  g_byte_array_append (bomb, file->data + 33, file->len - 33);
  page = image_decode (bomb->data, bomb->len, 0, NULL);
  g_assert_nonnull (page);
}

static void
test_whitens_what_is_transparent (void) {
  g_autoptr (Image) page = draw (32);
  g_autoptr (Image) alpha = pixCreate (WIDTH, HEIGHT, 8);
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (Image) back = NULL;
  l_uint32 pixel;

  pixSetRGBComponent (page, alpha, L_ALPHA_CHANNEL);
  pixSetSpp (page, 4);
  file = encode (page, IFF_PNG);
  back = image_decode (file->data, file->len, 0, NULL);
  pixGetPixel (back, 45, 45, &pixel);
  g_assert_cmphex (pixel >> 8, ==, 0xffffff);
  g_assert_cmpint (pixGetSpp (back), ==, 3);
}

static void
test_unfolds_palettes (void) {
  g_autoptr (Image) page = draw (32);
  g_autoptr (Image) palette = pixOctreeQuantNumColors (page, 16, 0);
  g_autoptr (GByteArray) file = encode (palette, IFF_PNG);
  g_autoptr (Image) back = image_decode (file->data, file->len, 0, NULL);

  g_assert_nonnull (pixGetColormap (palette));
  g_assert_cmpint (pixGetDepth (back), ==, 32);
}

static void
test_guesses_the_resolution (void) {
  g_autoptr (Image) page = pixCreate (2480, 3508, 8);
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (Image) back = NULL;

  pixSetResolution (page, 72, 72); /* would be a page of over a metre */
  file = encode (page, IFF_JFIF_JPEG);
  back = image_decode (file->data, file->len, 0, NULL);
  g_assert_cmpuint (image_get_res_dpi (back), ==, 300);
}

static void
check_jpeg (Image *page, gboolean coloured, guint channels) {
  g_autoptr (GBytes) bytes = image_encode_jpeg (page, 75, coloured);
  g_autoptr (Image) back = NULL;

  g_assert_true (image_has_colour (page) == coloured);
  g_assert_nonnull (bytes);
  back = image_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0, NULL);
  g_assert_cmpint (pixGetDepth (back), ==, (int) channels * 8);
}

static void
test_encodes_by_content (void) {
  g_autoptr (Image) grey = draw (8);
  g_autoptr (Image) colour = draw (32);
  g_autoptr (Image) colourless = pixConvertTo32 (grey);
  g_autoptr (Image) tinted = pixConvertTo32 (grey);

  check_jpeg (grey, FALSE, 1);
  check_jpeg (colourless, FALSE, 1);
  check_jpeg (colour, TRUE, 4);
  pixSetAllArbitrary (tinted, 0xe6f2f800); /* a card's pale blue */
  check_jpeg (tinted, TRUE, 4);
}

/* Bare G4 becomes the same page again when a TIFF header is put before it. */
static void
test_g4_is_lossless (void) {
  g_autoptr (Image) page = draw (1);
  g_autoptr (GBytes) encoded = image_encode_g4 (page);
  g_autoptr (GByteArray) file = make_tiff (42, COMPRESSION, 0, 4);
  g_autoptr (Image) back = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (encoded, &size);
  guint32 values[] = {WIDTH, HEIGHT, (guint32) size};
  l_int32 same = 0;

  memcpy (file->data + 10 + W * 12 + 8, &values[0], 4);
  memcpy (file->data + 10 + H * 12 + 8, &values[1], 4);
  memcpy (file->data + 10 + SIZE * 12 + 8, &values[2], 4);
  g_byte_array_set_size (file, 256);
  g_byte_array_append (file, data, (guint) size);
  back = image_decode (file->data, file->len, 0, NULL);
  g_assert_nonnull (back);
  g_assert_cmpint (pixEqual (page, back, &same), ==, 0);
  g_assert_true (same);
}

static void
test_previews (void) {
  static const int depths[] = {1, 8, 32};

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++) {
    g_autoptr (Image) page = draw (depths[i]);
    g_autoptr (GBytes) small = image_preview (page, 200);
    g_autoptr (GBytes) whole = image_preview (page, 9999);
    const guint32 *header = g_bytes_get_data (small, NULL);

    g_assert_cmpuint (header[1], ==, 200);
    g_assert_cmpuint (header[2], ==, header[0] * 3);
    g_assert_cmpuint (header[3], ==, 3);
    g_assert_cmpuint (g_bytes_get_size (small), ==, 32 + header[2] * header[1]);
    g_assert_cmpuint (g_bytes_get_size (whole), ==, 32 + WIDTH * 3 * HEIGHT);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/takes-every-kind", test_takes_every_kind);
  g_test_add_func ("/image/refuses-every-truncation", test_refuses_every_truncation);
  g_test_add_func ("/image/refuses-damaged-strips", test_refuses_damaged_strips);
  g_test_add_func ("/image/ignores-what-follows-the-end",
                   test_ignores_what_follows_the_end);
  g_test_add_func ("/image/refuses-strangers", test_refuses_strangers);
  g_test_add_func ("/image/refuses-sizes", test_refuses_sizes);
  g_test_add_func ("/image/first-directory-only", test_takes_the_first_directory_only);
  g_test_add_func ("/image/refuses-hostile-tiffs", test_refuses_hostile_tiffs);
  g_test_add_func ("/image/refuses-a-bomb-at-once", test_refuses_a_bomb_at_once);
  g_test_add_func ("/image/refuses-hostile-jpegs", test_refuses_hostile_jpegs);
  g_test_add_func ("/image/refuses-endless-scans", test_refuses_endless_scans);
  g_test_add_func ("/image/skips-what-is-no-picture", test_skips_what_is_no_picture);
  g_test_add_func ("/image/whitens-what-is-transparent",
                   test_whitens_what_is_transparent);
  g_test_add_func ("/image/unfolds-palettes", test_unfolds_palettes);
  g_test_add_func ("/image/guesses-the-resolution", test_guesses_the_resolution);
  g_test_add_func ("/image/encodes-by-content", test_encodes_by_content);
  g_test_add_func ("/image/g4-is-lossless", test_g4_is_lossless);
  g_test_add_func ("/image/previews", test_previews);
  return g_test_run ();
}
