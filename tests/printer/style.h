/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "dice.h"

/* The line of the form on which a value stands: dots or a rule under all of it, or only
 * the dots that the value left over. */
typedef enum { LEADER_DOTS, LEADER_LINE, LEADER_TAIL, LEADER_NONE } Leader;

/* How one copy of a form was set and filled in. Lengths in points. */
typedef struct {
  const char *font;       /* family */
  const char *value_font; /* Pango description without a size */
  double size_pt;
  double line_spacing; /* of wrapped lines */
  double gap_pt;       /* after each row */
  double margin_left_pt;
  double margin_right_pt;
  double margin_top_pt;
  double value_ink[3]; /* red, green, blue: 0 ... 1 */
  Leader leader;
} Style;

Style style_choose (Dice *dice);
