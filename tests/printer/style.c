/* SPDX-License-Identifier: Apache-2.0 */

/* Offices print from one template with whatever fonts their machine has; citizens fill in
 * on their own. Half of all papers are in the Times metric, as the rules ask. */

#include "style.h"

static const char *const fonts[] = {
    "Liberation Serif", "Liberation Serif", "Liberation Serif",
    "Liberation Serif", "Liberation Sans",  "DejaVu Serif",
    "Noto Serif",       "Noto Sans",        NULL,
};
static const char *const value_fonts[] = {
    "Liberation Serif",
    "Liberation Serif Bold",
    "Liberation Serif Italic",
    "Liberation Sans",
    "Liberation Sans Italic",
    "Liberation Mono",
    "DejaVu Serif",
    "DejaVu Serif Italic",
    "Noto Serif",
    "Noto Serif Italic",
    "Noto Sans",
    "Noto Sans Italic",
    "Liberation Serif Bold Italic",
    NULL,
};
static const double inks[][3] = {
    {0.05, 0.05, 0.05},
    {0.05, 0.05, 0.05},
    {0.08, 0.12, 0.45},
    {0.2, 0.2, 0.22},
};

Style
style_choose (Dice *dice) {
  static const Leader leaders[] = {LEADER_TAIL, LEADER_TAIL, LEADER_TAIL, LEADER_DOTS,
                                   LEADER_DOTS, LEADER_LINE, LEADER_NONE};
  const double *ink = inks[dice_below (dice, G_N_ELEMENTS (inks))];
  Style style = {.value_ink = {ink[0], ink[1], ink[2]}};

  style.font = dice_pick (dice, fonts);
  style.value_font = dice_pick (dice, value_fonts);
  style.size_pt = dice_range (dice, 12.0, 13.5);
  style.line_spacing = dice_range (dice, 1.08, 1.25);
  style.gap_pt = dice_range (dice, 3.0, 6.0);
  style.margin_left_pt = dice_range (dice, 62, 86);
  style.margin_right_pt = dice_range (dice, 40, 58);
  style.margin_top_pt = dice_range (dice, 46, 62);
  style.leader = leaders[dice_below (dice, G_N_ELEMENTS (leaders))];
  return style;
}
