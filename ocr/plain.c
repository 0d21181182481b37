/* SPDX-License-Identifier: Apache-2.0 */

/* One rule for text of unknown origin, asked for by whoever takes it over: the answer of a
 * reader, the message of a fault, the title of a PDF. */

#include "ocr/plain.h"

#include <string.h>

static gboolean
is_printable (const char *text) {
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_normal (const char *text) {
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  return g_strcmp0 (text, normal) == 0;
}

gboolean
plain_check (const char *text, gsize most_bytes) {
  gsize size = text != NULL ? strlen (text) : 0;

  return size > 0 && size <= most_bytes && g_utf8_validate (text, (gssize) size, NULL)
         && is_printable (text) && is_normal (text);
}

gboolean
plain_check_lines (const char *text, gsize most_bytes) {
  g_auto (GStrv) lines = NULL;
  gboolean plain;

  if (text == NULL || *text == '\0' || strlen (text) > most_bytes)
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  plain = TRUE;
  for (guint i = 0; plain && lines[i] != NULL; i++)
    plain = plain_check (lines[i], most_bytes);
  return plain;
}

/* What is dropped may have stood between a letter and its mark: composing comes last. */
char *
plain_dup (const char *bytes, gsize size_bytes) {
  g_autofree char *valid = g_utf8_make_valid (bytes, (gssize) size_bytes);
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    if (g_unichar_isprint (g_utf8_get_char (at)))
      g_string_append_unichar (plain, g_utf8_get_char (at));
  }
  return g_utf8_normalize (plain->str, -1, G_NORMALIZE_NFC);
}
