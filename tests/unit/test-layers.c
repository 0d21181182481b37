/* SPDX-License-Identifier: Apache-2.0 */

/* Pages as layers: what is seen of them when they are put together again by a PDF viewer
 * that others wrote, and pages that no honest scanner sends. */

#include "ocr/layers.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/dyes.h"
#include "ocr/pdf.h"
#include "ocr/reds.h"

#include <leptonica/allheaders.h>

#include <math.h>
#include <string.h>
#include <unistd.h>

#define WIDTH   1240
#define HEIGHT  1754
#define RES_DPI 300

#define BLACK 0x18181800u
#define BLUE  0x20289000u
#define RED   0xc8283800u
#define PINK  0xe8808800u /* where the seal was pressed less */
#define GREY  0x8c8c8c00u /* pencil */

static void
fill (Image *page, int x, int y, int width, int height, l_uint32 colour) {
  struct Box box = {x, y, width, height, 1};

  pixSetInRectArbitrary (page, &box, colour);
}

/* Strokes of three pixels, as letters have them. */
static void
write_line (Image *page, int y, l_uint32 colour) {
  for (int x = 120; x < WIDTH - 120; x += 12) {
    fill (page, x, y, 3, 28, colour);
    if (x / 12 % 3 == 0)
      fill (page, x, y + 12, 12, 3, colour);
  }
}

/* A form: black print, a line in blue pen, one in pencil, and a seal of uneven red that a
 * black and a blue line cross. */
static Image *
draw_form (void) {
  Image *page = pixCreate (WIDTH, HEIGHT, 32);

  pixSetAllArbitrary (page, 0xfaf8f400);
  for (int y = 100; y < 900; y += 50)
    write_line (page, y, BLACK);
  write_line (page, 920, BLUE);
  write_line (page, 980, GREY);
  for (int i = 0; i < 300; i += 20)
    fill (page, 500 + i, 1200, 10, 300, i < 150 ? RED : PINK);
  fill (page, 450, 1300, 400, 6, BLACK);
  fill (page, 450, 1400, 400, 6, BLUE);
  pixSetResolution (page, RES_DPI, RES_DPI);
  return page;
}

/* What cleaning gives: dark in the red channel. */
static Image *
find_marks (Image *page) {
  g_autoptr (Image) red = pixGetRGBComponent (page, COLOR_RED);

  return pixThresholdToBinary (red, 170);
}

static PageImage *
encode (Image *page) {
  g_autoptr (Image) marks = find_marks (page);
  g_autoptr (GError) error = NULL;
  PageImage *image = layers_encode (page, marks, &error);

  g_assert_no_error (error);
  return image;
}

/* What the program @argv makes of the PDF of @image: "PDF" and "OUT" in it are replaced,
 * and the image that it leaves as OUT@suffix is read. NULL with the test skipped when the
 * program is not there. */
static Image *
show_by (const PageImage *image, guint rung, const char *const *argv,
         const char *suffix) {
  PdfInfo info = {.profile = PDF_A_2U, .title = "Tờ khai", .language = "vi-VN"};
  g_autofree char *folder = g_dir_make_tmp ("motcua-layers-XXXXXX", NULL);
  g_autofree char *pdf = g_build_filename (folder, "page.pdf", NULL);
  g_autofree char *out = g_build_filename (folder, "page", NULL);
  g_autofree char *shown = g_strconcat (out, suffix, NULL);
  g_autofree char *program = g_find_program_in_path (argv[0]);
  const char *command[16] = {NULL};
  g_autoptr (DurableFile) file = durable_open (pdf, 0600, NULL);
  PdfWriter *writer = pdf_open (file, &info, NULL);
  Image *page = NULL;

  for (guint i = 0; argv[i] != NULL; i++)
    command[i] = g_str_equal (argv[i], "PDF")   ? pdf
                 : g_str_equal (argv[i], "OUT") ? out
                                                : argv[i];
  g_assert_true (pdf_add_page (writer, &(PdfPage){image, rung, NULL, NULL}, NULL));
  g_assert_true (pdf_close (writer, NULL, NULL));
  g_assert_true (durable_commit (g_steal_pointer (&file), NULL));
  if (program == NULL) {
    g_test_skip (argv[0]);
  } else {
    g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL,
                                 NULL, NULL, NULL, NULL, NULL));
    page = pixRead (shown);
    g_assert_nonnull (page);
  }
  g_assert_true (durable_remove (folder, NULL));
  return page;
}

