/* SPDX-License-Identifier: Apache-2.0 */

/* A sheet that stopped halfway through its sides is fed again as a whole: a person cannot
 * feed a back alone, and a front from before with a back from after may be two sheets. */

#include "scan/tally.h"

Tally
tally_get_start (guint first, guint first_sheet, guint sides) {
  return (Tally){.first = first,
                 .first_sheet
                 = first_sheet > 0 ? first_sheet : (first - 1 + sides - 1) / sides + 1,
                 .sides = sides};
}

guint
tally_get_number (const Tally *tally) {
  return tally->first + tally->pages;
}

guint
tally_get_sheet (const Tally *tally) {
  return tally->first_sheet + tally->pages / tally->sides;
}

PageSide
tally_get_side (const Tally *tally) {
  return tally->pages % tally->sides == 0 ? PAGE_FRONT : PAGE_BACK;
}

guint
tally_get_last_page (const Tally *tally) {
  return tally->pages > 0 ? tally->first + tally->pages - 1 : 0;
}

guint
tally_get_last_sheet (const Tally *tally) {
  return tally_get_sheet (tally) - 1;
}

guint
tally_get_begun_sheet (const Tally *tally) {
  return tally->first_sheet + (tally->pages + tally->sides - 1) / tally->sides - 1;
}

guint
tally_get_next_page (const Tally *tally) {
  return tally->first + tally->pages - tally->pages % tally->sides;
}
