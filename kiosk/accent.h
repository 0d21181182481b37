/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A Vietnamese word taken apart: letters, what each bears, and one tone. Pure. */

typedef enum {
  ACCENT_BARE,
  ACCENT_CIRCUMFLEX, /* â ê ô */
  ACCENT_HORN,       /* ơ ư */
  ACCENT_BREVE,      /* ă */
  ACCENT_STROKE,     /* đ */
} AccentMark;

typedef enum {
  ACCENT_LEVEL,
  ACCENT_GRAVE,
  ACCENT_ACUTE,
  ACCENT_HOOK,
  ACCENT_TILDE,
  ACCENT_DOT,
} AccentTone;

typedef struct {
  gunichar base; /* small and bare, when it is of the Latin alphabet */
  AccentMark mark;
  gboolean upper;
} AccentLetter;

typedef struct {
  GArray *letters; /* AccentLetter */
  AccentTone tone;
} AccentWord;

AccentWord *accent_parse (const char *word) G_GNUC_WARN_UNUSED_RESULT;
void accent_free (AccentWord *word);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AccentWord, accent_free)

/* In NFC, with the tone where "hóa", "thủy" and "quý" have it. Caller frees. */
char *accent_format (const AccentWord *word) G_GNUC_WARN_UNUSED_RESULT;

/* The vowels that may bear marks and the tone, from *@from to before *@to: without the u of
 * "qu" and the i of "gi" before a vowel. FALSE: there are none. */
gboolean accent_find_vowels (const AccentWord *word, guint *from, guint *to);

/* What stands there now can be the rhyme of a syllable, or grow into one. */
gboolean accent_is_rhyme (const AccentWord *word);
