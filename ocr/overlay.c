/* SPDX-License-Identifier: Apache-2.0 */

/* A picture for who writes a form: what was taken from where. It is drawn on the preview
 * that the shut-in reader made, so that nothing foreign is decoded here. */

#include "ocr/overlay.h"

#include "config/fault.h"

#include <leptonica/allheaders.h>

#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 32
#define FRAME_PX     3
#define LETTER_SIZE  4

static Image *
take_preview (GBytes *preview, guint res_dpi) {
  gsize size = 0;
  const guint8 *bytes = preview != NULL ? g_bytes_get_data (preview, &size) : NULL;
  guint32 header[3];

  if (size < HEADER_BYTES)
    return NULL;
  memcpy (header, bytes, sizeof header);
  if (header[2] != header[0] * 3 || size < HEADER_BYTES + (gsize) header[2] * header[1])
    return NULL;
  return image_take_rgb (bytes + HEADER_BYTES, header[0], header[1], res_dpi);
}

static void
draw_field (Image *picture, L_BMF *letters, const Field *field, double scale) {
  gboolean sure = field->confidence >= FIELD_SURE;
  int left = (int) (field->box.left * scale), top = (int) (field->box.top * scale);
  int width = (int) ((field->box.right - field->box.left) * scale);
  int height = (int) ((field->box.bottom - field->box.top) * scale);
  l_int32 red = sure ? 0 : 230, green = sure ? 150 : 110;
  BOX *frame = boxCreate (MAX (left - FRAME_PX, 0), MAX (top - FRAME_PX, 0),
                          width + 2 * FRAME_PX, height + 2 * FRAME_PX);
  l_uint32 colour;
  l_int32 ink_width, overflow;

  composeRGBPixel (red, green, 0, &colour);
  pixRenderBoxArb (picture, frame, FRAME_PX, (l_uint8) red, (l_uint8) green, 0);
  if (letters != NULL)
    pixSetTextline (picture, letters, field->name, colour, MAX (left, 0),
                    MAX (top - FRAME_PX - 2, 10), &ink_width, &overflow);
  boxDestroy (&frame);
}

static GBytes *
write_png (Image *picture) {
  l_uint8 *bytes = NULL;
  size_t size = 0;

  if (pixWriteMemPng (&bytes, &size, picture, 0) != 0)
    return NULL;
  return g_bytes_new_with_free_func (bytes, size, free, bytes);
}

GBytes *
overlay_draw (GBytes *preview, const Reading *reading, GError **error) {
  g_autoptr (Image) picture = take_preview (preview, reading->res_dpi);
  L_BMF *letters = bmfCreate (NULL, LETTER_SIZE);
  GBytes *png = NULL;

  if (picture != NULL && reading->width_px > 0) {
    double scale = (double) image_get_width (picture) / reading->width_px;

    for (guint i = 0; i < reading->fields->len; i++)
      draw_field (picture, letters, g_ptr_array_index (reading->fields, i), scale);
    png = write_png (picture);
  }
  bmfDestroy (&letters);
  if (png == NULL)
    g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "the page cannot be drawn");
  return png;
}
