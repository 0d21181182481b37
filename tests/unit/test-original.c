/* SPDX-License-Identifier: Apache-2.0 */

/* The judge of what an image says is Leptonica, which reads it whole. */

#include "scan/original.h"

#include "config/fault.h"

#include <glib/gstdio.h>
#include <leptonica/allheaders.h>
#include <tiffio.h>

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WIDTH  61
#define HEIGHT 43

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp ("motcua-original-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "image", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* A smooth picture, so that what JPEG makes of it is near. */
static guint8
get_sample (guint x, guint y, guint channel) {
  return (guint8) (x * (channel + 1) + y * (3 - channel));
}

static PIX *
draw (int depth) {
  PIX *pix = pixCreate (WIDTH, HEIGHT, depth);

  for (guint y = 0; y < HEIGHT; y++) {
    for (guint x = 0; x < WIDTH; x++) {
      guint value = get_sample (x, y, 0);

      if (depth == 32)
        composeRGBPixel (get_sample (x, y, 0), get_sample (x, y, 1), get_sample (x, y, 2),
                         &value);
      else if (depth == 16)
        value *= 257;
      else if (depth < 8)
        value = (x + y) % (1u << depth);
      pixSetPixel (pix, (int) x, (int) y, value);
    }
  }
  pixSetResolution (pix, 200, 200);
  return pix;
}

/* All lines, one after the other; NULL when it is damaged. */
static guint8 *
read_all (const char *path, guint image, gboolean is_turned, OriginalShape *shape,
          GError **error) {
  g_autoptr (Original) original = original_open (path, image, NULL, error);
  g_autofree guint8 *samples = NULL;
  gsize size;

  if (original == NULL)
    return NULL;
  if (is_turned)
    original_turn (original);
  *shape = original_get_shape (original);
  size = (gsize) shape->width_px * shape->channels;
  samples = g_malloc (size * shape->height_px);
  for (guint y = 0; y < shape->height_px; y++) {
    if (!original_read (original, samples + y * size, error))
      return NULL;
  }
  return g_steal_pointer (&samples);
}

/* Asserts that the image is @pix, each sample within @most. */
static void
assert_is (const Fixture *fixture, PIX *pix, guint most) {
  g_autoptr (GError) error = NULL;
  OriginalShape shape;
  g_autofree guint8 *samples = read_all (fixture->path, 0, FALSE, &shape, &error);
  PIX *flat = pixRemoveColormap (pix, REMOVE_CMAP_BASED_ON_SRC);
  PIX *wide = pixConvertTo32 (flat);

  g_assert_no_error (error);
  g_assert_cmpint ((int) shape.width_px, ==, pixGetWidth (pix));
  g_assert_cmpint ((int) shape.height_px, ==, pixGetHeight (pix));
  for (guint y = 0; y < shape.height_px; y++) {
    for (guint x = 0; x < shape.width_px; x++) {
      const guint8 *got = samples + ((gsize) y * shape.width_px + x) * shape.channels;
      l_int32 rgb[3];

      pixGetRGBPixel (wide, (int) x, (int) y, &rgb[0], &rgb[1], &rgb[2]);
      for (guint c = 0; c < 3; c++)
        g_assert_cmpint (ABS (got[shape.channels == 3 ? c : 0] - rgb[c]), <=, (int) most);
    }
  }
  pixDestroy (&wide);
  pixDestroy (&flat);
}

static void
test_png (Fixture *fixture, gconstpointer data) {
  static const int depths[] = {1, 2, 4, 8, 16, 32};

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++) {
    PIX *pix = draw (depths[i]);
    PIX *eight = depths[i] == 16 ? pixConvert16To8 (pix, L_MS_BYTE) : pixClone (pix);

    g_test_message ("%d bits", depths[i]);
    g_assert_cmpint (pixWrite (fixture->path, pix, IFF_PNG), ==, 0);
    g_assert_cmpuint (original_count (fixture->path), ==, 1);
    if (depths[i] != 2 && depths[i] != 4)
      assert_is (fixture, eight, 0);
    pixDestroy (&eight);
    pixDestroy (&pix);
  }
}