/* The page as Poppler shows it. */
static Image *
show (const PageImage *image, guint rung) {
  static const char *const argv[]
      = {"pdftoppm", "-r", "300", "-singlefile", "PDF", "OUT", NULL};

  return show_by (image, rung, argv, ".ppm");
}

static l_uint32
get_pixel (Image *page, int x, int y) {
  l_uint32 pixel = 0;

  g_assert_cmpint (pixGetPixel (page, x, y, &pixel), ==, 0);
  return pixel;
}

/* No channel further from @colour than @most. */
static void
check_pixel (Image *page, int x, int y, l_uint32 colour, int most) {
  l_uint32 pixel = get_pixel (page, x, y);

  g_test_message ("%d, %d: %06x", x, y, pixel >> 8);
  for (int shift = 8; shift <= 24; shift += 8)
    g_assert_cmpint (ABS ((int) (pixel >> shift & 0xff) - (int) (colour >> shift & 0xff)),
                     <=, most);
}

/* Degrees of hue, red being 0. */
static double
get_hue (l_uint32 pixel) {
  l_int32 hue, saturation, value;

  convertRGBToHSV ((int) (pixel >> 24), (int) (pixel >> 16 & 0xff),
                   (int) (pixel >> 8 & 0xff), &hue, &saturation, &value);
  return hue * 360.0 / 240;
}

static void
check_hue (Image *page, int x, int y, l_uint32 colour) {
  double apart = ABS (get_hue (get_pixel (page, x, y)) - get_hue (colour));

  g_assert_cmpfloat (MIN (apart, 360 - apart), <=, 15);
}

static void
check_form (const PageImage *image, guint rung) {
  g_autoptr (Image) page = show (image, rung);

  if (page == NULL)
    return;
  check_pixel (page, 121, 110, BLACK, 24);
  check_pixel (page, 121, 930, BLUE, 32);
  check_hue (page, 121, 930, BLUE);
  check_pixel (page, 121, 990, GREY, 32);
  check_pixel (page, 505, 1250, RED, 32);
  check_pixel (page, 785, 1250, PINK, 32);
  check_hue (page, 505, 1250, RED);
  check_hue (page, 785, 1250, PINK);
  check_pixel (page, 505, 1303, BLACK, 32);     /* print on the seal stays black */
  check_hue (page, 505, 1403, BLUE);            /* and the pen blue */
  check_pixel (page, 128, 110, 0xfaf8f400, 12); /* no ghost beside ink, nor under it */
  check_pixel (page, 515, 1250, 0xfaf8f400, 24);
  check_pixel (page, 60, 60, 0xfaf8f400, 6);
}

static void
test_form (void) {
  g_autoptr (Image) page = draw_form ();
  g_autoptr (PageImage) image = encode (page);

  g_assert_cmpuint (image->layers->len, >, PAGEIMAGE_RUNGS);
  for (guint rung = 0; rung < PAGEIMAGE_RUNGS; rung++)
    check_form (image, rung);
}

/* Each rung is smaller than the one above it, and the first much smaller than a JPEG. */
static void
test_sizes (void) {
  g_autoptr (Image) page = draw_form ();
  g_autoptr (PageImage) image = encode (page);
  g_autoptr (PageImage) plain = layers_encode_plain (page, NULL);

  for (guint rung = 1; rung < PAGEIMAGE_RUNGS; rung++) {
    g_assert_cmpuint (pageimage_get_size (image, rung), <=,
                      pageimage_get_size (image, rung - 1));
    g_assert_cmpuint (pageimage_get_size (plain, rung), <=,
                      pageimage_get_size (plain, rung - 1));
  }
  g_assert_cmpuint (pageimage_get_size (plain, 1), <, pageimage_get_size (plain, 0));
  g_assert_cmpuint (pageimage_get_size (image, 0) * 3, <, pageimage_get_size (plain, 0));
}

#define PALE 0xf8dcd000u

/* Waves of security print, which JPEG alone would take for nothing. */
static void
draw_waves (Image *page) {
  for (int line = 0; line < 24; line++)
    for (int x = 0; x < WIDTH; x++) {
      int y = 40 + 70 * line + (int) (25 * sin ((x + 40 * line) / 60.0));

      fill (page, x, y, 1, 3, PALE);
    }
}

