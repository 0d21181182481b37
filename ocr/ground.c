/* SPDX-License-Identifier: Apache-2.0 */

/* What lies under the ink of a page, by rung:
 *
 *   0   the best of these that fits in what the ink leaves of a page's bytes:
 *         smooth paper with its pale lines as a mask (pales.c), or both coarser
 *         the backdrop as it is, or two thirds of it
 *         what rung 1 has
 *   1   the half of the backdrop
 *   2   the same, of less quality
 *
 * A grainy paper costs more than it shows, so that it is not kept at any price. */

#include "ocr/ground.h"

#include "ocr/layers-private.h"
#include "ocr/pales.h"

#include <leptonica/allheaders.h>

#define BYTES_MOST        (64 * 1024)
#define PAGE_BYTES_WANTED (88 * 1000) /* with its text and the rest of a file 100 kB */
#define LESS              2.0f / 3
#define QUALITY           60
#define QUALITY_LEAST     30

static const double SCALES[] = {1, 0.8, 2.0 / 3}; /* of pale lines */

typedef struct {
  PageImage *image;
  Box whole;
  gboolean colours;
  gsize room;
} Ground;

/* The last @count layers become the lowest, in their order. */
static void
lower_last (PageImage *image, guint count) {
  for (guint i = 0; i < count; i++)
    g_ptr_array_insert (image->layers, 0,
                        g_ptr_array_steal_index (image->layers, image->layers->len - 1));
}

static gsize
get_size (const PageImage *image, guint first) {
  gsize size = 0;

  for (guint i = first; i < image->layers->len; i++)
    size += g_bytes_get_size (((Layer *) g_ptr_array_index (image->layers, i))->bytes);
  return size;
}

/* Lowers what was put on top from layer @first on when it fits, or takes it off again. */
static gboolean
settle (Ground *ground, guint first) {
  PageImage *image = ground->image;

  if (get_size (image, first) > ground->room) {
    g_ptr_array_set_size (image->layers, (int) first);
    return FALSE;
  }
  lower_last (image, image->layers->len - first);
  return TRUE;
}

static gboolean
try_backdrop (Ground *ground, Image *backdrop, gboolean *fits) {
  guint first = ground->image->layers->len;

  if (!layers_add_picture (ground->image, backdrop, ground->colours, 1, QUALITY,
                           ground->whole))
    return FALSE;
  *fits = settle (ground, first);
  return TRUE;
}

static gboolean
try_pales (Ground *ground, const Pales *pales, double scale, gboolean *fits) {
  guint first = ground->image->layers->len, width_px, height_px;
  GBytes *bytes;
  Layer *layer;

  if (!layers_add_picture (ground->image, pales->plain, ground->colours, 1, QUALITY,
                           ground->whole))
    return FALSE;
  bytes = pales_encode (pales, scale, &width_px, &height_px);
  if (bytes == NULL)
    return FALSE;
  layer = pageimage_take_layer (ground->image, LAYER_MASK, width_px, height_px, bytes);
  layer->rungs = 1;
  layer->colour = pales->colour;
  *fits = settle (ground, first);
  return TRUE;
}

static gboolean
try_lines (Ground *ground, Image *backdrop, gboolean *fits) {
  g_autoptr (Pales) pales = NULL;

  if (!pales_part (backdrop, &pales))
    return FALSE;
  for (guint i = 0; pales != NULL && !*fits && i < G_N_ELEMENTS (SCALES); i++)
    if (!try_pales (ground, pales, SCALES[i], fits))
      return FALSE;
  return TRUE;
}

static gboolean
try_less (Ground *ground, Image *backdrop, gboolean *fits) {
  g_autoptr (Image) less = pixScaleAreaMap (backdrop, LESS, LESS);

  return less != NULL && try_backdrop (ground, less, fits);
}

static gboolean
add_half (Ground *ground, Image *backdrop, guint rungs, int quality) {
  if (!layers_add_picture (ground->image, backdrop, ground->colours, rungs, quality,
                           ground->whole))
    return FALSE;
  lower_last (ground->image, 1);
  return TRUE;
}

gboolean
ground_add (PageImage *image, Image *backdrop, gboolean colours) {
  gsize above = pageimage_get_size (image, 0);
  Ground ground = {image,
                   {0, 0, (int) image->width_px, (int) image->height_px},
                   colours,
                   MIN (BYTES_MOST, PAGE_BYTES_WANTED - MIN (above, PAGE_BYTES_WANTED))};
  g_autoptr (Image) half = pixScaleAreaMap2 (backdrop);
  gboolean fits = FALSE;

  if (half == NULL || !try_lines (&ground, backdrop, &fits)
      || (!fits && !try_backdrop (&ground, backdrop, &fits))
      || (!fits && !try_less (&ground, backdrop, &fits)))
    return FALSE;
  return add_half (&ground, half, fits ? 1 << 1 : 1 << 0 | 1 << 1, QUALITY)
         && add_half (&ground, half, 1 << 2, QUALITY_LEAST);
}
