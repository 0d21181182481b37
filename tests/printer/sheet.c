/* SPDX-License-Identifier: Apache-2.0 */

/* A paper grows downwards: each row is laid out by Pango, drawn at the pen, and moves
 * the pen. The user space is in points, so that a sheet at any resolution is the same
 * sheet; boxes are brought to pixels when they are recorded. Hinting is off for the same
 * reason. */

#include "sheet.h"

#include "form.h"
#include "typeset.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdarg.h>
#include <string.h>

#define COLUMNS_MAX 10
#define GUTTER_PT   6.0
#define CELL_PAD_PT 3.0
#define BOX_SIDE_PT 17.0
#define BOTTOM_PT   30.0

struct Sheet {
  cairo_surface_t *surface;
  cairo_t *cairo;
  PangoContext *context;
  Truth *truth;
  Style style;
  double left;
  double right;
  double y;
  double lowest;
  double shares[COLUMNS_MAX];
  guint n_shares;
  SheetRules rules;
};

static void
set_up_text (Sheet *sheet) {
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  sheet->context = pango_cairo_create_context (sheet->cairo);
  pango_cairo_context_set_font_options (sheet->context, options);
  pango_cairo_context_set_resolution (sheet->context, 72.0);
  pango_context_set_round_glyph_positions (sheet->context, FALSE);
  pango_context_set_language (sheet->context, pango_language_from_string ("vi"));
  cairo_font_options_destroy (options);
}

Sheet *
sheet_new (int res_dpi, const Style *style, Truth *truth) {
  Sheet *sheet = g_new0 (Sheet, 1);
  double scale = res_dpi / 72.0;

  sheet->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                               (int) lround (SHEET_WIDTH_PT * scale),
                                               (int) lround (SHEET_HEIGHT_PT * scale));
  sheet->cairo = cairo_create (sheet->surface);
  cairo_set_source_rgb (sheet->cairo, 1, 1, 1);
  cairo_paint (sheet->cairo);
  cairo_scale (sheet->cairo, scale, scale);
  sheet->truth = truth;
  sheet->style = *style;
  set_up_text (sheet);
  sheet_set_area (sheet, style->margin_left_pt, SHEET_WIDTH_PT - style->margin_right_pt,
                  style->margin_top_pt);
  return sheet;
}

void
sheet_free (Sheet *sheet) {
  g_object_unref (sheet->context);
  cairo_destroy (sheet->cairo);
  cairo_surface_destroy (sheet->surface);
  g_free (sheet);
}

cairo_surface_t *
sheet_get_surface (Sheet *sheet) {
  return sheet->surface;
}

cairo_t *
sheet_get_cairo (Sheet *sheet) {
  return sheet->cairo;
}

Truth *
sheet_get_truth (Sheet *sheet) {
  return sheet->truth;
}

void
sheet_set_columns (Sheet *sheet, const char *shares, SheetRules rules) {
  g_auto (GStrv) words = g_strsplit (shares != NULL ? shares : "", " ", -1);
  double sum = 0;

  sheet->rules = rules;
  sheet->n_shares = g_strv_length (words);
  g_assert (sheet->n_shares <= COLUMNS_MAX);
  for (guint i = 0; i < sheet->n_shares; i++)
    sum += sheet->shares[i] = g_ascii_strtod (words[i], NULL);
  for (guint i = 0; i < sheet->n_shares; i++)
    sheet->shares[i] /= sum;
}

void
sheet_set_area (Sheet *sheet, double left, double right, double top) {
  sheet->left = left;
  sheet->right = right;
  sheet->y = top;
}

void
sheet_set_size (Sheet *sheet, double size_pt) {
  sheet->style.size_pt = size_pt;
}

void
sheet_set_fonts (Sheet *sheet, const char *font, const char *value_font) {
  sheet->style.font = font;
  sheet->style.value_font = value_font;
}

void
sheet_set_spacing (Sheet *sheet, double line_spacing, double gap_pt) {
  sheet->style.line_spacing = line_spacing;
  sheet->style.gap_pt = gap_pt;
}

void
sheet_set_leader (Sheet *sheet, Leader leader) {
  sheet->style.leader = leader;
}

double
sheet_get_y (Sheet *sheet) {
  return sheet->y;
}

void
sheet_skip (Sheet *sheet, double height_pt) {
  sheet->y += height_pt;
}

gboolean
sheet_overflows (Sheet *sheet) {
  return sheet->lowest > SHEET_HEIGHT_PT - BOTTOM_PT;
}

/* Left edge of column @column of @n. */
static double
get_edge (Sheet *sheet, guint column, guint n) {
  double share = 0;

  if (n != sheet->n_shares)
    share = (double) column / n;
  else
    for (guint i = 0; i < column; i++)
      share += sheet->shares[i];
  return sheet->left + share * (sheet->right - sheet->left);
}

