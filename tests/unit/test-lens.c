/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/lens.h"

#include <glib/gstdio.h>
#include <tiffio.h>

#include <math.h>
#include <sys/resource.h>
#include <unistd.h>

/* A grey sheet of @width x @height pixels, each as @draw says. */
static Original *
new_sheet (guint width, guint height, guint8 (*draw) (guint x, guint y)) {
  g_autofree char *path = NULL;
  g_autofree guint8 *line = g_malloc (width);
  g_autoptr (GError) error = NULL;
  Original *original;
  TIFF *tiff;

  close (g_file_open_tmp ("motcua-lens-XXXXXX", &path, NULL));
  tiff = TIFFOpen (path, "w");
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  for (guint y = 0; y < height; y++) {
    for (guint x = 0; x < width; x++)
      line[x] = draw (x, y);
    g_assert_cmpint (TIFFWriteScanline (tiff, line, y, 0), ==, 1);
  }
  TIFFClose (tiff);
  original = original_open (path, 0, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return original;
}

static guint8
draw_ramp (guint x, guint y) {
  return (guint8) (x + 2 * y);
}

/* Nowhere steep. */
static guint8
draw_slope (guint x, guint y) {
  return (guint8) (x / 8 + y / 4);
}

static guint8
draw_black (guint x, guint y) {
  return 0;
}

/* Black above the 40th line. */
static guint8
draw_edge (guint x, guint y) {
  return y < 40 ? 0 : 255;
}

/* @lines lines of the view of @original, which is taken. */
static guint8 *
look (Original *original, double dpi, const LensView *view, guint lines) {
  g_autoptr (Lens) lens = lens_new (original, dpi, dpi, view);
  gsize size = (gsize) view->width_px * view->channels;
  guint8 *window = g_malloc (size * lines);

  for (guint y = 0; y < lines; y++)
    g_assert_true (lens_read (lens, window + y * size, NULL));
  return window;
}

/* At its own resolution a sheet comes out as it is, wherever the window lies. */
static void
test_window (void) {
  static const struct {
    guint left, top, width, lines;
    double shift;
  } cases[] = {{0, 0, 50, 40, 0},  {10, 5, 20, 10, 0},  {30, 20, 60, 60, 0},
               {45, 0, 10, 45, 1}, {60, 70, 10, 10, 0}, {0, 0, 80, 80, 2},
               {5, 5, 30, 30, -2}, {0, 0, 20, 20, 40}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    LensView view = {.res_dpi = 254, /* ten pixels a millimetre */
                     .channels = 1,
                     .left_px = cases[i].left,
                     .top_px = cases[i].top,
                     .width_px = cases[i].width,
                     .bed = 77,
                     .shift_x_mm = cases[i].shift,
                     .shift_y_mm = cases[i].shift};
    g_autofree guint8 *window
        = look (new_sheet (50, 40, draw_ramp), 254, &view, cases[i].lines);
    int shift = (int) (cases[i].shift * 10);

    for (guint y = 0; y < cases[i].lines; y++) {
      for (guint x = 0; x < cases[i].width; x++) {
        int sheet_x = (int) (x + cases[i].left) - shift;
        int sheet_y = (int) (y + cases[i].top) - shift;
        gboolean is_paper = sheet_x >= 0 && sheet_x < 50 && sheet_y >= 0 && sheet_y < 40;

        g_assert_cmpuint (window[y * cases[i].width + x], ==,
                          is_paper ? draw_ramp ((guint) sheet_x, (guint) sheet_y) : 77);
      }
    }
  }
}

/* Whatever the resolutions, a sheet has its true size, and its mean stays. */
static void
test_scales (void) {
  static const guint resolutions[] = {25, 75, 149, 150, 151, 299, 300, 600, 1200};

  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++) {
    guint res_dpi = resolutions[i];
    guint width = res_dpi, height = res_dpi / 2; /* an inch, half an inch */
    LensView view
        = {.res_dpi = res_dpi, .channels = 1, .width_px = width * 2, .bed = 255};
    g_autofree guint8 *window
        = look (new_sheet (150, 75, draw_black), 150, &view, height * 2);

    for (guint y = 0; y < height * 2; y++) {
      for (guint x = 0; x < width * 2; x++) {
        guint8 sample = window[(gsize) y * width * 2 + x];

        if (x + 1 < width && y + 1 < height)
          g_assert_cmpuint (sample, ==, 0);
        if (x > width + 1 || y > height + 1)
          g_assert_cmpuint (sample, ==, 255);
      }
    }
  }
}

