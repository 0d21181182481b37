/* SPDX-License-Identifier: Apache-2.0 */

/* A sheet that people recognise, too: it says in large letters what it is. The QR code and
 * the bars say the same, so that a stain or a streak costs one of them at most; bars stand
 * twice, at both ends of the sheet. */

#include "kiosk/coversheet.h"

#include "config/durable.h"
#include "config/fault.h"
#include "ocr/barcode.h"
#include "ocr/cover.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <string.h>

#define MM          (72.0 / 25.4)
#define PAGE_WIDTH  (210 * MM)
#define PAGE_HEIGHT (297 * MM)
#define QR_MM       60.0
#define BARS_MM     120.0
#define BARS_HIGH   18.0

static gboolean
draw_code (cairo_t *cairo, BarcodeKind kind, const char *text, double top_mm,
           double width_mm) {
  guint width, height;
  g_autofree guint8 *modules = barcode_make (kind, text, &width, &height);
  double module = modules != NULL ? width_mm * MM / width : 0;
  double high = kind == BARCODE_QR ? module : BARS_HIGH * MM;
  double left = (PAGE_WIDTH - width_mm * MM) / 2;

  if (modules == NULL)
    return FALSE;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      if (modules[y * width + x] != 0)
        cairo_rectangle (cairo, left + x * module, top_mm * MM + y * module, module,
                         high);
  cairo_fill (cairo);
  return TRUE;
}

static void
draw_text (cairo_t *cairo, const char *text, const char *font, double top_mm) {
  PangoLayout *layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) ((PAGE_WIDTH - 40 * MM) * PANGO_SCALE));
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cairo, 20 * MM, top_mm * MM);
  pango_cairo_show_layout (cairo, layout);
  pango_font_description_free (description);
  g_object_unref (layout);
}

static gboolean
draw_sheet (cairo_t *cairo, const PaperType *type) {
  g_autofree char *payload = cover_format (type != NULL ? type->key : NULL);
  gboolean drawn = draw_code (cairo, BARCODE_128, payload, 20, BARS_MM)
                   && draw_code (cairo, BARCODE_QR, payload, 150, QR_MM)
                   && draw_code (cairo, BARCODE_128, payload, 255, BARS_MM);

  draw_text (cairo, "TỜ BÌA", "Sans Bold 40", 60);
  draw_text (cairo,
             type != NULL ? type->name : "Tờ ngăn: giấy tờ mới bắt đầu từ trang sau",
             "Sans 22", 85);
  draw_text (cairo,
             "Đặt tờ này trước trang đầu của giấy tờ rồi quét cùng cả xấp. Tờ này không "
             "nằm trong hồ sơ.\nPut this sheet before the first page of the paper. It "
             "is no part of the dossier.",
             "Sans 12", 120);
  cairo_show_page (cairo);
  return drawn;
}

static cairo_status_t
append_bytes (void *data, const unsigned char *bytes, unsigned int count) {
  g_byte_array_append (data, bytes, count);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
coversheet_print (const Catalogue *catalogue, const char *const *types, guint count,
                  const char *path, GError **error) {
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      append_bytes, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cairo = cairo_create (surface);
  gboolean drawn = TRUE;

  for (guint i = 0; i < MAX (count, 1); i++)
    drawn = draw_sheet (cairo,
                        count > 0 ? catalogue_get_paper_type (catalogue, types[i]) : NULL)
            && drawn;
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  if (drawn)
    return durable_save (path, (const char *) bytes->data, bytes->len, 0644, error);
  g_set_error_literal (error, FAULT, FAULT_CONFIG, "the codes cannot be made");
  return FALSE;
}
