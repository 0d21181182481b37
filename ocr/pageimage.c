/* SPDX-License-Identifier: Apache-2.0 */

/* The page image between the reader that makes it and the PDF that shows it. Its bytes
 * come from a process that has chewed hostile pixels, so parsing checks all that the PDF
 * relies on: sizes, places inside the page, colours, and that every rung paints something.
 * What is inside a JPEG is for the viewers of the PDF to decode.
 *
 *   block:  magic, width, height, resolution, number of layers   five guint32
 *           for each layer: its thirteen guint32, its bytes, its stencil */

#include "ocr/pageimage.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

#define MAGIC       0x31494750u /* "PGI1" */
#define COLOUR_MOST 0xffffffu

typedef struct {
  guint32 magic, width_px, height_px, res_dpi, layers;
} ImageHeader;

typedef struct {
  guint32 coding, rungs, width_px, height_px;
  gint32 left, top, right, bottom;
  guint32 colour, size_bytes;
  guint32 stencil_width_px, stencil_height_px, stencil_bytes; /* 0: none */
} LayerHeader;

static void
free_layer (Layer *layer) {
  g_bytes_unref (layer->bytes);
  g_clear_pointer (&layer->stencil, g_bytes_unref);
  g_free (layer);
}

PageImage *
pageimage_new (guint width_px, guint height_px, guint res_dpi) {
  PageImage *image = g_new0 (PageImage, 1);

  image->width_px = width_px;
  image->height_px = height_px;
  image->res_dpi = res_dpi;
  image->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) free_layer);
  return image;
}

void
pageimage_free (PageImage *image) {
  if (image == NULL)
    return;
  g_ptr_array_unref (image->layers);
  g_free (image);
}

Layer *
pageimage_take_layer (PageImage *image, LayerCoding coding, guint width_px,
                      guint height_px, GBytes *bytes) {
  Layer *layer = g_new0 (Layer, 1);

  layer->coding = coding;
  layer->rungs = PAGEIMAGE_ALL_RUNGS;
  layer->width_px = width_px;
  layer->height_px = height_px;
  layer->place = (Box){0, 0, (int) image->width_px, (int) image->height_px};
  layer->bytes = bytes;
  g_ptr_array_add (image->layers, layer);
  return layer;
}

void
pageimage_take_stencil (Layer *layer, guint width_px, guint height_px, GBytes *bytes) {
  layer->stencil = bytes;
  layer->stencil_width_px = width_px;
  layer->stencil_height_px = height_px;
}

static gsize
get_stencil_size (const Layer *layer) {
  return layer->stencil == NULL ? 0 : g_bytes_get_size (layer->stencil);
}

static gboolean
has_rung (const Layer *layer, guint rung) {
  return (layer->rungs >> rung & 1) != 0;
}

gsize
pageimage_get_size (const PageImage *image, guint rung) {
  gsize size = 0;

  for (guint i = 0; i < image->layers->len; i++) {
    const Layer *layer = g_ptr_array_index (image->layers, i);

    if (has_rung (layer, rung))
      size += g_bytes_get_size (layer->bytes) + get_stencil_size (layer);
  }
  return size;
}

static const char *
get_coding_name (LayerCoding coding) {
  switch (coding) {
  case LAYER_JPEG_RGB:
    return "jpeg-rgb";
  case LAYER_JPEG_GRAY:
    return "jpeg-gray";
  case LAYER_G4:
    return "g4";
  case LAYER_MASK:
    return "mask";
  }
  g_assert_not_reached ();
}

char *
pageimage_describe (const PageImage *image, guint rung) {
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < image->layers->len; i++) {
    const Layer *layer = g_ptr_array_index (image->layers, i);

    if (!has_rung (layer, rung))
      continue;
    g_string_append_printf (text, "%s%s %ux%u", text->len > 0 ? ", " : "",
                            get_coding_name (layer->coding), layer->width_px,
                            layer->height_px);
    if (layer->coding == LAYER_MASK)
      g_string_append_printf (text, " #%06x", layer->colour);
    if (layer->stencil != NULL)
      g_string_append_printf (text, " through %ux%u", layer->stencil_width_px,
                              layer->stencil_height_px);
  }
  return g_string_free (text, FALSE);
}

/* --- as bytes --- */

static void
append (GByteArray *bytes, gconstpointer data, gsize size) {
  g_byte_array_append (bytes, data, (guint) size);
}

