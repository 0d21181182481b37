/* SPDX-License-Identifier: Apache-2.0 */

/* Marks go by decomposition; đ has none and is folded by hand. */

#include "ui/search.h"

#include <string.h>

char *
search_fold (const char *text) {
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  GString *folded = g_string_new (NULL);

  for (const char *at = apart; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_unichar_tolower (g_utf8_get_char (at));

    if (g_unichar_ismark (letter))
      continue;
    g_string_append_unichar (folded, letter == 0x111 /* đ */ ? 'd' : letter);
  }
  return g_string_free (folded, FALSE);
}

static char *
drop_spaces (const char *text) {
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strjoinv ("", words);
}

static gboolean
match_words (const char *text, const char *query) {
  g_auto (GStrv) words = g_strsplit (query, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

gboolean
search_match (const char *text, const char *query) {
  g_autofree char *text_run = NULL;
  g_autofree char *query_run = NULL;

  if (match_words (text, query))
    return TRUE;
  text_run = drop_spaces (text);
  query_run = drop_spaces (query);
  return strstr (text_run, query_run) != NULL;
}
