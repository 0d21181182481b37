/* SPDX-License-Identifier: Apache-2.0 */

/* SplitMix64: one addition and one mixing per throw, the same on every machine, which the
 * C library's rand() is not. Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators" (2014). The modulo's bias is far below anything a page shows. */

#include "dice.h"

#define GOLDEN_GAMMA 0x9e3779b97f4a7c15u

guint64
dice_next (Dice *dice) {
  guint64 bits = dice->state += GOLDEN_GAMMA;

  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

Dice
dice_start (guint64 seed, guint64 throw_of) {
  Dice dice = {.state = seed};

  dice.state = dice_next (&dice) ^ (throw_of * GOLDEN_GAMMA);
  return dice;
}

guint
dice_below (Dice *dice, guint limit) {
  g_assert (limit > 0);
  return (guint) (dice_next (dice) % limit);
}

int
dice_between (Dice *dice, int low, int high) {
  g_assert (low <= high);
  return low + (int) dice_below (dice, (guint) (high - low + 1));
}

double
dice_range (Dice *dice, double low, double high) {
  return low + (high - low) * ((double) (dice_next (dice) >> 11) / 9007199254740992.0);
}

gboolean
dice_chance (Dice *dice, guint percent) {
  return dice_below (dice, 100) < percent;
}

char *
dice_fill (Dice *dice, const char *pattern) {
  char *filled = g_strdup (pattern);

  for (char *at = filled; *at != '\0'; at++)
    if (*at == '#')
      *at = (char) ('0' + dice_below (dice, 10));
    else if (*at == '?')
      *at = (char) ('A' + dice_below (dice, 26));
  return filled;
}

const char *
dice_pick (Dice *dice, const char *const *choices) {
  return choices[dice_below (dice, g_strv_length ((char **) choices))];
}