static void
test_palette (Fixture *fixture, gconstpointer data) {
  static const int formats[] = {IFF_PNG, IFF_TIFF_LZW};
  PIX *pix = draw (32);
  PIX *mapped = pixFixedOctcubeQuant256 (pix, 0);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    PIX *whole;

    g_assert_cmpint (pixWrite (fixture->path, mapped, formats[i]), ==, 0);
    whole = pixRead (fixture->path);
    assert_is (fixture, whole, 0);
    pixDestroy (&whole);
  }
  pixDestroy (&mapped);
  pixDestroy (&pix);
}

static void
test_jpeg (Fixture *fixture, gconstpointer data) {
  static const int depths[] = {8, 32};

  for (guint progressive = 0; progressive < 2; progressive++) {
    for (guint i = 0; i < G_N_ELEMENTS (depths); i++) {
      PIX *pix = draw (depths[i]);
      PIX *whole;

      g_assert_cmpint (pixWriteJpeg (fixture->path, pix, 90, (int) progressive), ==, 0);
      whole = pixRead (fixture->path);
      assert_is (fixture, whole, 0);
      pixDestroy (&whole);
      pixDestroy (&pix);
    }
  }
}

/* What is transparent shows white, interlaced or not. */
static void
test_alpha (Fixture *fixture, gconstpointer data) {
  PIX *pix = draw (32);
  PIX *white;

  pixSetSpp (pix, 4);
  for (guint y = 0; y < HEIGHT; y++) {
    for (guint x = 0; x < WIDTH; x++) {
      l_uint32 value;

      pixGetPixel (pix, (int) x, (int) y, &value);
      pixSetPixel (pix, (int) x, (int) y, (value & ~0xffu) | (x * 4));
    }
  }
  g_assert_cmpint (pixWrite (fixture->path, pix, IFF_PNG), ==, 0);
  white = pixAlphaBlendUniform (pix, 0xffffff00);
  assert_is (fixture, white, 1);
  pixDestroy (&white);
  pixDestroy (&pix);
}

static void
put_tags (TIFF *tiff, guint16 orientation, guint16 bits, guint16 samples,
          guint16 photometric, guint16 planar) {
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, WIDTH);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, HEIGHT);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, photometric);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, planar);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, orientation);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
}

/* The smooth picture, as it is stored, in strips of 7 lines or tiles of 16 x 16. */
static void
save_tiff (const Fixture *fixture, guint16 orientation, guint16 planar, gboolean tiled) {
  TIFF *tiff = TIFFOpen (fixture->path, "w");
  guint8 line[WIDTH * 3];
  guint8 tile[16 * 16 * 3];

  put_tags (tiff, orientation, 8, 3, PHOTOMETRIC_RGB, planar);
  if (tiled) {
    TIFFSetField (tiff, TIFFTAG_TILEWIDTH, 16);
    TIFFSetField (tiff, TIFFTAG_TILELENGTH, 16);
    for (guint top = 0; top < HEIGHT; top += 16) {
      for (guint left = 0; left < WIDTH; left += 16) {
        for (guint i = 0; i < sizeof tile; i++)
          tile[i] = get_sample (left + i / 3 % 16, top + i / 48, i % 3);
        g_assert_cmpint (TIFFWriteTile (tiff, tile, left, top, 0, 0), >, 0);
      }
    }
  } else {
    TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, 7);
    for (guint plane = 0; plane < (planar == PLANARCONFIG_SEPARATE ? 3u : 1u); plane++) {
      for (guint y = 0; y < HEIGHT; y++) {
        for (guint i = 0; i < WIDTH * 3; i++)
          line[i] = planar == PLANARCONFIG_SEPARATE ? get_sample (i % WIDTH, y, plane)
                                                    : get_sample (i / 3, y, i % 3);
        g_assert_cmpint (TIFFWriteScanline (tiff, line, y, (guint16) plane), ==, 1);
      }
    }
  }
  TIFFClose (tiff);
}

