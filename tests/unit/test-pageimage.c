/* SPDX-License-Identifier: Apache-2.0 */

/* The page image as bytes: there and back, and everything a broken reader could send. */

#include "ocr/pageimage.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

#define WIDTH  1234
#define HEIGHT 567

static const guint8 JPEG[] = {0xff, 0xd8, 0xff, 0xe0, 0x00, 0xff, 0xd9};

/* Offsets in the block: the header's members, then the first layer's. */
enum { MAGIC_AT = 0, WIDTH_AT = 4, HEIGHT_AT = 8, RES_AT = 12, COUNT_AT = 16 };
enum { LAYER_AT = 20, SIZE_AT = LAYER_AT + 36, BYTES_AT = LAYER_AT + 52 };

static PageImage *
make_image (void) {
  PageImage *image = pageimage_new (WIDTH, HEIGHT, 300);
  Layer *mask;

  pageimage_take_layer (image, LAYER_JPEG_RGB, 411, 189,
                        g_bytes_new_static (JPEG, sizeof JPEG));
  mask = pageimage_take_layer (image, LAYER_MASK, WIDTH, HEIGHT,
                               g_bytes_new_static ("fax", 3));
  mask->colour = 0xc01020;
  mask->rungs = 1;
  mask->place = (Box){10, 20, 300, 400};
  return image;
}

static void
test_round_trip (void) {
  g_autoptr (PageImage) image = make_image ();
  g_autoptr (GBytes) block = pageimage_format (image);
  g_autoptr (GError) error = NULL;
  g_autoptr (PageImage) again = pageimage_parse (block, &error);
  g_autofree char *top = NULL, *foot = NULL;
  const Layer *mask;

  g_assert_no_error (error);
  g_assert_cmpuint (again->width_px, ==, WIDTH);
  g_assert_cmpuint (again->height_px, ==, HEIGHT);
  g_assert_cmpuint (again->res_dpi, ==, 300);
  g_assert_cmpuint (again->layers->len, ==, 2);
  mask = again->layers->pdata[1];
  g_assert_cmpint (mask->coding, ==, LAYER_MASK);
  g_assert_cmpuint (mask->colour, ==, 0xc01020);
  g_assert_cmpint (mask->place.bottom, ==, 400);
  g_assert_cmpuint (pageimage_get_size (again, 0), ==, sizeof JPEG + 3);
  g_assert_cmpuint (pageimage_get_size (again, 1), ==, sizeof JPEG);
  top = pageimage_describe (again, 0);
  foot = pageimage_describe (again, 1);
  g_assert_cmpstr (top, ==, "jpeg-rgb 411x189, mask 1234x567 #c01020");
  g_assert_cmpstr (foot, ==, "jpeg-rgb 411x189");
}

static void
check_refused (const guint8 *bytes, gsize size) {
  g_autoptr (GBytes) block = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (pageimage_parse (block, &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
}

typedef struct {
  gsize at;
  guint32 value;
} Change;

static const Change changes[] = {
    {MAGIC_AT, 0},
    {WIDTH_AT, 0},
    {WIDTH_AT, G_MAXUINT32},
    {WIDTH_AT, 299}, /* a layer would stand outside */
    {HEIGHT_AT, LIMIT_IMAGE_SIDE_PX + 1},
    {RES_AT, 0},
    {RES_AT, LIMIT_IMAGE_RES_DPI + 1},
    {COUNT_AT, 0},
    {COUNT_AT, 1},
    {COUNT_AT, 3},
    {COUNT_AT, G_MAXUINT32},
    {LAYER_AT, 7},     /* coding */
    {LAYER_AT + 4, 0}, /* rungs */
    {LAYER_AT + 4, PAGEIMAGE_ALL_RUNGS + 1},
    {LAYER_AT + 4, 1},             /* a rung is left empty */
    {LAYER_AT + 8, 0},             /* width */
    {LAYER_AT + 12, G_MAXUINT32},  /* height */
    {LAYER_AT + 16, (guint32) -1}, /* place */
    {LAYER_AT + 16, WIDTH},
    {LAYER_AT + 24, WIDTH + 1},
    {LAYER_AT + 28, 0},
    {LAYER_AT + 32, 0x1000000}, /* colour */
    {SIZE_AT, 0},
    {SIZE_AT, sizeof JPEG - 1},
    {SIZE_AT, G_MAXUINT32},
    {BYTES_AT, 0x46445025},
};

static void
test_changes (void) {
  g_autoptr (PageImage) image = make_image ();
  g_autoptr (GBytes) block = pageimage_format (image);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (block, &size);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree guint8 *changed = g_memdup2 (bytes, size);

    memcpy (changed + changes[i].at, &changes[i].value, sizeof changes[i].value);
    g_test_message ("change %" G_GSIZE_FORMAT, i);
    check_refused (changed, size);
  }
}

static void
test_lengths (void) {
  g_autoptr (PageImage) image = make_image ();
  g_autoptr (GBytes) block = pageimage_format (image);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (block, &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);

  for (gsize length = 0; length < size; length++)
    check_refused (bytes, length);
  memcpy (longer, bytes, size);
  check_refused (longer, size + 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageimage/round-trip", test_round_trip);
  g_test_add_func ("/pageimage/changes", test_changes);
  g_test_add_func ("/pageimage/lengths", test_lengths);
  return g_test_run ();
}
