/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The printer's only source of chance. A plain value: copying it repeats its throws.
 * Never two throws among the arguments of one call: compilers differ in their order. */
typedef struct {
  guint64 state;
} Dice;

/* Dice of @seed and of one @throw_of it ("page 7"): neighbours are unrelated. */
Dice dice_start (guint64 seed, guint64 throw_of);

guint64 dice_next (Dice *dice);
guint dice_below (Dice *dice, guint limit);              /* 0 ... limit - 1 */
int dice_between (Dice *dice, int low, int high);        /* both included */
double dice_range (Dice *dice, double low, double high); /* high excluded */
gboolean dice_chance (Dice *dice, guint percent);

/* @pattern with a digit for each '#' and a capital for each '?'; the caller owns it. */
char *dice_fill (Dice *dice, const char *pattern) G_GNUC_WARN_UNUSED_RESULT;

/* One of a NULL-terminated list. */
const char *dice_pick (Dice *dice, const char *const *choices);
