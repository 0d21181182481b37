/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The machine-readable zone of a card (TD1, 3 lines of 30) or a passport (TD3, 2 lines of
 * 44) after ICAO 9303. A part is NULL unless its own check digit proves it. */
typedef struct {
  char *lines; /* the zone as printed, joined by newlines; NULL unless the composite check
                   holds too */
  char *id;    /* 12-digit personal number, or the passport's number */
  char *dob;   /* dd/mm/yyyy */
  char *sex;   /* "Nam", "Nữ" or NULL */
  char *expiry; /* dd/mm/yyyy */
  char *name;   /* "NGUYEN THI MAU": no check digit, no marks, may be cut: to compare */
  gboolean passport;
} Mrz;

/* @lines: as many strings as the zone has lines, each of exactly its length, A-Z 0-9 '<'.
 * NULL when they are no zone or when no part is proved. */
Mrz *mrz_parse (const char *const *lines) G_GNUC_WARN_UNUSED_RESULT;

/* Finds the zone in recognised lines of text: letters that stand for figures, and figures
 * for letters, are repaired by position, and runs of '<' set to their length, but only
 * what a check digit then proves is believed. NULL when there is no zone. */
Mrz *mrz_find (const char *const *text_lines) G_GNUC_WARN_UNUSED_RESULT;

void mrz_free (Mrz *mrz);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mrz, mrz_free)

/* The 7-3-1 check digit of @length characters, or '\0' when one is no MRZ character. */
char mrz_check_digit (const char *text, gsize length);

/* The line of names that a card of @name carries: "NGUYEN<<THI<MAU<<<...", @length
 * characters; caller frees. */
char *mrz_format_names (const char *name, gsize length) G_GNUC_WARN_UNUSED_RESULT;
