/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Comparing Vietnamese text as a reader's mistakes leave it: without diacritics, case and
 * spacing, and up to a number of edits. */

/* The folding key: NFD, marks dropped, d for đ, lower case, white space collapsed to one
 * space and trimmed; caller frees. @text is UTF-8. */
char *fold_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* fold_text without anything but letters and digits, so that spacing and punctuation do
 * not count; caller frees. */
char *fold_letters (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Levenshtein distance in bytes of two keys. */
guint fold_distance (const char *a, const char *b);

/* Edits between @label and the first N bytes of @text for each N of @text, in
 * @distances[0..strlen (text)]; every value above @most is FOLD_FAR. FALSE at once when no
 * prefix is within @most. */
gboolean fold_prefix_distances (const char *label, const char *text, guint most,
                                guint *distances);
#define FOLD_FAR 1000u

/* 0 (nothing in common) to 1 (the same key). */
double fold_likeness (const char *a, const char *b);
