/* SPDX-License-Identifier: Apache-2.0 */

/* How a page becomes the layers of its PDF.
 *
 *   patches    JPEG      what the layers below would lose, as it is (patches.c)
 *   masks      G4        ink, one mask a colour, full resolution (dyes.c)
 *   pale lines G4        of security print, at the backdrop's resolution (pales.c)
 *   backdrop   JPEG      the page without its ink, at half the resolution and less
 *                        (backdrop.c); the two are the ground (ground.c)
 *
 * Text is what must stay legible, and it is the same on every rung; the rungs differ in the
 * backdrop and in the patches. A page that is a picture for the most part, or whose ink is
 * so ragged that masks are no gain, is one JPEG. G4 is lossless: no symbol stands for
 * another (JBIG2), and no pixel of the mask is moved. */

#include "ocr/layers.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/backdrop.h"
#include "ocr/dyes.h"
#include "ocr/ground.h"
#include "ocr/layers-private.h"
#include "ocr/patches.h"
#include "ocr/reds.h"
#include "ocr/shades.h"

#include <leptonica/allheaders.h>

#define BACKDROP_DPI   150
#define SHADES_QUALITY 60
#define HALO_PX        7    /* around ink: its blur, which must not shine out */
#define DUST_MOST      2000 /* lone pixels */
#define DUST_REACH_PX  9    /* around what is no lone pixel */

#define PATCHES_MOST    24
#define PATCH_SHARE_MAX 0.35
#define MASK_BYTES_MOST (300 * 1024) /* about a plain page */

/* Quality of JPEG. Two are made of the whole page and of patches, since these cost time:
 * one for the highest rung and one for all below it. */
typedef struct {
  guint rungs;
  int quality;
} Rung;

static const Rung PICTURES[] = {{1 << 0, 75}, {1 << 1 | 1 << 2, 38}};

/* --- plain --- */

gboolean
layers_add_picture (PageImage *image, Image *picture, gboolean colours, guint rungs,
                    int quality, Box place) {
  GBytes *bytes = image_encode_jpeg (picture, quality, colours);
  Layer *layer;

  if (bytes == NULL)
    return FALSE;
  layer = pageimage_take_layer (image, colours ? LAYER_JPEG_RGB : LAYER_JPEG_GRAY,
                                image_get_width (picture), image_get_height (picture),
                                bytes);
  layer->rungs = rungs;
  layer->place = place;
  return TRUE;
}

static gboolean
add_pictures (PageImage *image, Image *picture, gboolean colours, Box place) {
  for (guint i = 0; i < G_N_ELEMENTS (PICTURES); i++) {
    if (!layers_add_picture (image, picture, colours, PICTURES[i].rungs,
                             PICTURES[i].quality, place))
      return FALSE;
  }
  return TRUE;
}

static Box
get_whole (const PageImage *image) {
  return (Box){0, 0, (int) image->width_px, (int) image->height_px};
}

static gboolean
add_drawing (PageImage *image, Image *page) {
  GBytes *bytes = image_encode_g4 (page);

  if (bytes == NULL)
    return FALSE;
  pageimage_take_layer (image, LAYER_G4, image->width_px, image->height_px, bytes);
  return TRUE;
}

static gboolean
add_plain (PageImage *image, Image *page) {
  if (pixGetDepth (page) == 1)
    return add_drawing (image, page);
  return add_pictures (image, page, image_has_colour (page), get_whole (image));
}

/* --- layers --- */

/* Makes [*@at, *@at + *@size) at least @least long, inside of [0, @all). */
static void
widen (l_int32 *at, l_int32 *size, int least, int all) {
  int missing = MIN (least, all) - *size;

  if (missing <= 0)
    return;
  *at = CLAMP (*at - missing / 2, 0, all - *size - missing);
  *size += missing;
}

/* Makes it begin with a cell of shades, and end with one or with the page. */
static void
widen_to_cells (l_int32 *at, l_int32 *size, int all) {
  int end
      = MIN ((*at + *size + SHADES_CELL_PX - 1) / SHADES_CELL_PX * SHADES_CELL_PX, all);

  *at = *at / SHADES_CELL_PX * SHADES_CELL_PX;
  *size = end - *at;
}

/* The rows and columns that have ink, as bits that any row has in @columns. */
static gboolean
find_rows (Image *mask, l_uint32 *columns, int *top, int *bottom) {
  int words = pixGetWpl (mask);

  *top = -1;
  for (int y = 0; y < pixGetHeight (mask); y++) {
    const l_uint32 *line = pixGetData (mask) + (gsize) y * (gsize) words;
    l_uint32 any = 0;

    for (int i = 0; i < words; i++) {
      columns[i] |= line[i];
      any |= line[i];
    }
    if (any != 0) {
      *top = *top < 0 ? y : *top;
      *bottom = y + 1;
    }
  }
  return *top >= 0;
}