/* Where TIFF 6.0 says that stored pixel (x, y) is seen. */
static void
place_pixel (guint orientation, guint x, guint y, guint *seen_x, guint *seen_y) {
  static const struct {
    gboolean from_right, from_bottom;
  } ends[] = {[1] = {0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}, {1, 0}, {1, 1}, {0, 1}};
  guint across = orientation < 5 ? x : y, along = orientation < 5 ? y : x;
  guint width = orientation < 5 ? WIDTH : HEIGHT, height = WIDTH + HEIGHT - width;

  *seen_x = ends[orientation].from_right ? width - 1 - across : across;
  *seen_y = ends[orientation].from_bottom ? height - 1 - along : along;
}

static void
assert_turned (const Fixture *fixture, guint orientation, gboolean quarter) {
  g_autoptr (GError) error = NULL;
  OriginalShape shape;
  g_autofree guint8 *samples = read_all (fixture->path, 0, quarter, &shape, &error);
  guint upright_height = orientation < 5 ? HEIGHT : WIDTH;

  g_assert_no_error (error);
  for (guint y = 0; y < HEIGHT; y++) {
    for (guint x = 0; x < WIDTH; x++) {
      guint seen_x, seen_y;
      const guint8 *got;

      place_pixel (orientation, x, y, &seen_x, &seen_y);
      if (quarter) {
        guint before = seen_x;

        seen_x = upright_height - 1 - seen_y;
        seen_y = before;
      }
      got = samples + ((gsize) seen_y * shape.width_px + seen_x) * 3;
      for (guint c = 0; c < 3; c++)
        g_assert_cmpuint (got[c], ==, get_sample (x, y, c));
    }
  }
}

static void
test_orientations (Fixture *fixture, gconstpointer data) {
  for (guint orientation = 1; orientation <= 8; orientation++) {
    g_test_message ("orientation %u", orientation);
    save_tiff (fixture, (guint16) orientation, PLANARCONFIG_CONTIG, FALSE);
    assert_turned (fixture, orientation, FALSE);
    assert_turned (fixture, orientation, TRUE);
    save_tiff (fixture, (guint16) orientation, PLANARCONFIG_CONTIG, TRUE);
    assert_turned (fixture, orientation, FALSE);
  }
  save_tiff (fixture, 1, PLANARCONFIG_SEPARATE, FALSE);
  assert_turned (fixture, 1, FALSE);
}

/* Four samples a pixel of @bits bits: three colours, then @extra. */
static void
save_four (const Fixture *fixture, guint bits, guint16 photometric, guint16 planar,
           guint8 extra, int kind) {
  guint planes = planar == PLANARCONFIG_SEPARATE ? 4 : 1, together = 4 / planes;
  gsize size = (gsize) WIDTH * together * bits / 8;
  g_autofree guint8 *line = g_malloc (size);
  guint16 kinds[] = {(guint16) MAX (kind, 0)};
  TIFF *tiff = TIFFOpen (fixture->path, "w");

  put_tags (tiff, 1, (guint16) bits, 4, photometric, planar);
  if (kind >= 0)
    TIFFSetField (tiff, TIFFTAG_EXTRASAMPLES, 1, kinds);
  for (guint plane = 0; plane < planes; plane++) {
    for (guint y = 0; y < HEIGHT; y++) {
      for (guint i = 0; i < WIDTH * together; i++) {
        guint sample = planes > 1 ? plane : i % 4, x = i / together;
        guint8 value = sample == 3 ? extra : get_sample (x, y, sample);

        memset (line + (gsize) i * bits / 8, value, bits / 8);
      }
      g_assert_cmpint (TIFFWriteScanline (tiff, line, y, (guint16) plane), ==, 1);
    }
  }
  TIFFClose (tiff);
}

/* What a colour becomes by an extra sample of 200. */
static guint
mix_alpha (guint colour) {
  return (colour * 200 + 255 * 55 + 127) / 255;
}

static guint
mix_premultiplied (guint colour) {
  return MIN (255, colour + 55);
}

static guint
mix_inks (guint colour) {
  return (255 - colour) * 55 / 255;
}

