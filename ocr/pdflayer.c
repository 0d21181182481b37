/* SPDX-License-Identifier: Apache-2.0 */

/* Layers are opaque pictures and stencils that one colour is painted through, which is all
 * that PDF 1.4 and PDF/A-1 know without transparency. No symbol is ever put in the place of
 * another (JBIG2): a digit stays the digit that was scanned. */

#include "ocr/pdflayer.h"

#include "ocr/pdftext.h"

#define POINTS_PER_INCH 72.0

char *
pdflayer_format_entries (const Layer *layer) {
  g_autofree char *size
      = g_strdup_printf ("/Type /XObject /Subtype /Image /Width %u /Height %u",
                         layer->width_px, layer->height_px);
  g_autofree char *fax
      = g_strdup_printf ("/BitsPerComponent 1 /Filter /CCITTFaxDecode"
                         " /DecodeParms << /K -1 /Columns %u /Rows %u >>",
                         layer->width_px, layer->height_px);

  switch (layer->coding) {
  case LAYER_JPEG_RGB:
    return g_strconcat (
        size, " /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", NULL);
  case LAYER_JPEG_GRAY:
    return g_strconcat (
        size, " /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", NULL);
  case LAYER_G4:
    return g_strconcat (size, " /ColorSpace /DeviceGray ", fax, NULL);
  case LAYER_MASK:
    return g_strconcat (size, " /ImageMask true ", fax, NULL);
  }
  g_assert_not_reached ();
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
