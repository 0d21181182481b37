/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "style.h"
#include "truth.h"

typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;

#define SHEET_WIDTH_PT  595.276 /* A4 */
#define SHEET_HEIGHT_PT 841.89

/* A sheet being printed, from top to bottom. Lengths are points from the upper left
 * corner. All that is written is recorded in the truth in the same call. */
typedef struct Sheet Sheet;

typedef enum { SHEET_OPEN, SHEET_RULED } SheetRules;

/* An empty white page at @res_dpi; @truth is borrowed. */
Sheet *sheet_new (int res_dpi, const Style *style,
                  Truth *truth) G_GNUC_WARN_UNUSED_RESULT;
void sheet_free (Sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, sheet_free)

/* The picture so far: 8 bits a channel, RGB24; borrowed. */
cairo_surface_t *sheet_get_surface (Sheet *sheet);
cairo_t *sheet_get_cairo (Sheet *sheet);
Truth *sheet_get_truth (Sheet *sheet);

/* Writes one row of the language in form.h; values follow, then NULL. A row of more cells
 * than one is set in the columns last given, or in equal ones. */
void sheet_write (Sheet *sheet, const char *form, ...) G_GNUC_NULL_TERMINATED;

/* A label and its value, one digit in each box. */
void sheet_write_boxes (Sheet *sheet, const char *label, const char *name,
                        const char *digits);

/* Shares of the width ("45 55") for rows to come; ruled rows are rows of a table. NULL:
 * equal and open. */
void sheet_set_columns (Sheet *sheet, const char *shares, SheetRules rules);

/* Rows to come are set between these edges, from @top on. */
void sheet_set_area (Sheet *sheet, double left, double right, double top);
void sheet_set_size (Sheet *sheet, double size_pt);
void sheet_set_fonts (Sheet *sheet, const char *font, const char *value_font);
void sheet_set_spacing (Sheet *sheet, double line_spacing, double gap_pt);
void sheet_set_leader (Sheet *sheet, Leader leader);

double sheet_get_y (Sheet *sheet);
void sheet_skip (Sheet *sheet, double height_pt);

/* A short line centred under column @column of the columns last given. */
void sheet_rule (Sheet *sheet, guint column, double width_pt);

/* Middle of that column. */
double sheet_get_middle (Sheet *sheet, guint column);

/* Whether something was written below the lower margin. */
gboolean sheet_overflows (Sheet *sheet);