static void
test_extras (Fixture *fixture, gconstpointer data) {
  static const struct {
    guint16 photometric;
    int kind;
    guint (*mix) (guint colour);
  } cases[] = {
      {PHOTOMETRIC_RGB, EXTRASAMPLE_UNASSALPHA, mix_alpha},
      {PHOTOMETRIC_RGB, EXTRASAMPLE_ASSOCALPHA, mix_premultiplied},
      {PHOTOMETRIC_RGB, EXTRASAMPLE_UNSPECIFIED, mix_premultiplied},
      {PHOTOMETRIC_SEPARATED, -1, mix_inks},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * 4; i++) {
    guint which = i / 4;
    g_autoptr (GError) error = NULL;
    g_autofree guint8 *samples = NULL;
    OriginalShape shape;

    g_test_message ("case %u, %s, %s", which, i % 2 == 0 ? "8 bits" : "16 bits",
                    i / 2 % 2 == 0 ? "together" : "in planes");
    save_four (fixture, i % 2 == 0 ? 8 : 16, cases[which].photometric,
               i / 2 % 2 == 0 ? PLANARCONFIG_CONTIG : PLANARCONFIG_SEPARATE, 200,
               cases[which].kind);
    samples = read_all (fixture->path, 0, FALSE, &shape, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (shape.channels, ==, 3);
    for (guint at = 0; at < WIDTH * HEIGHT * 3; at++)
      g_assert_cmpuint (
          samples[at], ==,
          cases[which].mix (get_sample (at / 3 % WIDTH, at / 3 / WIDTH, at % 3)));
  }
}

/* The coefficients of a progressive image do not lie in memory; here they are 26 MB. */
static void
test_progressive_memory (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Original) original = NULL;
  g_autofree guint8 *line = g_malloc (2400 * 3);
  struct rusage before, after;
  pid_t child = fork ();

  /* Writing it needs the memory, too. */
  if (child == 0) {
    PIX *pix = pixCreate (2400, 1800, 32);

    pixSetAllArbitrary (pix, 0x80c04000u);
    pixSetChromaSampling (pix, 0);
    _exit (pixWriteJpeg (fixture->path, pix, 90, 1));
  }
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  getrusage (RUSAGE_SELF, &before);
  original = original_open (fixture->path, 0, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 1800; i++) {
    g_assert_true (original_read (original, line, &error));
    g_assert_cmpint (ABS (line[0] - 0x80) + ABS (line[1] - 0xc0) + ABS (line[2] - 0x40),
                     <, 9);
  }
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 12 * 1024);
}

static void
test_tiff (Fixture *fixture, gconstpointer data) {
  static const struct {
    int depth;
    int format;
  } cases[] = {
      {1, IFF_TIFF_G4},   {1, IFF_TIFF_G3},    {1, IFF_TIFF_PACKBITS},
      {8, IFF_TIFF_LZW},  {8, IFF_TIFF_ZIP},   {32, IFF_TIFF},
      {32, IFF_TIFF_LZW}, {32, IFF_TIFF_JPEG}, {8, IFF_TIFF_JPEG},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PIX *pix = draw (cases[i].depth);
    PIX *whole;

    g_test_message ("%d bits, format %d", cases[i].depth, cases[i].format);
    g_assert_cmpint (pixWrite (fixture->path, pix, cases[i].format), ==, 0);
    whole = pixRead (fixture->path);
    assert_is (fixture, whole, 0);
    pixDestroy (&whole);
    pixDestroy (&pix);
  }
}

static void
test_many_images (Fixture *fixture, gconstpointer data) {
  for (int i = 0; i < 12; i++) {
    PIX *pix = pixCreate (WIDTH, HEIGHT, 8);

    pixSetAllGray (pix, 20 * i);
    g_assert_cmpint (pixWriteTiff (fixture->path, pix, IFF_TIFF_LZW, i == 0 ? "w" : "a"),
                     ==, 0);
    pixDestroy (&pix);
  }
  g_assert_cmpuint (original_count (fixture->path), ==, 12);
  for (guint i = 0; i < 12; i++) {
    OriginalShape shape;
    g_autofree guint8 *samples = read_all (fixture->path, i, FALSE, &shape, NULL);

    g_assert_cmpuint (samples[WIDTH * HEIGHT - 1], ==, 20 * i);
  }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (original_open (fixture->path, 12, NULL, &error));
    g_assert_error (error, FAULT, FAULT_IMAGE);
  }
}

