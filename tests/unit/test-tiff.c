/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/tiff.h"

#include "config/durable.h"
#include "config/fault.h"
#include "ocr/image.h"

#include <glib/gstdio.h>
#include <leptonica/allheaders.h>

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char *folder;

/* Every byte of every line differs from its neighbours'. */
static void
fill_line (guint8 *line, gsize size_bytes, guint y) {
  for (gsize x = 0; x < size_bytes; x++)
    line[x] = (guint8) (x * 7 + y * 13 + (x * y) % 5);
}

static char *
write_turned (const Frame *frame, guint lines, Turn turn) {
  char *path = g_build_filename (folder, "page.tif", NULL);
  g_autoptr (GError) error = NULL;
  DurableFile *file = durable_open (path, 0600, &error);
  TiffFile *tiff = tiff_open (file, frame, turn, &error);
  gsize size_bytes = frame_get_line_bytes (frame);
  g_autofree guint8 *line = g_malloc (size_bytes);

  g_assert_no_error (error);
  for (guint y = 0; y < lines; y++) {
    fill_line (line, size_bytes, y);
    g_assert_true (tiff_append (tiff, line, &error));
  }
  g_assert_cmpuint (tiff_get_lines (tiff), ==, lines);
  g_assert_true (tiff_close (tiff, &error));
  g_assert_true (durable_commit (file, &error));
  return path;
}

static char *
write_page (const Frame *frame, guint lines) {
  return write_turned (frame, lines, TURN_NONE);
}

/* Leptonica gives the lines back as they were written. */
static void
assert_pixels (const char *path, const Frame *frame, guint lines) {
  gsize size_bytes = frame_get_line_bytes (frame);
  g_autofree guint8 *line = g_malloc (size_bytes);
  PIX *pix = pixRead (path);
  l_uint8 *raster = NULL;
  size_t raster_bytes;

  g_assert_nonnull (pix);
  g_assert_cmpint (pixGetWidth (pix), ==, frame->width_px);
  g_assert_cmpint (pixGetHeight (pix), ==, lines);
  g_assert_cmpint (pixGetXRes (pix), ==, frame->res_dpi);
  g_assert_cmpint (pixGetYRes (pix), ==, frame->res_dpi);
  g_assert_cmpint (pixGetRasterData (pix, &raster, &raster_bytes), ==, 0);
  g_assert_cmpuint (raster_bytes, ==, size_bytes * lines);
  for (guint y = 0; y < lines; y++) {
    fill_line (line, size_bytes, y);
    if (frame->depth_bits == 1 && frame->width_px % 8 != 0)
      line[size_bytes - 1] &= (guint8) (0xff << (8 - frame->width_px % 8));
    g_assert_cmpmem (raster + y * size_bytes, size_bytes, line, size_bytes);
  }
  lept_free (raster);
  pixDestroy (&pix);
}

/* The reader's own decoder takes the page: allowed coding, plausible size. */
static void
assert_readable (const char *path, const Frame *frame, guint lines) {
  g_autofree char *bytes = NULL;
  gsize size_bytes;
  g_autoptr (GError) error = NULL;
  g_autoptr (Image) image = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, &size_bytes, NULL));
  image = image_decode ((const guint8 *) bytes, size_bytes, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (image_get_width (image), ==, frame->width_px);
  g_assert_cmpuint (image_get_height (image), ==, lines);
  g_assert_cmpuint (image_get_res_dpi (image), ==, frame->res_dpi);
}

static void
assert_round_trip (Frame frame, guint lines) {
  g_autofree char *path = write_page (&frame, lines);

  assert_pixels (path, &frame, lines);
  assert_readable (path, &frame, lines);
}

static void
test_color (void) {
  assert_round_trip ((Frame){1001, 1300, 3, 8, 300}, 1300);
}

static void
test_gray (void) {
  assert_round_trip ((Frame){1001, 1300, 1, 8, 200}, 1300);
}

static void
test_lineart (void) {
  assert_round_trip ((Frame){1001, 1300, 1, 1, 600}, 1300);
}

/* Lengths around the lines of a strip (262144 / 1024), none of them announced. */
static void
test_unmeasured (void) {
  for (guint lines = 254; lines <= 258; lines++)
    assert_round_trip ((Frame){1024, 0, 1, 8, 150}, lines);
  assert_round_trip ((Frame){1024, 0, 1, 8, 150}, 511);
  assert_round_trip ((Frame){1024, 0, 1, 8, 150}, 512);
  assert_round_trip ((Frame){1024, 0, 1, 8, 150}, 513);
}

