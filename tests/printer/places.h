/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "dice.h"

/* Before 1 July 2025 an address has three tiers, since then two. */
typedef enum { PLACES_BEFORE_MERGER, PLACES_SINCE_MERGER } PlacesEra;

/* A commune or ward with what stands above it. Static; never freed. */
typedef struct {
  const char *commune;
  const char *district; /* NULL since the merger */
  const char *province;
  const char *id_code; /* first three digits of numbers given there */
} Place;

const Place *places_pick (Dice *dice, PlacesEra era);

/* "xã Vị Thắng, huyện Vị Thủy, tỉnh Hậu Giang"; the caller owns it. */
char *places_format (const Place *place) G_GNUC_WARN_UNUSED_RESULT;

/* A house there: "Số 12A đường Lê Lợi, ..." in a ward, "Ấp 3, ..." in a commune. */
char *places_format_house (const Place *place, Dice *dice) G_GNUC_WARN_UNUSED_RESULT;