static void
test_resolution (Fixture *fixture, gconstpointer data) {
  static const int formats[] = {IFF_PNG, IFF_JFIF_JPEG, IFF_TIFF_LZW};
  TIFF *tiff;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    PIX *pix = draw (8);
    OriginalShape shape;
    g_autofree guint8 *samples = NULL;

    pixSetResolution (pix, 300, 300);
    g_assert_cmpint (pixWrite (fixture->path, pix, formats[i]), ==, 0);
    samples = read_all (fixture->path, 0, FALSE, &shape, NULL);
    g_assert_cmpfloat (shape.x_dpi, ==, 300);
    g_assert_cmpfloat (shape.y_dpi, ==, 300);
    pixDestroy (&pix);
  }
  save_tiff (fixture, 6, PLANARCONFIG_CONTIG, FALSE);
  tiff = TIFFOpen (fixture->path, "r+");
  TIFFSetField (tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
  TIFFSetField (tiff, TIFFTAG_XRESOLUTION, 100.0);
  TIFFSetField (tiff, TIFFTAG_YRESOLUTION, 50.0);
  TIFFRewriteDirectory (tiff);
  TIFFClose (tiff);
  {
    OriginalShape shape;
    g_autofree guint8 *samples = read_all (fixture->path, 0, FALSE, &shape, NULL);

    g_assert_cmpfloat (shape.x_dpi, ==, 127);
    g_assert_cmpfloat (shape.y_dpi, ==, 254);
  }
}

/* Not through g_file_set_contents, which syncs each of them. */
static void
save_bytes (const Fixture *fixture, const void *bytes, gsize size) {
  FILE *file = g_fopen (fixture->path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* A file that ends too early is refused, unless only its last words are missing; one that
 * has a byte flipped is read or refused. */
static void
test_damage (Fixture *fixture, gconstpointer data) {
  static const int formats[] = {IFF_PNG, IFF_JFIF_JPEG, IFF_TIFF_LZW, IFF_TIFF_JPEG};
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    PIX *pix = draw (32);
    g_autofree char *bytes = NULL;
    g_autofree guint8 *whole = NULL;
    OriginalShape shape;
    gsize size;

    g_assert_cmpint (pixWrite (fixture->path, pix, formats[i]), ==, 0);
    g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
    whole = read_all (fixture->path, 0, FALSE, &shape, NULL);
    for (guint percent = 0; percent < 100; percent++) {
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *part = NULL;

      save_bytes (fixture, bytes, size * percent / 100);
      original_count (fixture->path);
      part = read_all (fixture->path, 0, FALSE, &shape, &error);
      if (part != NULL)
        g_assert_cmpmem (part, WIDTH * HEIGHT * 3, whole, WIDTH * HEIGHT * 3);
      else
        g_assert_error (error, FAULT, FAULT_IMAGE);
      g_assert_true (part == NULL || percent > 90);
    }
    for (guint round = 0; round < 300; round++) {
      gsize place = (gsize) g_rand_int_range (random, 0, (int) size);
      char before = bytes[place];

      bytes[place] = (char) g_rand_int (random);
      save_bytes (fixture, bytes, size);
      original_count (fixture->path);
      g_free (read_all (fixture->path, 0, round % 2 == 0, &shape, NULL));
      bytes[place] = before;
    }
    pixDestroy (&pix);
  }
}

/* Headers that promise more than anybody may allocate. */
static void
test_bombs (Fixture *fixture, gconstpointer data) {
  static const guint8 png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x01"
                              "\0\0\0\0\x9e\x7e\xe4\xfd";
  static const guint8 jpeg[]
      = "\xff\xd8\xff\xc0\0\x11\x08\xff\xdc\xff\xdc\x03\x01\x22\0"
        "\x02\x11\x01\x03\x11\x01\xff\xda\0\x0c\x03\x01\0\x02\x11\x03\x11\0\x3f\0";
  static const guint8 tiff[]
      = "II\x2a\0\x08\0\0\0\x05\0"
        "\0\x01\x04\0\x01\0\0\0\x60\xea\0\0\x01\x01\x04\0\x01\0\0\0\x60\xea\0\0"
        "\x03\x01\x03\0\x01\0\0\0\x05\x80\0\0\x11\x01\x04\0\x01\0\0\0\x08\0\0\0"
        "\x17\x01\x04\0\x01\0\0\0\xff\xff\xff\xff\0\0\0\0";
  static const struct {
    const guint8 *bytes;
    gsize size;
  } cases[] = {{png, sizeof png - 1}, {jpeg, sizeof jpeg - 1}, {tiff, sizeof tiff - 1}};
  struct rusage before, after;

  getrusage (RUSAGE_SELF, &before);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    OriginalShape shape;

    save_bytes (fixture, cases[i].bytes, cases[i].size);
    g_assert_null (read_all (fixture->path, 0, FALSE, &shape, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, FAULT, FAULT_IMAGE);
  }
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 20 * 1024);
}