static void
test_pale_lines (void) {
  g_autoptr (Image) page = draw_form ();
  g_autoptr (PageImage) image = NULL;
  g_autoptr (Image) shown = NULL;
  g_autofree char *layers = NULL;
  int y = 40 + (int) (25 * sin (60 / 60.0)) + 1;

  draw_waves (page);
  image = encode (page);
  layers = pageimage_describe (image, 0);
  g_test_message ("%s", layers);
  g_assert_cmpuint (pageimage_get_size (image, 0), <, 88 * 1000);
  shown = show (image, 0);
  if (shown == NULL)
    return;
  check_pixel (shown, 60, y, PALE, 16);
  check_pixel (shown, 60, y + 12, 0xfaf8f400, 4);
}

/* Dust weighs nothing, and the dot over a letter is none. */
static void
test_dust (void) {
  g_autoptr (Image) page = draw_form ();
  g_autoptr (PageImage) clean = encode (page);
  g_autoptr (PageImage) dusty = NULL;
  g_autoptr (Image) shown = NULL;
  guint32 state = 1;

  for (int i = 0; i < 6000; i++) {
    state = state * 1664525 + 1013904223;
    pixSetPixel (page, (int) (state >> 16) % WIDTH, (int) (state >> 8) % HEIGHT, BLACK);
  }
  fill (page, 600, 1600, 3, 3, BLACK);
  dusty = encode (page);
  g_assert_cmpuint (pageimage_get_size (dusty, 0), <,
                    pageimage_get_size (clean, 0) + 16 * 1000);
  shown = show (dusty, 0);
  if (shown != NULL)
    check_pixel (shown, 601, 1601, BLACK, 48);
}

/* Every pixel of ink is in exactly one mask. */
static void
test_dyes (void) {
  g_autoptr (Image) page = draw_form ();
  g_autoptr (Image) marks = find_marks (page);
  g_autoptr (Image) reds = reds_find (page);
  g_autoptr (Image) backdrop = pixScaleAreaMap2 (page);
  g_autoptr (Image) all = pixCreateTemplate (marks);
  g_autoptr (GPtrArray) dyes = NULL;
  l_int32 count = 0, sum = 0, same = 0;

  pixSetAllArbitrary (backdrop, 0xfaf8f4ff);
  dyes = dyes_part (page, marks, reds, backdrop, 2);
  g_assert_nonnull (dyes);
  g_assert_cmpuint (dyes->len, ==, 3);
  for (guint i = 0; i < dyes->len; i++) {
    const Dye *dye = dyes->pdata[i];

    pixOr (all, all, dye->mask);
    pixCountPixels (dye->mask, &count, NULL);
    sum += count;
  }
  pixOr (reds, reds, marks);
  pixEqual (all, reds, &same);
  g_assert_true (same);
  pixCountPixels (reds, &count, NULL);
  g_assert_cmpint (sum, ==, count);
}

static void
test_same_bytes (void) {
  g_autoptr (Image) page = draw_form ();
  g_autoptr (PageImage) one = encode (page);
  g_autoptr (PageImage) other = encode (page);
  g_autoptr (GBytes) one_bytes = pageimage_format (one);
  g_autoptr (GBytes) other_bytes = pageimage_format (other);

  g_assert_true (g_bytes_equal (one_bytes, other_bytes));
}

/* Light and shade with grain on it, as a photograph has. */
static void
paint_photo (Image *page, const struct Box *box) {
  guint32 state = 1;

  for (int y = box->y; y < box->y + box->h; y++)
    for (int x = box->x; x < box->x + box->w; x++) {
      guint32 grain = (state = state * 1664525 + 1013904223) >> 27;
      double light = 110 + 80 * sin (x / 17.0) * cos (y / 13.0);

      pixSetPixel (page, x, y,
                   ((guint32) light + grain) << 24 | ((guint32) light + 2 * grain) << 16
                       | ((guint32) light / 2 + grain) << 8);
    }
}

/* What layers would blur is carried as it is; the rest of the page stays in layers. */
static void
test_photo (void) {
  const struct Box photo = {700, 1000, 300, 400, 1};
  g_autoptr (Image) page = draw_form ();
  g_autoptr (PageImage) image = NULL;
  const Layer *patch;

  paint_photo (page, &photo);
  image = encode (page);
  patch = image->layers->pdata[image->layers->len - 1];
  g_assert_cmpint (patch->coding, ==, LAYER_JPEG_RGB);
  g_assert_cmpint (patch->place.left, <=, photo.x);
  g_assert_cmpint (patch->place.top, <=, photo.y);
  g_assert_cmpint (patch->place.right, >=, photo.x + photo.w);
  g_assert_cmpint (patch->place.bottom, >=, photo.y + photo.h);
  g_assert_cmpint (patch->place.right - patch->place.left, ==, (int) patch->width_px);
}

