/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* A page as its PDF carries it: layers, painted one over the other. A page comes in several
 * rungs of a ladder, each smaller and coarser than the one before; they share layers, so
 * that a seal under a size budget takes another rung and encodes nothing. */

#define PAGEIMAGE_RUNGS     3
#define PAGEIMAGE_ALL_RUNGS ((1u << PAGEIMAGE_RUNGS) - 1)

typedef enum {
  LAYER_JPEG_RGB,  /* DCTDecode, DeviceRGB */
  LAYER_JPEG_GRAY, /* DCTDecode, DeviceGray */
  LAYER_G4,        /* CCITTFaxDecode, K -1, 1 is black */
  LAYER_MASK,      /* the same, and where it is 1 one colour is painted */
} LayerCoding;

typedef struct {
  LayerCoding coding;
  guint rungs;               /* bit n: it belongs to rung n */
  guint width_px, height_px; /* of its own raster */
  Box place;                 /* that it covers, in pixels of the page */
  guint32 colour;            /* of LAYER_MASK: 0xrrggbb */
  GBytes *bytes;
  GBytes *stencil; /* of a JPEG, or NULL: G4, and it shows only where this is 1 */
  guint stencil_width_px, stencil_height_px;
} Layer;

typedef struct {
  guint width_px, height_px, res_dpi; /* of the page; words' boxes are in these pixels */
  GPtrArray *layers;                  /* Layer, owned, the lowest first */
} PageImage;

PageImage *pageimage_new (guint width_px, guint height_px, guint res_dpi);
void pageimage_free (PageImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageImage, pageimage_free)

/* Puts a layer on top, over the whole page; it may be changed until the image is used.
 * Takes @bytes. */
Layer *pageimage_take_layer (PageImage *image, LayerCoding coding, guint width_px,
                             guint height_px, GBytes *bytes);

/* Shows @layer, a JPEG, only through a stencil over the same place. Takes @bytes. */
void pageimage_take_stencil (Layer *layer, guint width_px, guint height_px,
                             GBytes *bytes);

/* Bytes of the layers that @rung paints. */
gsize pageimage_get_size (const PageImage *image, guint rung);

/* What @rung is made of, for people and archives: "jpeg-rgb 827x1169, mask 2480x3508
 * #1b1b20"; caller frees. */
char *pageimage_describe (const PageImage *image, guint rung) G_GNUC_WARN_UNUSED_RESULT;

/* As one block of bytes. The same form is used on the reader's socket and in the store's
 * page-NNNN.img; parsing believes nothing: FAULT_PROTOCOL. */
GBytes *pageimage_format (const PageImage *image) G_GNUC_WARN_UNUSED_RESULT;
PageImage *pageimage_parse (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