/* Only the rectangle that has ink, to the word, but no less than what is taken for an image
 * at all. */
static gboolean
find_ink (const PageImage *image, Image *mask, struct Box *place) {
  int words = pixGetWpl (mask), first = 0, last = words - 1, top, bottom = 0, least;
  g_autofree l_uint32 *columns = g_new0 (l_uint32, (gsize) words);

  if (!find_rows (mask, columns, &top, &bottom))
    return FALSE;
  while (columns[first] == 0)
    first++;
  while (columns[last] == 0)
    last--;
  *place = (struct Box){32 * first, top,
                        MIN (32 * (last + 1), (int) image->width_px) - 32 * first,
                        bottom - top, 1};
  least = MAX ((int) LIMIT_IMAGE_SIDE_MIN_PX,
               MAX (place->w, place->h) / (int) LIMIT_IMAGE_ASPECT + 1);
  widen (&place->x, &place->w, least, (int) image->width_px);
  widen (&place->y, &place->h, least, (int) image->height_px);
  widen_to_cells (&place->x, &place->w, (int) image->width_px);
  widen_to_cells (&place->y, &place->h, (int) image->height_px);
  return TRUE;
}

/* The shades of what is in @box, seen through its ink. */
static gboolean
add_shades (PageImage *image, const Dye *dye, const struct Box *box, GBytes *ink) {
  struct Box cells = {box->x / SHADES_CELL_PX, box->y / SHADES_CELL_PX,
                      (box->w + SHADES_CELL_PX - 1) / SHADES_CELL_PX,
                      (box->h + SHADES_CELL_PX - 1) / SHADES_CELL_PX, 1};
  g_autoptr (Image) cut = pixClipRectangle (dye->shades, &cells, NULL);

  if (cut == NULL)
    return FALSE;
  pixSetChromaSampling (cut, 0); /* a cell is small enough */
  if (!layers_add_picture (image, cut, image_has_colour (cut), PAGEIMAGE_ALL_RUNGS,
                           SHADES_QUALITY,
                           (Box){box->x, box->y, box->x + box->w, box->y + box->h}))
    return FALSE;
  pageimage_take_stencil (g_ptr_array_index (image->layers, image->layers->len - 1),
                          (guint) box->w, (guint) box->h, g_bytes_ref (ink));
  return TRUE;
}

static gboolean
add_mask (PageImage *image, const Dye *dye) {
  g_autoptr (Image) cut = NULL;
  g_autoptr (GBytes) bytes = NULL;
  struct Box box;
  Layer *layer;

  if (!find_ink (image, dye->mask, &box))
    return TRUE; /* patches have taken it */
  cut = pixClipRectangle (dye->mask, &box, NULL);
  bytes = cut != NULL ? image_encode_g4 (cut) : NULL;
  if (bytes == NULL)
    return FALSE;
  if (dye->shades != NULL)
    return add_shades (image, dye, &box, bytes);
  layer = pageimage_take_layer (image, LAYER_MASK, image_get_width (cut),
                                image_get_height (cut), g_bytes_ref (bytes));
  layer->colour = dye->colour;
  layer->place = (Box){box.x, box.y, box.x + box.w, box.y + box.h};
  return TRUE;
}

static gboolean
add_patch (PageImage *image, Image *page, gboolean colours, const Box *place) {
  struct Box box = {place->left, place->top, place->right - place->left,
                    place->bottom - place->top, 1};
  g_autoptr (Image) cut = pixClipRectangle (page, &box, NULL);

  return cut != NULL
         && add_pictures (image, cut, colours || image_has_colour (cut), *place);
}

static void
clear_patches (Image *marks, const GArray *patches) {
  for (guint i = 0; i < patches->len; i++) {
    const Box *place = &g_array_index (patches, Box, i);
    struct Box box = {place->left, place->top, place->right - place->left,
                      place->bottom - place->top, 1};

    pixClearInRect (marks, &box);
  }
}

/* The page taken apart, before anything is encoded. */
typedef struct {
  Image *marks, *reds, *backdrop;
  GArray *patches;
  double patch_share;
} Parts;

