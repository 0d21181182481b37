/* SPDX-License-Identifier: Apache-2.0 */

/* Layers are opaque pictures and stencils that one colour is painted through, which is all
 * that PDF/A-1 takes: explicit masks (ISO 32000-1, 8.9.6.3) are no transparency. No symbol is ever put in the place of
 * another (JBIG2): a digit stays the digit that was scanned. */

#include "ocr/pdflayer.h"

#include "ocr/pdftext.h"

#define POINTS_PER_INCH 72.0

static char *
format_size (guint width_px, guint height_px) {
  return g_strdup_printf ("/Type /XObject /Subtype /Image /Width %u /Height %u", width_px,
                          height_px);
}

static char *
format_fax (const char *kind, guint width_px, guint height_px) {
  g_autofree char *size = format_size (width_px, height_px);

  return g_strdup_printf ("%s %s /BitsPerComponent 1 /Filter /CCITTFaxDecode"
                          " /DecodeParms << /K -1 /Columns %u /Rows %u >>",
                          size, kind, width_px, height_px);
}

static char *
format_jpeg (const Layer *layer, const char *colours, guint stencil) {
  g_autofree char *size = format_size (layer->width_px, layer->height_px);
  g_autofree char *mask = layer->stencil != NULL
                              ? g_strdup_printf (" /Mask %u 0 R", stencil)
                              : g_strdup ("");

  return g_strdup_printf ("%s /ColorSpace /%s /BitsPerComponent 8 /Filter /DCTDecode%s",
                          size, colours, mask);
}

char *
pdflayer_format_entries (const Layer *layer, guint stencil) {
  switch (layer->coding) {
  case LAYER_JPEG_RGB:
    return format_jpeg (layer, "DeviceRGB", stencil);
  case LAYER_JPEG_GRAY:
    return format_jpeg (layer, "DeviceGray", stencil);
  case LAYER_G4:
    return format_fax ("/ColorSpace /DeviceGray", layer->width_px, layer->height_px);
  case LAYER_MASK:
    return format_fax ("/ImageMask true", layer->width_px, layer->height_px);
  }
  g_assert_not_reached ();
}

char *
pdflayer_format_stencil (const Layer *layer) {
  return format_fax ("/ImageMask true", layer->stencil_width_px,
                     layer->stencil_height_px);
}

static void
append_colour (GString *content, guint32 colour) {
  for (int shift = 16; shift >= 0; shift -= 8) {
    pdftext_append_number (content, (colour >> shift & 0xff) / 255.0);
    g_string_append_c (content, ' ');
  }
  g_string_append (content, "rg\n");
}

void
pdflayer_append (GString *content, const Layer *layer, guint index,
                 const PageImage *image) {
  double pt_per_px = POINTS_PER_INCH / image->res_dpi;
  const Box *place = &layer->place;

  g_string_append (content, "q\n");
  if (layer->coding == LAYER_MASK)
    append_colour (content, layer->colour);
  pdftext_append_number (content, (place->right - place->left) * pt_per_px);
  g_string_append (content, " 0 0 ");
  pdftext_append_number (content, (place->bottom - place->top) * pt_per_px);
  g_string_append_c (content, ' ');
  pdftext_append_number (content, place->left * pt_per_px);
  g_string_append_c (content, ' ');
  pdftext_append_number (content, ((int) image->height_px - place->bottom) * pt_per_px);
  g_string_append_printf (content, " cm\n/Im%u Do\nQ\n", index);
}
