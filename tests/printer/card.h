/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "persons.h"

/* What an identity card says to machines. Strings belong to the cast. */

/* number|old number|name|ddmmyyyy|sex|residence|ddmmyyyy */
const char *card_format_qr (Cast *cast, const Person *person);

/* The three lines of 30 characters, joined by newlines (ICAO 9303 part 5, TD1). */
const char *card_format_mrz (Cast *cast, const Person *person);

/* ICAO 9303 check digit of the first @length characters: '0' ... '9'. */
char card_check_digit (const char *text, gsize length);