static void
check_plain (const PageImage *image, LayerCoding coding, guint layers) {
  g_assert_cmpuint (image->layers->len, ==, layers);
  for (guint i = 0; i < layers; i++) {
    const Layer *layer = image->layers->pdata[i];

    g_assert_cmpint (layer->coding, ==, coding);
    g_assert_cmpuint (layer->width_px, ==, image->width_px);
  }
}

static void
test_all_photo (void) {
  g_autoptr (Image) page = draw_form ();
  g_autoptr (PageImage) image = NULL;

  paint_photo (page, &(struct Box){0, 0, WIDTH, HEIGHT, 1});
  image = encode (page);
  check_plain (image, LAYER_JPEG_RGB, 2);
}

static void
test_grey (void) {
  g_autoptr (Image) form = draw_form ();
  g_autoptr (Image) page = pixConvertTo8 (form, 0);
  g_autoptr (Image) marks = pixThresholdToBinary (page, 170);
  g_autoptr (PageImage) image = layers_encode (page, marks, NULL);

  g_assert_cmpuint (image->layers->len, >, PAGEIMAGE_RUNGS);
  for (guint i = 0; i < image->layers->len; i++)
    g_assert_cmpint (((const Layer *) image->layers->pdata[i])->coding, !=,
                     LAYER_JPEG_RGB);
}

/* Nothing of it is changed, and there is one layer for all rungs. */
static void
test_lineart (void) {
  static const char *const argv[] = {"pdfimages", "-png", "PDF", "OUT", NULL};
  g_autoptr (Image) form = draw_form ();
  g_autoptr (Image) page = find_marks (form);
  g_autoptr (PageImage) image = layers_encode (page, page, NULL);
  g_autoptr (Image) taken = NULL;
  l_int32 same = 0;

  check_plain (image, LAYER_G4, 1);
  taken = show_by (image, 2, argv, "-000.png");
  if (taken == NULL)
    return;
  pixEqual (page, taken, &same);
  g_assert_true (same);
}

typedef struct {
  int width, height;
  l_uint32 colour;
} Sheet;

/* Pages of one colour and of the least and most uneven size; marks none, all, or what they
 * are. */
static void
test_extremes (void) {
  static const Sheet sheets[] = {
      {200, 200, 0xffffff00}, {200, 200, 0x00000000}, {1200, 200, 0xff000000},
      {201, 1203, RED},       {333, 222, 0x0000ff00}, {640, 480, 0x80808000},
  };

  for (gsize i = 0; i < 3 * G_N_ELEMENTS (sheets); i++) {
    const Sheet *sheet = &sheets[i / 3];
    g_autoptr (Image) page = pixCreate (sheet->width, sheet->height, 32);
    g_autoptr (Image) marks = NULL;
    g_autoptr (PageImage) image = NULL;
    g_autoptr (PageImage) again = NULL;
    g_autoptr (GBytes) block = NULL;
    g_autoptr (GError) error = NULL;

    pixSetAllArbitrary (page, sheet->colour);
    pixSetResolution (page, i % 2 ? 75 : 600, i % 2 ? 75 : 600);
    marks = find_marks (page);
    if (i % 3 != 2)
      pixSetBlackOrWhite (marks, i % 3 ? L_SET_BLACK : L_SET_WHITE);
    image = layers_encode (page, marks, &error);
    g_assert_no_error (error);
    block = pageimage_format (image);
    again = pageimage_parse (block, &error);
    g_assert_no_error (error);
  }
}

int
main (int argc, char **argv) {
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layers/form", test_form);
  g_test_add_func ("/layers/sizes", test_sizes);
  g_test_add_func ("/layers/pale-lines", test_pale_lines);
  g_test_add_func ("/layers/dust", test_dust);
  g_test_add_func ("/layers/dyes", test_dyes);
  g_test_add_func ("/layers/same-bytes", test_same_bytes);
  g_test_add_func ("/layers/photo", test_photo);
  g_test_add_func ("/layers/all-photo", test_all_photo);
  g_test_add_func ("/layers/grey", test_grey);
  g_test_add_func ("/layers/lineart", test_lineart);
  g_test_add_func ("/layers/extremes", test_extremes);
  return g_test_run ();
}