double
sheet_get_middle (Sheet *sheet, guint column) {
  guint n = MAX (sheet->n_shares, 1);

  return (get_edge (sheet, column, n) + get_edge (sheet, column + 1, n)) / 2;
}

void
sheet_rule (Sheet *sheet, guint column, double width_pt) {
  double middle = sheet_get_middle (sheet, column);

  cairo_set_source_rgb (sheet->cairo, 0, 0, 0);
  cairo_set_line_width (sheet->cairo, 0.7);
  cairo_move_to (sheet->cairo, middle - width_pt / 2, sheet->y);
  cairo_line_to (sheet->cairo, middle + width_pt / 2, sheet->y);
  cairo_stroke (sheet->cairo);
  sheet->y += 3;
}

typedef struct {
  double left, top, right, bottom; /* points */
} Box;

static void
grow_box (Box *box, double left, double top, double right, double bottom) {
  box->left = MIN (box->left, left);
  box->top = MIN (box->top, top);
  box->right = MAX (box->right, right);
  box->bottom = MAX (box->bottom, bottom);
}

static void
record_box (Sheet *sheet, const char *name, const char *shown, Box box) {
  int pixels[4];

  cairo_user_to_device (sheet->cairo, &box.left, &box.top);
  cairo_user_to_device (sheet->cairo, &box.right, &box.bottom);
  pixels[0] = (int) floor (box.left);
  pixels[1] = (int) floor (box.top);
  pixels[2] = (int) ceil (box.right);
  pixels[3] = (int) ceil (box.bottom);
  truth_add_field (sheet->truth, name, shown, pixels);
}

static Box
enclose_runs (Sheet *sheet, const GArray *runs, double x) {
  Box box = {G_MAXDOUBLE, G_MAXDOUBLE, 0, 0};
  double size = sheet->style.size_pt;

  for (guint i = 0; i < runs->len; i++) {
    const TypesetRun *run = &g_array_index (runs, TypesetRun, i);

    grow_box (&box, x + run->left, sheet->y + run->baseline - size, x + run->right,
              sheet->y + run->baseline + size * 0.3);
  }
  return box;
}