/* Directories of a TIFF that lead back to the first. */
static void
test_loop (Fixture *fixture, gconstpointer data) {
  g_autofree char *bytes = NULL;
  gsize size;
  guint32 first;
  guint16 entries;

  save_tiff (fixture, 1, PLANARCONFIG_CONTIG, FALSE);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  memcpy (&first, bytes + 4, sizeof first);
  memcpy (&entries, bytes + first, sizeof entries);
  memcpy (bytes + first + 2 + entries * 12u, &first, sizeof first);
  save_bytes (fixture, bytes, size);
  g_assert_cmpuint (original_count (fixture->path), ==, 1);
  save_bytes (fixture, bytes, size / 2);
  g_assert_cmpuint (original_count (fixture->path), ==, 1);
}

static void
test_no_images (Fixture *fixture, gconstpointer data) {
  static const char *const texts[]
      = {"", "\x89", "\xff\xd8\xff", "GIF89a", "II\x2a", "<svg/>", "\xff\xff\xff\xff"};
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    save_bytes (fixture, texts[i], strlen (texts[i]));
    g_assert_null (original_open (fixture->path, 0, NULL, &error));
    g_assert_error (error, FAULT, FAULT_IMAGE);
    g_clear_error (&error);
  }
  g_unlink (fixture->path);
  g_assert_cmpuint (original_count (fixture->path), ==, 0);
  g_assert_cmpuint (original_count (fixture->folder), ==, 0);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_cmpuint (original_count (fixture->path), ==, 0);
  g_assert_null (original_open (fixture->path, 0, NULL, NULL));
}

/* Laying a turned image aside ends when nobody wants it any more. */
static void
test_stopped (Fixture *fixture, gconstpointer data) {
  gint is_stopped = 1;
  g_autoptr (Original) original = NULL;
  guint8 line[HEIGHT * 3];
  g_autoptr (GError) error = NULL;

  save_tiff (fixture, 6, PLANARCONFIG_CONTIG, FALSE);
  original = original_open (fixture->path, 0, &is_stopped, &error);
  g_assert_no_error (error);
  g_assert_false (original_read (original, line, &error));
  g_assert_error (error, FAULT, FAULT_IMAGE);
}

#define ADD(path, function)                                                              \
  g_test_add ("/original/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  setMsgSeverity (L_SEVERITY_NONE);
  TIFFSetErrorHandler (NULL);
  TIFFSetWarningHandler (NULL);
  g_test_init (&argc, &argv, NULL);
  ADD ("png", test_png);
  ADD ("palette", test_palette);
  ADD ("jpeg", test_jpeg);
  ADD ("alpha", test_alpha);
  ADD ("orientations", test_orientations);
  ADD ("tiff", test_tiff);
  ADD ("extras", test_extras);
  ADD ("progressive-memory", test_progressive_memory);
  ADD ("many-images", test_many_images);
  ADD ("resolution", test_resolution);
  ADD ("damage", test_damage);
  ADD ("bombs", test_bombs);
  ADD ("loop", test_loop);
  ADD ("no-images", test_no_images);
  ADD ("stopped", test_stopped);
  return g_test_run ();
}