/* A page of 400 lines that deflate can do nothing about, on a disk with room for
 * @most_bytes. Returns what it takes; @error is set when it did not fit. */
static gsize
write_noise (rlim_t most_bytes, GError **error) {
  const Frame frame = {1000, 0, 3, 8, 300};
  const struct rlimit limit = {most_bytes, RLIM_INFINITY};
  const struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
  g_autofree char *path = g_build_filename (folder, "full.tif", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  DurableFile *file = durable_open (path, 0600, error);
  gboolean is_written = TRUE;
  guint32 line[3000 / sizeof (guint32)];
  struct stat status;
  TiffFile *tiff;

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  tiff = tiff_open (file, &frame, TURN_NONE, error);
  for (guint y = 0; tiff != NULL && is_written && y < 400; y++) {
    for (guint x = 0; x < G_N_ELEMENTS (line); x++)
      line[x] = g_rand_int (random);
    is_written = tiff_append (tiff, (const guint8 *) line, error);
  }
  if (tiff != NULL && is_written)
    is_written = tiff_close (g_steal_pointer (&tiff), error);
  g_clear_pointer (&tiff, tiff_free);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  g_assert_cmpint (fstat (durable_get_fd (file), &status), ==, 0);
  durable_abort (file);
  return (gsize) status.st_size;
}

/* A full disk is reported with its reason, at whichever byte it comes. */
static void
test_full_disk (void) {
  g_autoptr (GError) none = NULL;
  gsize size_bytes = write_noise (RLIM_INFINITY, &none);

  g_assert_no_error (none);
  signal (SIGXFSZ, SIG_IGN);
  for (gsize missing = 1; missing < 2 * size_bytes; missing = missing * 3 + 1) {
    g_autoptr (GError) error = NULL;

    write_noise (size_bytes - MIN (missing, size_bytes), &error);
    g_assert_error (error, FAULT, FAULT_STORAGE);
    g_assert_nonnull (strstr (error->message, "File too large"));
  }
}

static void
test_empty (void) {
  const Frame frame = {1000, 0, 1, 8, 300};
  g_autofree char *path = g_build_filename (folder, "empty.tif", NULL);
  g_autoptr (GError) error = NULL;
  DurableFile *file = durable_open (path, 0600, &error);

  tiff_free (tiff_open (file, &frame, TURN_NONE, &error));
  durable_abort (file);
  g_assert_no_error (error);
}

static PIX *
read_turned (const Frame *frame, guint lines, Turn turn) {
  g_autofree char *path = write_turned (frame, lines, turn);
  PIX *page = pixRead (path);

  g_assert_nonnull (page);
  return page;
}

/* A back that comes head down or mirrored lies in the file as Leptonica would turn it,
 * whatever its last strip and its last byte are; of unknown length, it is marked so. */
static void
test_turns (void) {
  static const Frame frames[] = {
      {1003, 701, 3, 8, 300}, {1003, 701, 1, 8, 300}, {1003, 701, 1, 1, 300},
      {1000, 262, 1, 8, 300}, {1024, 700, 1, 1, 300}, {1003, 0, 3, 8, 300},
      {1001, 0, 1, 1, 300},
  };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++) {
    guint lines = frames[i].height_px > 0 ? frames[i].height_px : 333;
    PIX *plain = read_turned (&frames[i], lines, TURN_NONE);
    PIX *turned = read_turned (&frames[i], lines, TURN_180);
    PIX *mirrored = read_turned (&frames[i], lines, TURN_MIRROR);
    PIX *wanted = pixRotate180 (NULL, plain);
    l_int32 is_same = 0;

    pixEqual (turned, wanted, &is_same);
    g_assert_true (is_same);
    pixFlipLR (plain, plain);
    pixEqual (mirrored, plain, &is_same);
    g_assert_true (is_same);
    pixDestroy (&plain);
    pixDestroy (&turned);
    pixDestroy (&mirrored);
    pixDestroy (&wanted);
  }
}

int
main (int argc, char **argv) {
  int failed;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("motcua-test-XXXXXX", NULL);
  g_test_add_func ("/tiff/color", test_color);
  g_test_add_func ("/tiff/gray", test_gray);
  g_test_add_func ("/tiff/lineart", test_lineart);
  g_test_add_func ("/tiff/unmeasured", test_unmeasured);
  g_test_add_func ("/tiff/turns", test_turns);
  g_test_add_func ("/tiff/full-disk", test_full_disk);
  g_test_add_func ("/tiff/empty", test_empty);
  failed = g_test_run ();
  g_assert_true (durable_remove (folder, NULL));
  g_free (folder);
  return failed;
}