static void
draw_leader (Sheet *sheet, double from, double to, double y) {
  static const double dots[] = {0.0, 2.6};
  cairo_t *cairo = sheet->cairo;

  if (to <= from)
    return;
  cairo_save (cairo);
  cairo_set_source_rgb (cairo, 0.25, 0.25, 0.25);
  if (sheet->style.leader == LEADER_LINE) {
    cairo_set_line_width (cairo, 0.4);
  } else {
    cairo_set_dash (cairo, dots, G_N_ELEMENTS (dots), 0);
    cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width (cairo, 0.7);
  }
  cairo_move_to (cairo, from, y);
  cairo_line_to (cairo, to, y);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

/* The dotted line of the form below a value, or what is left of it behind the value. A
 * value at the end of its cell has its line up to @edge. */
static void
draw_leaders (Sheet *sheet, const GArray *runs, gboolean ends_cell, double x,
              double edge) {
  Leader leader = sheet->style.leader;

  for (guint i = 0; i < runs->len && leader != LEADER_NONE; i++) {
    const TypesetRun *run = &g_array_index (runs, TypesetRun, i);
    double to = ends_cell ? edge : x + run->right;
    double y = sheet->y + run->baseline + sheet->style.size_pt * 0.2;

    if (leader != LEADER_TAIL)
      draw_leader (sheet, x + run->left, to, y);
    else if (i + 1 == runs->len)
      draw_leader (sheet, x + run->right + 2, to, y);
  }
}

static void
draw_cell (Sheet *sheet, PangoLayout *layout, const FormCell *cell, double x,
           double edge) {
  gboolean leads = !(cell->look & LOOK_BARE) && sheet->rules == SHEET_OPEN;

  for (guint i = 0; i < cell->values->len; i++) {
    const FormValue *value = &g_array_index (cell->values, FormValue, i);
    g_autoptr (GArray) runs = typeset_find_runs (layout, value);

    if (leads && !value->printed)
      draw_leaders (sheet, runs, value->end == cell->text->len, x, edge);
    if (value->name != NULL && value->end > value->start) {
      g_autofree char *shown
          = g_strndup (cell->text->str + value->start, value->end - value->start);

      record_box (sheet, value->name, shown, enclose_runs (sheet, runs, x));
    }
  }
  cairo_set_source_rgb (sheet->cairo, 0, 0, 0);
  cairo_move_to (sheet->cairo, x, sheet->y);
  pango_cairo_show_layout (sheet->cairo, layout);
}

static void
record_text (Sheet *sheet, const FormCell *cell) {
  g_autofree char *line = g_strchomp (g_strdup (cell->text->str));

  if (*line != '\0')
    truth_add_line (sheet->truth, line);
}

static double
get_height (PangoLayout *layout) {
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return height / (double) PANGO_SCALE;
}

static void
draw_grid (Sheet *sheet, guint n, double top, double bottom) {
  cairo_set_source_rgb (sheet->cairo, 0, 0, 0);
  cairo_set_line_width (sheet->cairo, 0.7);
  for (guint i = 0; i < n; i++)
    cairo_rectangle (sheet->cairo, get_edge (sheet, i, n), top,
                     get_edge (sheet, i + 1, n) - get_edge (sheet, i, n), bottom - top);
  cairo_stroke (sheet->cairo);
}

static void
draw_row (Sheet *sheet, GPtrArray *cells) {
  g_autoptr (GPtrArray) layouts = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = cells->len;
  gboolean ruled = sheet->rules == SHEET_RULED;
  double pad = ruled ? CELL_PAD_PT : 0, gutter = ruled ? CELL_PAD_PT : GUTTER_PT;
  double top = sheet->y, height = 0;

  for (guint i = 0; i < n; i++) {
    double edge = get_edge (sheet, i + 1, n) - (i + 1 < n || ruled ? gutter : 0);

    g_ptr_array_add (layouts,
                     typeset_cell (sheet->context, &sheet->style, cells->pdata[i],
                                   edge - get_edge (sheet, i, n) - pad));
    height = MAX (height, get_height (layouts->pdata[i]));
  }
  sheet->y += pad;
  for (guint i = 0; i < n; i++) {
    double edge = get_edge (sheet, i + 1, n) - (i + 1 < n || ruled ? gutter : 0);

    draw_cell (sheet, layouts->pdata[i], cells->pdata[i], get_edge (sheet, i, n) + pad,
               edge);
    record_text (sheet, cells->pdata[i]);
  }
  sheet->y += height + (ruled ? pad : sheet->style.gap_pt);
  sheet->lowest = MAX (sheet->lowest, sheet->y);
  if (ruled)
    draw_grid (sheet, n, top, sheet->y);
}

void
sheet_write (Sheet *sheet, const char *form, ...) {
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GPtrArray) cells = NULL;
  va_list arguments;
  const char *value;

  va_start (arguments, form);
  do {
    value = va_arg (arguments, const char *);
    g_ptr_array_add (values, (gpointer) value);
  } while (value != NULL);
  va_end (arguments);
  cells = form_parse (form, (const char *const *) values->pdata);
  draw_row (sheet, cells);
}

static void
draw_digit (Sheet *sheet, char digit, double x) {
  const char text[] = {'{', '}', '\0'}, shown[] = {digit, '\0'};
  const char *const values[] = {shown, NULL};
  g_autoptr (GPtrArray) cells = form_parse (text, values);
  g_autoptr (PangoLayout) layout
      = typeset_cell (sheet->context, &sheet->style, cells->pdata[0], BOX_SIDE_PT);
  double top = sheet->y - 2;

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  cairo_set_source_rgb (sheet->cairo, 0, 0, 0);
  cairo_set_line_width (sheet->cairo, 0.7);
  cairo_rectangle (sheet->cairo, x, top, BOX_SIDE_PT, BOX_SIDE_PT + 1);
  cairo_stroke (sheet->cairo);
  cairo_move_to (sheet->cairo, x, top + (BOX_SIDE_PT + 1 - get_height (layout)) / 2);
  pango_cairo_show_layout (sheet->cairo, layout);
}

void
sheet_write_boxes (Sheet *sheet, const char *label, const char *name,
                   const char *digits) {
  g_autoptr (GPtrArray) cells = form_parse (label, &(const char *){NULL});
  g_autoptr (PangoLayout) layout = typeset_cell (
      sheet->context, &sheet->style, cells->pdata[0], sheet->right - sheet->left);
  g_autofree char *line = g_strconcat (label, " ", digits, NULL);
  gsize n = strlen (digits);
  double x = sheet->right - (double) n * BOX_SIDE_PT - 20;

  draw_cell (sheet, layout, cells->pdata[0], sheet->left, sheet->right);
  truth_add_line (sheet->truth, line);
  for (gsize i = 0; i < n; i++)
    draw_digit (sheet, digits[i], x + (double) i * BOX_SIDE_PT);
  record_box (
      sheet, name, digits,
      (Box){x, sheet->y - 2, x + (double) n * BOX_SIDE_PT, sheet->y + BOX_SIDE_PT - 1});
  sheet->y += BOX_SIDE_PT + sheet->style.gap_pt;
  sheet->lowest = MAX (sheet->lowest, sheet->y);
}
