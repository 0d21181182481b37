/* SPDX-License-Identifier: Apache-2.0 */

/* Labels and titles are compared on keys, never on text: recognition loses tone marks,
 * spaces and punctuation far more often than letters. Keys of Vietnamese text are plain
 * ASCII, so distances count bytes; in other scripts a letter may count twice, which only
 * makes the match stricter.
 *
 * The prefix distances are one run of the usual dynamic programme that stops at the first
 * row where all cells are above the limit: nearly every label fails after a few letters,
 * and some hundred labels are tried at each word of a page. */

#include "ocr/fold.h"

#include <string.h>

static void
append_folded (GString *key, gunichar letter) {
  if (g_unichar_ismark (letter) || g_unichar_iszerowidth (letter))
    return;
  if (letter == 0x0111 || letter == 0x0110)
    letter = 'd';
  g_string_append_unichar (key, g_unichar_tolower (letter));
}

char *
fold_text (const char *text) {
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  g_autoptr (GString) key = g_string_new (NULL);

  for (const char *at = decomposed; at != NULL && *at != '\0';
       at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (!g_unichar_isspace (letter))
      append_folded (key, letter);
    else if (key->len > 0 && key->str[key->len - 1] != ' ')
      g_string_append_c (key, ' ');
  }
  if (key->len > 0 && key->str[key->len - 1] == ' ')
    g_string_truncate (key, key->len - 1);
  return g_strdup (key->str);
}

char *
fold_letters (const char *text) {
  g_autofree char *key = fold_text (text);
  g_autoptr (GString) letters = g_string_new (NULL);

  for (const char *at = key; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (g_unichar_isalnum (letter))
      g_string_append_unichar (letters, letter);
  }
  return g_strdup (letters->str);
}

/* Fills one row of the programme from the one before it; returns its least cell. */
static guint
step_row (const guint *before, guint *row, guint up, char letter, const char *text,
          gsize length) {
  guint least = row[0] = up;

  for (gsize n = 1; n <= length; n++) {
    guint cell = before[n - 1] + (text[n - 1] != letter);

    cell = MIN (cell, before[n] + 1);
    cell = MIN (cell, row[n - 1] + 1);
    row[n] = cell;
    least = MIN (least, cell);
  }
  return least;
}

gboolean
fold_prefix_distances (const char *label, const char *text, guint most,
                       guint *distances) {
  gsize length = strlen (text);
  g_autofree guint *other = g_new (guint, length + 1);
  guint *before = other, *row = distances;

  for (gsize n = 0; n <= length; n++)
    before[n] = n;
  for (guint up = 1; label[up - 1] != '\0'; up++) {
    guint *swap = before;

    if (step_row (before, row, up, label[up - 1], text, length) > most)
      return FALSE;
    before = row;
    row = swap;
  }
  if (before != distances)
    memcpy (distances, before, (length + 1) * sizeof *distances);
  for (gsize n = 0; n <= length; n++)
    distances[n] = distances[n] > most ? FOLD_FAR : distances[n];
  return TRUE;
}

guint
fold_distance (const char *a, const char *b) {
  gsize length = strlen (b);
  g_autofree guint *distances = g_new (guint, length + 1);
  guint most = MAX (strlen (a), length);

  if (most >= FOLD_FAR || !fold_prefix_distances (a, b, most, distances))
    return most;
  return distances[length];
}

double
fold_likeness (const char *a, const char *b) {
  gsize longer = MAX (strlen (a), strlen (b));

  if (longer == 0)
    return 1;
  return 1 - (double) fold_distance (a, b) / longer;
}
