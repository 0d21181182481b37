/* SPDX-License-Identifier: Apache-2.0 */

/* One table of names, kinds and the stages each makes sense at; what is not in it is
 * refused when the portal starts, so that a practice run with a misspelt fault cannot
 * pass for one without faults. */

#include "upload/practice/trouble.h"

#include "config/fault.h"
#include "config/log.h"
#include "upload/practice/rawtrouble.h"

#include <string.h>
#include <sys/stat.h>

typedef struct {
  const char *name;
  TroubleKind kind;
  guint stages; /* bit per TroubleStage */
  gboolean late;
} Row;

#define AT(stage)   (1u << (stage))
#define EVERYWHERE  (AT (STAGE_OTHER + 1) - 1)
#define WITH_A_NAME (EVERYWHERE & ~(AT (STAGE_READBACK) | AT (STAGE_OTHER)))
#define LOOKED_UP   (AT (STAGE_FIND) | AT (STAGE_CREATE) | AT (STAGE_SUBMIT))

static const Row rows[] = {
    {"", TROUBLE_NONE, 0, TRUE},
    {"status", TROUBLE_STATUS, EVERYWHERE, FALSE},
    {"html", TROUBLE_HTML, EVERYWHERE, FALSE},
    {"not-json", TROUBLE_NOT_JSON, EVERYWHERE, FALSE},
    {"empty", TROUBLE_EMPTY, EVERYWHERE, FALSE},
    {"wrong-schema", TROUBLE_WRONG_SCHEMA, EVERYWHERE, FALSE},
    {"two-words", TROUBLE_TWO_WORDS, EVERYWHERE, FALSE},
    {"redirect", TROUBLE_REDIRECT, EVERYWHERE, FALSE},
    {"moved", TROUBLE_MOVED, EVERYWHERE, FALSE},
    {"loop", TROUBLE_LOOP, EVERYWHERE, FALSE},
    {"endless", TROUBLE_ENDLESS, EVERYWHERE, FALSE},
    {"accepted", TROUBLE_ONLY_ACCEPTED, EVERYWHERE, FALSE},
    {"close", TROUBLE_CLOSE, EVERYWHERE, FALSE},
    {"lost", TROUBLE_LOST, EVERYWHERE, TRUE},
    {"truncated", TROUBLE_TRUNCATED, EVERYWHERE, TRUE},
    {"slow", TROUBLE_SLOW, EVERYWHERE, TRUE},
    {"foreign", TROUBLE_FOREIGN, WITH_A_NAME, TRUE},
    {"supplement", TROUBLE_SUPPLEMENT, LOOKED_UP, TRUE},
    {"wrong-hash", TROUBLE_WRONG_HASH, AT (STAGE_FILE), TRUE},
    {"used-number", TROUBLE_USED_NUMBER, AT (STAGE_NUMBER), TRUE},
    {"late", TROUBLE_LATE, EVERYWHERE, TRUE},
    {"wrong-bytes", TROUBLE_WRONG_BYTES, AT (STAGE_READBACK), TRUE},
    {"raw", TROUBLE_RAW, EVERYWHERE, TRUE},
};

static const char *const stage_names[]
    = {"find",  "create", "files",    "file",   "readback", "mark",  "submit",
       "token", "number", "progress", "upload", "offset",   "patch", "other"};

/* What an answer may say in Retry-After. */
static const struct {
  const char *name;
  const char *text;
} waits[] = {
    {"none", NULL},     {"0", "0"},   {"5", "5"},
    {"86400", "86400"}, {"-5", "-5"}, {"date", "Wed, 21 Oct 2099 07:28:00 GMT"},
    {"text", "soon"},
};

typedef struct {
  Trouble trouble;
  guint stages;
  guint left;    /* G_MAXUINT: for ever */
  guint percent; /* 0: always */
} Entry;

struct TroubleList {
  GArray *entries;
  GArray *watched; /* Entry, of the file */
  char *path;      /* or NULL */
  struct stat seen;
  GRand *dice;
};

const char *
trouble_stage_get_name (TroubleStage stage) {
  return stage_names[stage];
}

static const Row *
get_row (TroubleKind kind) {
  g_assert (rows[kind].kind == kind);
  return &rows[kind];
}

const char *
trouble_get_name (Trouble trouble) {
  return trouble.kind == TROUBLE_RAW ? rawtrouble_get_name (trouble.raw)
                                     : get_row (trouble.kind)->name;
}

gboolean
trouble_is_late (Trouble trouble) {
  return get_row (trouble.kind)->late;
}

