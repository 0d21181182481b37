/* SPDX-License-Identifier: Apache-2.0 */

/* One table of names, kinds and the stages each makes sense at; what is not in it is
 * refused when the portal starts, so that a practice run with a misspelt fault cannot
 * pass for one without faults. */

#include "upload/practice/trouble.h"

#include "config/fault.h"

#include <string.h>

typedef struct {
  const char *name;
  TroubleKind kind;
  guint stages; /* bit per TroubleStage */
  gboolean late;
} Row;

#define AT(stage)   (1u << (stage))
#define EVERYWHERE  (AT (STAGE_OTHER + 1) - 1)
#define WITH_A_NAME (EVERYWHERE & ~(AT (STAGE_READBACK) | AT (STAGE_OTHER)))

static const Row rows[] = {
    {"", TROUBLE_NONE, 0, TRUE},
    {"status", TROUBLE_STATUS, EVERYWHERE, FALSE},
    {"html", TROUBLE_HTML, EVERYWHERE, FALSE},
    {"not-json", TROUBLE_NOT_JSON, EVERYWHERE, FALSE},
    {"redirect", TROUBLE_REDIRECT, EVERYWHERE, FALSE},
    {"endless", TROUBLE_ENDLESS, EVERYWHERE, FALSE},
    {"close", TROUBLE_CLOSE, EVERYWHERE, FALSE},
    {"lost", TROUBLE_LOST, EVERYWHERE, TRUE},
    {"truncated", TROUBLE_TRUNCATED, EVERYWHERE, TRUE},
    {"slow", TROUBLE_SLOW, EVERYWHERE, TRUE},
    {"foreign", TROUBLE_FOREIGN, WITH_A_NAME, TRUE},
    {"wrong-bytes", TROUBLE_WRONG_BYTES, AT (STAGE_READBACK), TRUE},
};

static const char *const stage_names[]
    = {"find", "create", "files", "file", "readback", "mark", "submit", "other"};

typedef struct {
  Trouble trouble;
  guint stages;
  guint left; /* G_MAXUINT: for ever */
} Entry;

struct TroubleList {
  GArray *entries;
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
  return get_row (trouble.kind)->name;
}

gboolean
trouble_is_late (Trouble trouble) {
  return get_row (trouble.kind)->late;
}

static gboolean
parse_name (const char *name, Entry *entry) {
  guint64 status;

  if (g_ascii_string_to_unsigned (name, 10, 400, 599, &status, NULL)) {
    entry->trouble = (Trouble){TROUBLE_STATUS, (guint) status};
    return TRUE;
  }
  for (guint i = TROUBLE_STATUS + 1; i < G_N_ELEMENTS (rows); i++) {
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
  const char *count = cut (name, ':');
  const char *stage = cut (name, '@');

  if (!parse_name (name, entry))
    return FALSE;
  entry->stages = get_row (entry->trouble.kind)->stages;
  return parse_stage (stage, entry) && parse_count (count, entry);
}

TroubleList *
trouble_list_new (const char *const *specifications, GError **error) {
  g_autoptr (TroubleList) list = g_new0 (TroubleList, 1);

  list->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
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
  g_free (list);
}

Trouble
trouble_next (TroubleList *list, TroubleStage stage) {
  for (guint i = 0; i < list->entries->len; i++) {
    Entry *entry = &g_array_index (list->entries, Entry, i);

    if ((entry->stages & AT (stage)) == 0 || entry->left == 0)
      continue;
    if (entry->left != G_MAXUINT)
      entry->left--;
    return entry->trouble;
  }
  return (Trouble){TROUBLE_NONE, 0};
}
