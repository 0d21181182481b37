/* SPDX-License-Identifier: Apache-2.0 */

/* Whether the bytes of a page are still those of RECIPE_VERSION. A store is full of pages
 * that `motcua verify --replay` makes anew: when a change of how pages are cleaned, moved or
 * layered makes other bytes, the version must be raised, so that the pages of before are not
 * taken for forged ones. Then this test gets the digest that it prints, under the new
 * version.
 *
 * The digests hold for Debian 12 on amd64, whose libraries encode. */

#include "ocr/clean.h"
#include "ocr/layers.h"
#include "ocr/raster.h"

#include <leptonica/allheaders.h>

#define WIDTH   1240
#define HEIGHT  1754
#define RES_DPI 150

#define GOLDEN_VERSION 2
#define GOLDEN_DIGEST  "81c86e2acc93498b84830e3fdd5e6e1aeee4113fbe44aef97a35a398de38718f"

static guint32 dice = 7;

static guint32
roll (guint32 sides) {
  dice = dice * 1103515245 + 12345;
  return (dice >> 16) % sides;
}

static void
write_lines (Image *page, l_uint32 colour) {
  static const char *const words[]
      = {"The", "quick", "fox", "of", "that", "hill", "told"};
  L_BMF *font = bmfCreate (NULL, 8);

  for (int i = 0; i < 30; i++) {
    g_autoptr (GString) line = g_string_new (NULL);

    for (guint word = 0; word < 9; word++)
      g_string_append_printf (line, "%s ", words[roll (G_N_ELEMENTS (words))]);
    pixSetTextline (page, font, line->str, i % 5 == 0 ? 0x20289000 : colour, 150,
                    150 + 44 * i, NULL, NULL);
  }
  bmfDestroy (&font);
}

/* A form with a red seal. */
static Image *
draw_form (void) {
  Image *page = pixCreate (WIDTH, HEIGHT, 32);

  pixSetAllArbitrary (page, 0xf6f4f000);
  pixSetResolution (page, RES_DPI, RES_DPI);
  write_lines (page, 0x10102000);
  for (int i = 0; i < 200; i += 20) {
    struct Box box = {800 + i, 1200, 8, 200, 1};

    pixSetInRectArbitrary (page, &box, i < 100 ? 0xc8283800 : 0xe8808800);
  }
  return page;
}

/* Pale waves behind the text, as of security print. They are parabolas: no digest may hang
 * on the last bit of a library's sine. */
static void
draw_waves (Image *page) {
  for (int line = 0; line < 40; line++)
    for (int x = 0; x < WIDTH; x++) {
      int phase = (x + 60 * line) % 400;
      int lift = phase < 200 ? phase * (200 - phase) / 250
                             : -(phase - 200) * (400 - phase) / 250;

      for (int y = 0; y < 2; y++)
        pixSetPixel (page, x, 40 + 42 * line + lift + y, 0xf8d0c800);
    }
}

static void
strew_dust (Image *page) {
  for (int i = 0; i < 9000; i++)
    pixSetPixel (page, (int) roll (WIDTH), (int) roll (HEIGHT), 0x30303000);
}

static void
add_pixels (GChecksum *sum, Image *image) {
  for (int y = 0; image != NULL && y < pixGetHeight (image); y++)
    for (int x = 0; x + 32 <= pixGetWidth (image); x += 32) {
      l_uint32 word = 0;

      if (pixGetDepth (image) == 1)
        word = raster_get_line (image, y)[x / 32];
      else
        pixGetPixel (image, x, y, &word);
      g_checksum_update (sum, (const guchar *) &word, sizeof word);
    }
}

/* Takes @raw. */
static void
add_page (GChecksum *sum, Image *raw) {
  g_autoptr (GError) error = NULL;
  g_autoptr (CleanPage) clean = clean_page (raw, &error);
  g_autoptr (PageImage) image = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  g_assert_no_error (error);
  image = layers_encode (clean->upright, clean->marks, &error);
  g_assert_no_error (error);
  add_pixels (sum, clean->upright);
  add_pixels (sum, clean->marks);
  bytes = pageimage_format (image);
  g_checksum_update (sum, g_bytes_get_data (bytes, &size), (gssize) size);
}

static void
test_same_as_ever (void) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (Image) form = draw_form ();
  g_autoptr (Image) waves = draw_form ();
  g_autoptr (Image) dusty = draw_form ();
  g_autoptr (Image) bed = pixCreate (WIDTH + 300, HEIGHT + 300, 32);

  draw_waves (waves);
  write_lines (waves, 0x10102000);
  strew_dust (dusty);
  pixSetResolution (bed, RES_DPI, RES_DPI);
  pixRasterop (bed, 100, 60, WIDTH, HEIGHT, PIX_SRC, form, 0, 0);
  add_page (sum, pixClone (form));
  add_page (sum, pixRotate (form, 0.06f, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
  add_page (sum, pixRotateOrth (waves, 1));
  add_page (sum, pixClone (dusty));
  add_page (sum, pixConvertTo8 (form, 0));
  add_page (sum, pixClone (bed));
  if (!g_str_equal (g_checksum_get_string (sum), GOLDEN_DIGEST)
      || RECIPE_VERSION != GOLDEN_VERSION)
    g_test_message ("pages come out as %s: raise RECIPE_VERSION (ocr/recipe.h), then put "
                    "both here",
                    g_checksum_get_string (sum));
  g_assert_cmpint (RECIPE_VERSION, ==, GOLDEN_VERSION);
  g_assert_cmpstr (g_checksum_get_string (sum), ==, GOLDEN_DIGEST);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/golden/same-as-ever", test_same_as_ever);
  return g_test_run ();
}