/* "503", "429+5" */
static gboolean
parse_status (const char *name, Entry *entry) {
  g_auto (GStrv) words = g_strsplit (name, "+", 2);
  guint64 status;

  if (words[0] == NULL
      || !g_ascii_string_to_unsigned (words[0], 10, 400, 599, &status, NULL))
    return FALSE;
  entry->trouble = (Trouble){.kind = TROUBLE_STATUS, .status = (guint) status};
  if (words[1] == NULL) {
    entry->trouble.retry_after = status == 503 || status == 429 ? "1" : NULL;
    return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++) {
    if (g_str_equal (waits[i].name, words[1])) {
      entry->trouble.retry_after = waits[i].text;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_name (const char *name, Entry *entry) {
  if (parse_status (name, entry))
    return TRUE;
  if (rawtrouble_find (name, &entry->trouble.raw)) {
    entry->trouble.kind = TROUBLE_RAW;
    return TRUE;
  }
  for (guint i = TROUBLE_STATUS + 1; i < TROUBLE_RAW; i++) {
    if (g_str_equal (rows[i].name, name)) {
      entry->trouble.kind = rows[i].kind;
      return TRUE;
    }
  }
  return FALSE;
}

/* Narrows the entry to the stage called @name; NULL leaves it as it is. */
static gboolean
parse_stage (const char *name, Entry *entry) {
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (stage_names); i++) {
    if (g_str_equal (stage_names[i], name)) {
      entry->stages &= AT (i);
      return entry->stages != 0;
    }
  }
  return FALSE;
}

static gboolean
parse_count (const char *text, Entry *entry) {
  guint64 count;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT - 1, &count, NULL))
    return FALSE;
  entry->left = (guint) count;
  return TRUE;
}

static gboolean
parse_percent (const char *text, Entry *entry) {
  guint64 percent;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 99, &percent, NULL))
    return FALSE;
  entry->percent = (guint) percent;
  return TRUE;
}

/* Cuts @text at @separator and returns what follows it, or NULL. */
static char *
cut (char *text, char separator) {
  char *at = strchr (text, separator);

  if (at == NULL)
    return NULL;
  *at = '\0';
  return at + 1;
}

static gboolean
parse_entry (const char *specification, Entry *entry) {
  g_autofree char *name = g_strdup (specification);
  const char *percent = cut (name, '%');
  const char *count = cut (name, ':');
  const char *stage = cut (name, '@');

  if (!parse_name (name, entry))
    return FALSE;
  entry->stages = get_row (entry->trouble.kind)->stages;
  return parse_stage (stage, entry) && parse_count (count, entry)
         && parse_percent (percent, entry);
}

TroubleList *
trouble_list_new (const char *const *specifications, guint seed, GError **error) {
  g_autoptr (TroubleList) list = g_new0 (TroubleList, 1);

  list->dice = g_rand_new_with_seed (seed);

  list->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  list->watched = g_array_new (FALSE, FALSE, sizeof (Entry));
  for (guint i = 0; specifications != NULL && specifications[i] != NULL; i++) {
    Entry entry = {.left = G_MAXUINT};

    if (!parse_entry (specifications[i], &entry)) {
      g_set_error (error, FAULT, FAULT_USAGE,
                   "\"%s\" is no fault that the practice portal can play",
                   specifications[i]);
      return NULL;
    }
    g_array_append_val (list->entries, entry);
  }
  return g_steal_pointer (&list);
}

void
trouble_list_free (TroubleList *list) {
  g_array_unref (list->entries);
  g_array_unref (list->watched);
  g_free (list->path);
  g_rand_free (list->dice);
  g_free (list);
}

void
trouble_list_watch (TroubleList *list, const char *path) {
  g_free (list->path);
  list->path = g_strdup (path);
}

static gboolean
has_changed (TroubleList *list) {
  struct stat now = {0};

  if (stat (list->path, &now) != 0)
    now = (struct stat){0};
  if (now.st_ino == list->seen.st_ino && now.st_size == list->seen.st_size
      && now.st_mtim.tv_sec == list->seen.st_mtim.tv_sec
      && now.st_mtim.tv_nsec == list->seen.st_mtim.tv_nsec)
    return FALSE;
  list->seen = now;
  return TRUE;
}

static void
load_file (TroubleList *list) {
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_array_set_size (list->watched, 0);
  if (!g_file_get_contents (list->path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);
    Entry entry = {.left = G_MAXUINT};

    if (*line == '\0' || *line == '#')
      continue;
    if (!parse_entry (line, &entry)) {
      log_warning ("%s: line %u is no fault", list->path, i + 1);
      g_array_set_size (list->watched, 0);
      return;
    }
    g_array_append_val (list->watched, entry);
  }
}

/* The first entry that fits and is not used up, counted off; NULL when there is none. */
static const Entry *
find_next (TroubleList *list, GArray *entries, TroubleStage stage) {
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = &g_array_index (entries, Entry, i);

    if ((entry->stages & AT (stage)) == 0 || entry->left == 0)
      continue;
    if (entry->percent != 0
        && (guint) g_rand_int_range (list->dice, 0, 100) >= entry->percent)
      continue;
    if (entry->left != G_MAXUINT)
      entry->left--;
    return entry;
  }
  return NULL;
}

Trouble
trouble_next (TroubleList *list, TroubleStage stage) {
  const Entry *entry;

  if (list->path != NULL && has_changed (list))
    load_file (list);
  entry = find_next (list, list->watched, stage);
  if (entry == NULL)
    entry = find_next (list, list->entries, stage);
  return entry != NULL ? entry->trouble : (Trouble){.kind = TROUBLE_NONE};
}

char *
trouble_format_names (void) {
  g_autoptr (GString) names = g_string_new ("a status from 400 to 599");

  for (guint i = TROUBLE_STATUS + 1; i < TROUBLE_RAW; i++)
    g_string_append_printf (names, ", %s", rows[i].name);
  for (guint i = 0; rawtrouble_get_name (i) != NULL; i++)
    g_string_append_printf (names, ", %s", rawtrouble_get_name (i));
  return g_string_free (g_steal_pointer (&names), FALSE);
}
