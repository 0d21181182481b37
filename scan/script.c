/* SPDX-License-Identifier: Apache-2.0 */

/* One setting a line; the moment at which a mishap strikes may be left out and is then the
 * one at which real scanners show it:
 *
 *   page-delay = 1500
 *   open = busy
 *   sheet 7 = jam
 *   sheet 9 read = hang */

#include "scan/script.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

typedef struct {
  Moment moment;
  guint sheet;
  Mishap mishap;
} Entry;

struct Script {
  GArray *entries; /* of Entry */
  guint page_delay_ms;
};

static const struct {
  const char *word;
  Mishap mishap;
  Moment usual;
} mishap_words[] = {
    {"jam", MISHAP_JAM, MOMENT_START},
    {"cover", MISHAP_COVER, MOMENT_START},
    {"double-feed", MISHAP_DOUBLE_FEED, MOMENT_START},
    {"busy", MISHAP_BUSY, MOMENT_START},
    {"denied", MISHAP_DENIED, MOMENT_START},
    {"hang", MISHAP_HANG, MOMENT_READ},
    {"crash", MISHAP_CRASH, MOMENT_READ},
    {"unplug", MISHAP_UNPLUG, MOMENT_READ},
    {"short", MISHAP_SHORT, MOMENT_READ},
    {"long", MISHAP_LONG, MOMENT_READ},
};

static gboolean
set_mishap (Script *script, Entry entry, gboolean is_usual, const char *word) {
  for (guint i = 0; i < G_N_ELEMENTS (mishap_words); i++) {
    if (!g_str_equal (mishap_words[i].word, word))
      continue;
    entry.mishap = mishap_words[i].mishap;
    if (is_usual)
      entry.moment = mishap_words[i].usual;
    g_array_append_val (script->entries, entry);
    return TRUE;
  }
  return FALSE;
}

static gboolean
parse_number (const char *text, guint64 least, guint64 most, guint *number) {
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* "sheet N", "sheet N start", "sheet N read". */
static gboolean
set_sheet (Script *script, char **words, guint count, const char *value) {
  Entry entry = {.moment = MOMENT_START};

  if (count < 2 || count > 3
      || !parse_number (words[1], 1, LIMIT_DOSSIER_PAGES, &entry.sheet))
    return FALSE;
  if (count == 3 && g_str_equal (words[2], "read"))
    entry.moment = MOMENT_READ;
  else if (count == 3 && !g_str_equal (words[2], "start"))
    return FALSE;
  return set_mishap (script, entry, count == 2, value);
}

static gboolean
set_key (Script *script, const char *key, const char *value) {
  g_auto (GStrv) words = g_strsplit (key, " ", 4);
  guint count = g_strv_length (words);

  if (g_str_equal (key, "page-delay"))
    return parse_number (value, 0, LIMIT_HOPPER_DELAY_MS, &script->page_delay_ms);
  if (g_str_equal (key, "open"))
    return set_mishap (script, (Entry){.moment = MOMENT_OPEN}, FALSE, value);
  return count > 0 && g_str_equal (words[0], "sheet")
         && set_sheet (script, words, count, value);
}

static gboolean
parse_line (Script *script, char *line) {
  char *equals;

  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return TRUE;
  equals = strchr (line, '=');
  if (equals == NULL)
    return FALSE;
  *equals = '\0';
  return set_key (script, g_strstrip (line), g_strstrip (equals + 1));
}

Script *
script_load (const char *path, GError **error) {
  g_autoptr (Script) script = g_new0 (Script, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size_bytes = 0;

  script->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&script);
  if (!g_file_get_contents (path, &text, &size_bytes, error))
    return NULL;
  if (size_bytes > LIMIT_SETTINGS_BYTES) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: too long", path);
    return NULL;
  }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (parse_line (script, lines[i]))
      continue;
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: not understood", path, i + 1);
    return NULL;
  }
  return g_steal_pointer (&script);
}

void
script_free (Script *script) {
  g_array_unref (script->entries);
  g_free (script);
}

Mishap
script_get_mishap (const Script *script, Moment moment, guint sheet) {
  for (guint i = 0; i < script->entries->len; i++) {
    const Entry *entry = &g_array_index (script->entries, Entry, i);

    if (entry->moment == moment && entry->sheet == sheet)
      return entry->mishap;
  }
  return MISHAP_NONE;
}

guint
script_get_page_delay_ms (const Script *script) {
  return script->page_delay_ms;
}
