/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/gazetteer.h"

typedef enum {
  PLACE_UNKNOWN, /* no place of the list is near to what the address ends with */
  PLACE_ALIKE,   /* one place alone is near, and it is written differently */
  PLACE_EXACT,   /* a place of the list, letter by letter */
} PlaceMatch;

/* The place that @address (NFC) ends with, commune, district if any, and province. For
 * PLACE_ALIKE, *@corrected is the address with the names of that place as the list writes
 * them and everything else as it was: a suggestion, since a person may have written what
 * the list does not have. Else it is NULL. Caller frees. */
PlaceMatch address_match (const Gazetteer *gazetteer, const char *address,
                          char **corrected) G_GNUC_WARN_UNUSED_RESULT;

/* @address without the stops and doubled commas that specks leave in it: "Phùng,. tỉnh",
 * "thành. phố". Caller frees. */
char *address_tidy (const char *address) G_GNUC_WARN_UNUSED_RESULT;

/* Whether two addresses may be one: marks, spacing and abbreviations do not count, and
 * neither do names of before and of after the merger when house and street agree and the
 * province of the one is part of the other's. @gazetteer may be NULL: then names of two
 * eras differ. */
gboolean address_is_same (const Gazetteer *gazetteer, const char *one, const char *other);