GBytes *
pageimage_format (const PageImage *image) {
  ImageHeader header
      = {MAGIC, image->width_px, image->height_px, image->res_dpi, image->layers->len};
  GByteArray *bytes = g_byte_array_new ();

  append (bytes, &header, sizeof header);
  for (guint i = 0; i < image->layers->len; i++) {
    const Layer *layer = g_ptr_array_index (image->layers, i);
    gsize size;
    const void *data = g_bytes_get_data (layer->bytes, &size);
    LayerHeader entry = {layer->coding,
                         layer->rungs,
                         layer->width_px,
                         layer->height_px,
                         layer->place.left,
                         layer->place.top,
                         layer->place.right,
                         layer->place.bottom,
                         layer->colour,
                         (guint32) size,
                         layer->stencil_width_px,
                         layer->stencil_height_px,
                         (guint32) get_stencil_size (layer)};

    append (bytes, &entry, sizeof entry);
    append (bytes, data, size);
    if (layer->stencil != NULL)
      append (bytes, g_bytes_get_data (layer->stencil, NULL), entry.stencil_bytes);
  }
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
is_fit_size (guint64 width, guint64 height) {
  return width >= 1 && width <= LIMIT_IMAGE_SIDE_PX && height >= 1
         && height <= LIMIT_IMAGE_SIDE_PX && width * height <= LIMIT_IMAGE_AREA_PX;
}

/* From start to end marker. */
static gboolean
is_jpeg (const guint8 *bytes, gsize size) {
  return size > 4 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff
         && bytes[size - 2] == 0xff && bytes[size - 1] == 0xd9;
}

static gboolean
check_coding (const LayerHeader *entry, const guint8 *bytes) {
  switch ((LayerCoding) entry->coding) {
  case LAYER_JPEG_RGB:
  case LAYER_JPEG_GRAY:
    return is_jpeg (bytes, entry->size_bytes);
  case LAYER_G4:
  case LAYER_MASK:
    return entry->size_bytes > 0;
  }
  return FALSE;
}

static gboolean
check_stencil (const LayerHeader *entry) {
  if (entry->stencil_bytes == 0)
    return entry->stencil_width_px == 0 && entry->stencil_height_px == 0;
  return (entry->coding == LAYER_JPEG_RGB || entry->coding == LAYER_JPEG_GRAY)
         && is_fit_size (entry->stencil_width_px, entry->stencil_height_px);
}

static gboolean
check_layer (const LayerHeader *entry, const PageImage *image, const guint8 *bytes) {
  return entry->rungs >= 1 && entry->rungs <= PAGEIMAGE_ALL_RUNGS
         && is_fit_size (entry->width_px, entry->height_px) && entry->left >= 0
         && entry->left < entry->right && entry->right <= (gint64) image->width_px
         && entry->top >= 0 && entry->top < entry->bottom
         && entry->bottom <= (gint64) image->height_px && entry->colour <= COLOUR_MOST
         && check_coding (entry, bytes) && check_stencil (entry);
}

/* Takes the next layer off the block from *@at on. */
static gboolean
parse_layer (GBytes *block, gsize *at, PageImage *image) {
  gsize size;
  const guint8 *bytes = g_bytes_get_data (block, &size);
  LayerHeader entry;
  Layer *layer;

  if (size - *at < sizeof entry)
    return FALSE;
  memcpy (&entry, bytes + *at, sizeof entry);
  *at += sizeof entry;
  if ((guint64) entry.size_bytes + entry.stencil_bytes > size - *at
      || !check_layer (&entry, image, bytes + *at))
    return FALSE;
  layer = pageimage_take_layer (image, (LayerCoding) entry.coding, entry.width_px,
                                entry.height_px,
                                g_bytes_new_from_bytes (block, *at, entry.size_bytes));
  layer->rungs = entry.rungs;
  layer->place = (Box){entry.left, entry.top, entry.right, entry.bottom};
  layer->colour = entry.colour;
  *at += entry.size_bytes;
  if (entry.stencil_bytes > 0)
    pageimage_take_stencil (layer, entry.stencil_width_px, entry.stencil_height_px,
                            g_bytes_new_from_bytes (block, *at, entry.stencil_bytes));
  *at += entry.stencil_bytes;
  return TRUE;
}

static gboolean
paints_every_rung (const PageImage *image) {
  for (guint rung = 0; rung < PAGEIMAGE_RUNGS; rung++) {
    if (pageimage_get_size (image, rung) == 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_header (const ImageHeader *header) {
  return header->magic == MAGIC && is_fit_size (header->width_px, header->height_px)
         && header->res_dpi >= 1 && header->res_dpi <= LIMIT_IMAGE_RES_DPI
         && header->layers >= 1 && header->layers <= LIMIT_PAGE_LAYERS;
}

PageImage *
pageimage_parse (GBytes *bytes, GError **error) {
  gsize size = g_bytes_get_size (bytes), at = sizeof (ImageHeader);
  g_autoptr (PageImage) image = NULL;
  ImageHeader header;
  gboolean fit = FALSE;

  if (size > sizeof header && size <= LIMIT_IMAGE_BYTES) {
    memcpy (&header, g_bytes_get_data (bytes, NULL), sizeof header);
    fit = check_header (&header);
  }
  if (fit) {
    image = pageimage_new (header.width_px, header.height_px, header.res_dpi);
    for (guint i = 0; fit && i < header.layers; i++)
      fit = parse_layer (bytes, &at, image);
  }
  if (fit && at == size && paints_every_rung (image))
    return g_steal_pointer (&image);
  g_set_error (error, FAULT, FAULT_PROTOCOL,
               "the page image is not what its header says");
  return NULL;
}
