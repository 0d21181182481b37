/* SPDX-License-Identifier: Apache-2.0 */

/* From what a cell says and how its paper looks to lines of glyphs. Sizes are absolute in
 * points: the context's resolution is 72, the user space of a sheet is points. */

#include "typeset.h"

#include <pango/pangocairo.h>

#define INDENT_PT 32.0
#define LARGE     1.18
#define SMALL     0.84

static PangoFontDescription *
describe_font (const Style *style, const FormCell *cell) {
  PangoFontDescription *font = pango_font_description_from_string (style->font);
  double size = style->size_pt * (cell->look & LOOK_LARGE ? LARGE : 1)
                * (cell->look & LOOK_SMALL ? SMALL : 1);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (cell->look & LOOK_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  if (cell->look & LOOK_ITALIC)
    pango_font_description_set_style (font, PANGO_STYLE_ITALIC);
  return font;
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, const FormValue *value) {
  attribute->start_index = value->start;
  attribute->end_index = value->end;
  pango_attr_list_insert (list, attribute);
}

/* Values stand in the hand of who filled in the form. */
static PangoAttrList *
mark_values (const Style *style, const FormCell *cell) {
  PangoAttrList *list = pango_attr_list_new ();
  PangoFontDescription *font = pango_font_description_from_string (style->value_font);
  const double *ink = style->value_ink;

  if (cell->look & LOOK_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  for (guint i = 0; i < cell->values->len; i++) {
    const FormValue *value = &g_array_index (cell->values, FormValue, i);

    if (value->printed)
      continue;
    add_attribute (list, pango_attr_font_desc_new (font), value);
    add_attribute (list,
                   pango_attr_foreground_new ((guint16) (ink[0] * 65535),
                                              (guint16) (ink[1] * 65535),
                                              (guint16) (ink[2] * 65535)),
                   value);
  }
  pango_font_description_free (font);
  return list;
}

PangoLayout *
typeset_cell (PangoContext *context, const Style *style, const FormCell *cell,
              double width) {
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = describe_font (style, cell);
  PangoAttrList *list = mark_values (style, cell);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, cell->text->str, -1);
  pango_layout_set_attributes (layout, list);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, (float) style->line_spacing);
  if (cell->look & LOOK_CENTRE)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  if (cell->look & LOOK_RIGHT)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  if (cell->look & LOOK_INDENT)
    pango_layout_set_indent (layout, (int) (INDENT_PT * PANGO_SCALE));
  pango_layout_set_justify (layout, (cell->look & LOOK_JUSTIFY) != 0);
  pango_font_description_free (font);
  pango_attr_list_unref (list);
  return layout;
}

/* A value that breaks before a space has an empty rest on the next line, which is no run
 * of it; a value that is empty altogether has one empty run. */
static gboolean
touches_line (const FormValue *value, const PangoLayoutLine *line) {
  guint start = (guint) line->start_index, end = start + (guint) line->length;

  return value->start <= end && value->end >= start
         && !(value->start == end && value->end > end)
         && !(value->end == start && value->start < start);
}

GArray *
typeset_find_runs (PangoLayout *layout, const FormValue *value) {
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (TypesetRun));
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    guint start = (guint) line->start_index, end = start + (guint) line->length;
    PangoRectangle extent;
    int from, to;
    TypesetRun run;

    if (!touches_line (value, line))
      continue;
    pango_layout_iter_get_line_extents (iter, NULL, &extent);
    pango_layout_line_index_to_x (line, (int) MAX (value->start, start), FALSE, &from);
    pango_layout_line_index_to_x (line, (int) MIN (value->end, end), FALSE, &to);
    run.left = (extent.x + from) / (double) PANGO_SCALE;
    run.right = (extent.x + to) / (double) PANGO_SCALE;
    run.baseline = pango_layout_iter_get_baseline (iter) / (double) PANGO_SCALE;
    g_array_append_val (runs, run);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  return runs;
}