/* A third of the lines: each is the mean of three. */
static void
test_mean (void) {
  LensView view = {.res_dpi = 100, .channels = 1, .width_px = 20, .bed = 255};
  g_autofree guint8 *window = look (new_sheet (60, 30, draw_ramp), 300, &view, 10);

  for (guint y = 0; y < 10; y++) {
    for (guint x = 0; x < 20; x++)
      g_assert_cmpuint (window[y * 20 + x], ==, draw_ramp (x * 3 + 1, y * 3 + 1));
  }
}

/* The edge of a sheet that leans by 10 degrees climbs by tan 10 over its width, clockwise;
 * the same with the other sign. */
static void
test_skew (void) {
  static const double angles[] = {10, -10, 0.5, 45};

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++) {
    LensView view = {.res_dpi = 100,
                     .channels = 1,
                     .width_px = 200,
                     .bed = 255,
                     .skew_deg = angles[i]};
    g_autofree guint8 *window = look (new_sheet (200, 300, draw_edge), 100, &view, 300);
    double climb = 0;
    guint count = 0;

    for (guint x = 60; x < 140; x++) {
      for (guint y = 1; y < 300; y++) {
        if (window[(y - 1) * 200 + x] < 128 && window[y * 200 + x] >= 128) {
          climb += ((double) x - 99.5) * y;
          count++;
          break;
        }
      }
    }
    g_test_message ("%g degrees: %u columns", angles[i], count);
    if (angles[i] > 40)
      continue;
    g_assert_cmpuint (count, ==, 80);
    /* The slope of the line through them, by least squares. */
    climb /= 80.0 * (80.0 * 80.0 - 1) / 12;
    g_assert_cmpfloat (ABS (climb - tan (angles[i] / 180 * G_PI)), <, 0.03);
  }
}

/* A large sheet that leans by 20 degrees: a line of the window crosses all of its lines,
 * which do not lie in memory (30 MB). */
static void
test_skew_memory (void) {
  LensView view = {.res_dpi = 1200, .channels = 1, .width_px = 9921, .skew_deg = 20};
  Original *original = new_sheet (9921, 3000, draw_ramp);
  struct rusage before, after;

  getrusage (RUSAGE_SELF, &before);
  g_free (look (original, 1200, &view, 200));
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 12 * 1024);
}

/* The shape of the file's tiles and strips is nowhere seen: each pixel is the ramp's value at
 * its place. */
static void
test_skew_seams (void) {
  double angle = 10.0 / 180 * G_PI;
  LensView view = {.res_dpi = 100, .channels = 1, .width_px = 1200, .skew_deg = 10};
  g_autofree guint8 *window = look (new_sheet (1200, 400, draw_slope), 100, &view, 400);

  for (int y = 0; y < 400; y++) {
    for (int x = 300; x < 900; x++) {
      double from_x = x + 0.5 - 600, from_y = y + 0.5 - 200;
      double across = 600 + from_x * cos (angle) + from_y * sin (angle) - 0.5;
      double along = 200 - from_x * sin (angle) + from_y * cos (angle) - 0.5;

      if (across > 1 && across < 1198 && along > 1 && along < 398)
        g_assert_cmpfloat (ABS (window[y * 1200 + x] - (across / 8 + along / 4)), <, 2.3);
    }
  }
}

static void
test_streak (void) {
  static const LensStreak streaks[] = {{1.0, 0.5, {10, 20, 30}}, {3.0, 0.0, {0, 0, 0}}};
  LensView view = {.res_dpi = 254,
                   .channels = 3,
                   .left_px = 5,
                   .width_px = 40,
                   .bed = 255,
                   .streaks = streaks,
                   .n_streaks = 2};
  g_autofree guint8 *window = look (new_sheet (20, 5, draw_black), 254, &view, 20);

  for (guint y = 0; y < 20; y++) {
    const guint8 *line = window + y * 120;

    for (guint x = 5; x < 10; x++)
      g_assert_cmpmem (line + x * 3, 3, "\x0a\x14\x1e", 3);
    g_assert_cmpuint (line[4 * 3], ==, y < 5 ? 0 : 255);
    g_assert_cmpuint (line[10 * 3], ==, y < 5 ? 0 : 255);
    g_assert_cmpuint (line[25 * 3], ==, 0);
    g_assert_cmpuint (line[26 * 3], ==, 255);
  }
}

int
main (int argc, char **argv) {
  TIFFSetWarningHandler (NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lens/window", test_window);
  g_test_add_func ("/lens/scales", test_scales);
  g_test_add_func ("/lens/mean", test_mean);
  g_test_add_func ("/lens/skew", test_skew);
  g_test_add_func ("/lens/skew-memory", test_skew_memory);
  g_test_add_func ("/lens/skew-seams", test_skew_seams);
  g_test_add_func ("/lens/streak", test_streak);
  return g_test_run ();
}
