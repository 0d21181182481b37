/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The QR code of an identity card: number|old number|name|ddmmyyyy|sex|residence|ddmmyyyy,
 * UTF-8, possibly with further parts, which are kept only in the payload. It carries no
 * signature: it is exact, but it proves nothing. */
typedef struct {
  char *id;         /* 12 digits */
  char *old_id;     /* 9 digits, or NULL */
  char *name;       /* NFC */
  char *dob;        /* dd/mm/yyyy */
  char *sex;        /* "Nam", "Nữ", or as the card has it */
  char *residence;  /* NFC */
  char *issue_date; /* dd/mm/yyyy, or NULL */
  gboolean flawed;  /* impossible date, unknown province, sex or year against the number,
                       broken letters: kept, but a person must look */
} Card;

/* NULL when @payload is no card: fewer than 7 parts (6 when the old number is left out), a
 * first part that is not exactly 12 digits, parts too long or with invisible characters.
 * Nothing is repaired. */
Card *card_parse (const char *payload) G_GNUC_WARN_UNUSED_RESULT;
void card_free (Card *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Card, card_free)
