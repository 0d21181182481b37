/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "day.h"
#include "places.h"

/* An invented person. Strings live as long as the Cast that holds the person. */
typedef struct {
  gboolean female;
  const char *name;
  const char *name_upper;
  const char *sex; /* Nam, Nữ */
  const char *ethnicity;
  const char *id;     /* 12 digits, PPP G YY NNNNNN */
  const char *old_id; /* 9 digits, or "" */
  const char *phone;
  const char *email;
  const char *residence;
  const char *home_town;
  Day born;
  Day card_issued;
  Day card_expires;
} Person;

/* The people, places and days of one dossier; all its papers speak of the same ones. */
typedef struct {
  Dice dice; /* for what only one paper tells */
  GStringChunk *words;
  PlacesEra era;
  const Place *place; /* of the office and of the family's house */
  Day today;
  Person father, mother, child, sister, elder, agent, witness;
  Person requester;     /* the father or the mother */
  const char *relation; /* of the requester to the child: Cha, Mẹ */
  gboolean noted;       /* labels carry the numbers of notes: "Nơi cư trú: (2)" */
  const char *hospital; /* where the child was born */
  const char *officer;
  const char *chairman;
} Cast;

/* Invents a cast of @era; the same dice give the same cast. The caller owns it. */
Cast *persons_cast (Dice dice, PlacesEra era) G_GNUC_WARN_UNUSED_RESULT;
void persons_free (Cast *cast);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cast, persons_free)

/* Text that lives as long as @cast: printed, or taken over from the caller. */
const char *persons_print (Cast *cast, const char *format, ...) G_GNUC_PRINTF (2, 3);
const char *persons_keep (Cast *cast, char *text);

/* dice_fill () of the cast's dice. */
const char *persons_fill (Cast *cast, const char *pattern);
/* "08 giờ 30 phút" */
const char *persons_hour (Cast *cast, int first, int last);
/* @text without marks: "Danh Thi Sa Rinh", "Do"; letters and spaces stay. */
const char *persons_fold (Cast *cast, const char *text);
const char *persons_day (Cast *cast, Day day);       /* 05/03/2026 */
const char *persons_day_long (Cast *cast, Day day);  /* ngày 05 tháng 03 năm 2026 */
const char *persons_day_words (Cast *cast, Day day); /* ngày năm tháng ba năm ... */

/* A further person of the cast, born in the years @first to @last. */
Person persons_invent (Cast *cast, gboolean female, int first, int last);
