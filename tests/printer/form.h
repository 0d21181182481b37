/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One row of a paper, written as text:
 *
 *   "Giới tính: {child_sex}|Dân tộc: {ethnicity}"    two columns, two recorded values
 *   "^*TỜ KHAI ĐĂNG KÝ KHAI SINH"                    centred and bold
 *   "Số lượng: {} bản"                               a value that is not recorded
 *
 * A cell begins with any of: * bold, / italic, ^ centred, > to the right, = justified,
 * + first line indented, # large, ~ small, ! no leader line under its values. {NAME} is
 * replaced by the next value, in the hand of who fills in the form; [NAME] is the same in
 * print: an agency, a number, the name under a signature. */

typedef enum {
  LOOK_BOLD = 1 << 0,
  LOOK_ITALIC = 1 << 1,
  LOOK_CENTRE = 1 << 2,
  LOOK_RIGHT = 1 << 3,
  LOOK_JUSTIFY = 1 << 4,
  LOOK_LARGE = 1 << 5,
  LOOK_SMALL = 1 << 6,
  LOOK_BARE = 1 << 7,
  LOOK_INDENT = 1 << 8,
} Look;

/* A value within a cell's text, in bytes. */
typedef struct {
  char *name; /* NULL: not recorded */
  gboolean printed;
  guint start;
  guint end;
} FormValue;

typedef struct {
  guint look; /* of Look */
  GString *text;
  GArray *values; /* FormValue */
} FormCell;

/* Cells of one row; @values ends in NULL and must hold as many as @form has marks. */
GPtrArray *form_parse (const char *form,
                       const char *const *values) G_GNUC_WARN_UNUSED_RESULT;
