/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Recognised text of one page: words in reading order, grouped into lines by number. All
 * text is UTF-8, NFC, printable. */

typedef struct {
  char *text;
  double confidence; /* 0..1 */
  Box box;           /* on the upright, deskewed page */
  guint line;        /* 0.., rises along the reading order */
} Word;

typedef struct {
  GPtrArray *words; /* Word, owned */
} Words;

Words *words_new (void);
void words_free (Words *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Words, words_free)

/* Appends a copy of @text in NFC without control characters; drops what is empty then.
 * FALSE (and nothing appended) at LIMIT_PAGE_WORDS. */
gboolean words_append (Words *words, const char *text, double confidence, Box box,
                       guint line);

/* The page's text, one text line per line, at most LIMIT_PAGE_TEXT_BYTES; caller frees. */
char *words_format_text (const Words *words) G_GNUC_WARN_UNUSED_RESULT;

/* Mean confidence weighted by length, 0 when empty. */
double words_get_confidence (const Words *words);
