/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "form.h"
#include "style.h"

typedef struct _PangoContext PangoContext;
typedef struct _PangoLayout PangoLayout;

/* The lines of @cell in a column of @width points; the caller owns the layout. */
PangoLayout *typeset_cell (PangoContext *context, const Style *style,
                           const FormCell *cell, double width) G_GNUC_WARN_UNUSED_RESULT;

/* Where a value stands on one line: points from the layout's upper left corner. */
typedef struct {
  double left;
  double right;
  double baseline;
} TypesetRun;

/* The runs of @value in the layout of its cell, from top to bottom; the caller owns
 * them. */
GArray *typeset_find_runs (PangoLayout *layout,
                           const FormValue *value) G_GNUC_WARN_UNUSED_RESULT;