static void
parts_clear (Parts *parts) {
  image_free (parts->marks);
  image_free (parts->reds);
  image_free (parts->backdrop);
  g_clear_pointer (&parts->patches, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

/* Thousands of lone black pixels, from a dirty glass or a fax, weigh as much as the text and
 * say nothing. They go where no letter is near, unless there are only some. */
static gboolean
drop_dust (Image *marks) {
  g_autoptr (Image) others = pixCreateTemplate (marks);
  g_autoptr (Image) near = NULL;
  g_autoptr (Image) lone = NULL;
  l_int32 width = pixGetWidth (marks), height = pixGetHeight (marks), count = 0;

  if (others == NULL)
    return FALSE;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      if (dx != 0 || dy != 0)
        pixRasterop (others, dx, dy, width, height, PIX_SRC | PIX_DST, marks, 0, 0);
  lone = pixSubtract (NULL, marks, others);
  pixAnd (others, others, marks);
  near = lone != NULL ? pixDilateBrickDwa (NULL, others, DUST_REACH_PX, DUST_REACH_PX)
                      : NULL;
  if (near == NULL)
    return FALSE;
  pixSubtract (lone, lone, near);
  pixCountPixels (lone, &count, NULL);
  if (count > DUST_MOST)
    pixSubtract (marks, marks, lone);
  return TRUE;
}

static gboolean
take_apart (Parts *parts, Image *page, Image *marks, guint reduction) {
  g_autoptr (Image) ink = NULL;
  g_autoptr (Image) covered = NULL;

  parts->marks = pixCopy (NULL, marks);
  parts->reds = reds_find (page);
  ink = parts->marks != NULL && parts->reds != NULL ? pixOr (NULL, marks, parts->reds)
                                                    : NULL;
  covered = ink != NULL ? pixDilateBrickDwa (NULL, ink, HALO_PX, HALO_PX) : NULL;
  parts->backdrop = covered != NULL ? backdrop_new (page, covered, reduction) : NULL;
  if (parts->backdrop == NULL)
    return FALSE;
  parts->patches = patches_find (page, ink, covered, parts->backdrop, reduction,
                                 &parts->patch_share);
  if (parts->patches == NULL)
    return FALSE;
  clear_patches (parts->marks, parts->patches);
  clear_patches (parts->reds, parts->patches);
  return drop_dust (parts->marks);
}

static gboolean
add_masks (PageImage *image, Image *page, const Parts *parts, guint reduction) {
  g_autoptr (GPtrArray) dyes
      = dyes_part (page, parts->marks, parts->reds, parts->backdrop, reduction);

  for (guint i = 0; dyes != NULL && i < dyes->len; i++) {
    if (!add_mask (image, g_ptr_array_index (dyes, i)))
      return FALSE;
  }
  return dyes != NULL;
}

/* Whether the page is better off as layers, in *@better; then they are in @image. */
static gboolean
add_layers (PageImage *image, Image *page, Image *marks, gboolean *better) {
  guint reduction = MAX (2, (image->res_dpi + BACKDROP_DPI / 2) / BACKDROP_DPI);
  g_auto (Parts) parts = {0};
  gboolean colours; /* of the paper: a patch must not be grey on it */

  *better = FALSE;
  if (!take_apart (&parts, page, marks, reduction))
    return FALSE;
  if (parts.patches->len > PATCHES_MOST || parts.patch_share > PATCH_SHARE_MAX)
    return TRUE;
  colours = image_has_colour (parts.backdrop);
  if (!add_masks (image, page, &parts, reduction))
    return FALSE;
  *better = pageimage_get_size (image, 0) <= MASK_BYTES_MOST;
  for (guint i = 0; *better && i < parts.patches->len; i++) {
    if (!add_patch (image, page, colours, &g_array_index (parts.patches, Box, i)))
      return FALSE;
  }
  return !*better || ground_add (image, parts.backdrop, colours);
}

static gboolean
add_any (PageImage *image, Image *page, Image *marks) {
  g_autoptr (Image) colours = NULL;
  gboolean better = FALSE;

  if (marks != NULL && pixGetDepth (page) != 1) {
    colours = pixGetDepth (page) == 32 ? pixClone (page) : pixConvertTo32 (page);
    if (colours == NULL || !add_layers (image, colours, marks, &better))
      return FALSE;
  }
  if (better)
    return TRUE;
  g_ptr_array_set_size (image->layers, 0);
  return add_plain (image, page);
}

PageImage *
layers_encode (Image *page, Image *marks, GError **error) {
  g_autoptr (PageImage) image = pageimage_new (
      image_get_width (page), image_get_height (page), image_get_res_dpi (page));

  if (add_any (image, page, marks))
    return g_steal_pointer (&image);
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "the page image does not encode");
  return NULL;
}

PageImage *
layers_encode_plain (Image *page, GError **error) {
  return layers_encode (page, NULL, error);
}
