/* SPDX-License-Identifier: Apache-2.0 */

/* A person filters by several things at once, in any mixture, and wants the count, too. An
 * index for each mixture would be written at every change of state; a row here is a few
 * dozen bytes, and looking at all of them takes less time than one disk access.
 *
 * Whatever changes a row of those columns that are kept here is an act of the audit trail,
 * in the same transaction; so the trail's new entries name the rows to be read again. Rows
 * and the trail's number are read in one transaction.
 *
 * Entries stand in the order of roll_find() at all times. An entry that changes keeps its
 * place unless its term does, which happens once, before it is queued.
 *
 * Names of procedures are few: each is folded once and matched once a question. */

#include "upload/roll.h"

#include "config/fault.h"
#include "ocr/fold.h"
#include "upload/store-private.h"

#include <string.h>

#define CODE_START "TAM-"
#define DAY_BYTES  6 /* 261124 */
#define WORDS      16

/* A procedure, with its words. */
typedef struct {
  char *code;
  char *name;
  char *words; /* folded */
  guint met;   /* words of the present question, a bit each */
} Subject;

typedef struct {
  RollEntry entry; /* first: a row is its entry */
  char *text;      /* code and the portal's code, in small letters */
  Subject *subject;
} Row;

struct Roll {
  Store *store;
  gint64 number;   /* of the trail's last entry that is known here */
  GPtrArray *rows; /* Row, owned, in order */
  GHashTable *by_id;
  GHashTable *subjects; /* by code and name */
  GStringChunk *stations;
};

static void
free_row (Row *row) {
  g_free ((char *) row->entry.id);
  g_free ((char *) row->entry.code);
  g_free ((char *) row->entry.portal_code);
  g_free (row->text);
  g_free (row);
}

static void
free_subject (Subject *subject) {
  g_free (subject->code);
  g_free (subject->name);
  g_free (subject->words);
  g_free (subject);
}

void
roll_free (Roll *roll) {
  if (roll == NULL)
    return;
  g_hash_table_unref (roll->by_id);
  g_ptr_array_unref (roll->rows);
  g_hash_table_unref (roll->subjects);
  g_string_chunk_free (roll->stations);
  g_free (roll);
}

static Subject *
intern_subject (Roll *roll, const char *code, const char *name) {
  g_autofree char *key = g_strdup_printf ("%s\n%s", code, name != NULL ? name : "");
  Subject *subject = g_hash_table_lookup (roll->subjects, key);

  if (subject == NULL) {
    subject = g_new0 (Subject, 1);
    subject->code = g_strdup (code);
    subject->name = g_strdup (name);
    subject->words = fold_text (key);
    g_hash_table_insert (roll->subjects, g_steal_pointer (&key), subject);
  }
  return subject;
}

/* TAM-STATION-DAY-SERIAL: the station may have dashes, too. */
static const char *
intern_station (Roll *roll, const char *code) {
  const char *serial = strrchr (code, '-');
  g_autofree char *station = NULL;
  gssize length;

  if (!g_str_has_prefix (code, CODE_START))
    return "";
  length = serial - code - (gssize) strlen (CODE_START) - DAY_BYTES - 1;
  if (length <= 0)
    return "";
  station = g_strndup (code + strlen (CODE_START), (gsize) length);
  return g_string_chunk_insert_const (roll->stations, station);
}

/* Column by column in the order of statement.c. */
static Row *
read_row (Roll *roll, Rows *rows, GError **error) {
  const char *state = database_get_text (rows, 3);
  Row *row = g_new0 (Row, 1);
  RollEntry *entry = &row->entry;
  g_autofree char *text = NULL;

  entry->seq = database_get_int (rows, 0);
  entry->id = database_dup_text (rows, 1);
  entry->code = database_dup_text (rows, 2);
  entry->portal_code = database_dup_text (rows, 4);
  entry->station = intern_station (roll, entry->code);
  entry->priority = (guint) database_get_int (rows, 7);
  entry->attempts = (guint) database_get_int (rows, 8);
  entry->next_try_at = database_get_int (rows, 9);
  entry->due_at = database_get_int (rows, 10);
  entry->created_at = database_get_int (rows, 11);
  entry->queued_at = database_get_int (rows, 12);
  row->subject
      = intern_subject (roll, database_get_text (rows, 5), database_get_text (rows, 6));
  entry->procedure = row->subject->code;
  entry->procedure_name = row->subject->name;
  text = g_strjoin (" ", entry->code, entry->portal_code, NULL);
  row->text = g_ascii_strdown (text, -1);
  if (dossier_state_parse (state, &entry->state))
    return row;
  g_set_error (error, FAULT, FAULT_STORAGE, "dossier %s is in no known state", entry->id);
  free_row (row);
  return NULL;
}

/* --- order -------------------------------------------------------------------------- */

static int
compare_rows (const Row *one, const Row *other) {
  const RollEntry *a = &one->entry, *b = &other->entry;

  if ((a->due_at == 0) != (b->due_at == 0))
    return a->due_at == 0 ? 1 : -1;
  if (a->due_at != b->due_at)
    return a->due_at < b->due_at ? -1 : 1;
  return (a->seq > b->seq) - (a->seq < b->seq);
}

static int
compare_places (gconstpointer one, gconstpointer other) {
  return compare_rows (*(Row *const *) one, *(Row *const *) other);
}

/* Where @row stands, or would stand. */
static guint
find_place (const Roll *roll, const Row *row) {
  guint from = 0, to = roll->rows->len;

  while (from < to) {
    guint middle = from + (to - from) / 2;

    if (compare_rows (g_ptr_array_index (roll->rows, middle), row) < 0)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

/* In place of the row of that dossier, if there is one. */
static void
put_row (Roll *roll, Row *row) {
  Row *former = g_hash_table_lookup (roll->by_id, row->entry.id);

  g_hash_table_replace (roll->by_id, (char *) row->entry.id, row);
  if (former != NULL && compare_rows (former, row) == 0) {
    g_ptr_array_index (roll->rows, find_place (roll, former)) = row;
    free_row (former);
    return;
  }
  if (former != NULL)
    g_ptr_array_remove_index (roll->rows, find_place (roll, former));
  g_ptr_array_insert (roll->rows, (int) find_place (roll, row), row);
}

/* --- reading ------------------------------------------------------------------------ */

static gboolean
read_number (Store *store, gint64 *number, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_LAST_ENTRY, &cause, "");

  *number = 0;
  if (rows != NULL && database_next (rows, &cause))
    *number = database_get_int (rows, 0);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Rows of @rows, in no order (Row, owned). */
static GPtrArray *
read_rows (Roll *roll, Rows *rows, GError **error) {
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func ((GDestroyNotify) free_row);
  g_autoptr (GError) cause = NULL;

  while (rows != NULL && database_next (rows, &cause)) {
    Row *row = read_row (roll, rows, &cause);

    if (row == NULL)
      break;
    g_ptr_array_add (read, row);
  }
  if (cause == NULL)
    return rows != NULL ? g_steal_pointer (&read) : NULL;
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static gboolean
load (Roll *roll, GError **error) {
  Store *store = roll->store;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) reading = database_begin_reading (store->database, error);
  g_autoptr (Rows) rows = NULL;

  if (reading == NULL || !read_number (store, &roll->number, error))
    return FALSE;
  rows = database_select (store->database, STATEMENT_GET_ROLL, error, "");
  roll->rows = read_rows (roll, rows, error);
  if (roll->rows == NULL)
    return FALSE;
  g_ptr_array_sort (roll->rows, compare_places);
  for (guint i = 0; i < roll->rows->len; i++) {
    Row *row = g_ptr_array_index (roll->rows, i);

    g_hash_table_insert (roll->by_id, (char *) row->entry.id, row);
  }
  return TRUE;
}

Roll *
roll_new (Store *store, GError **error) {
  g_autoptr (Roll) roll = g_new0 (Roll, 1);

  roll->store = store;
  roll->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  roll->subjects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) free_subject);
  roll->stations = g_string_chunk_new (256);
  if (!load (roll, error))
    return NULL;
  return g_steal_pointer (&roll);
}

/* What has changed (Row, owned), and up to which entry of the trail. */
static GPtrArray *
read_changes (Roll *roll, gint64 *number, GError **error) {
  Store *store = roll->store;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) reading = database_begin_reading (store->database, error);
  g_autoptr (Rows) rows = NULL;

  if (reading == NULL || !read_number (store, number, error))
    return NULL;
  rows
      = database_select (store->database, STATEMENT_GET_ROLLED, error, "i", roll->number);
  return read_rows (roll, rows, error);
}

gboolean
roll_refresh (Roll *roll, gboolean *changed, GError **error) {
  gint64 number;
  g_autoptr (GPtrArray) fresh = read_changes (roll, &number, error);

  if (fresh == NULL)
    return FALSE;
  if (changed != NULL)
    *changed = fresh->len > 0;
  roll->number = number;
  g_ptr_array_set_free_func (fresh, NULL);
  for (guint i = 0; i < fresh->len; i++)
    put_row (roll, g_ptr_array_index (fresh, i));
  return TRUE;
}

/* --- questions ---------------------------------------------------------------------- */

/* The words of a question; those behind the last are not asked for. */
typedef struct {
  char *words[WORDS];
  guint count;
} Question;

static void
question_clear (Question *question) {
  for (guint i = 0; i < question->count; i++)
    g_free (question->words[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

/* The words, and for each procedure which of them its name has. */
static void
pose (Roll *roll, const char *text, Question *question) {
  g_autofree char *folded = fold_text (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", 0);
  GHashTableIter all;
  gpointer value;

  for (guint i = 0; words[i] != NULL && question->count < WORDS; i++) {
    if (words[i][0] != '\0')
      question->words[question->count++] = g_strdup (words[i]);
  }
  g_hash_table_iter_init (&all, roll->subjects);
  while (g_hash_table_iter_next (&all, NULL, &value)) {
    Subject *subject = value;

    subject->met = 0;
    for (guint i = 0; i < question->count; i++) {
      if (strstr (subject->words, question->words[i]) != NULL)
        subject->met |= 1u << i;
    }
  }
}

static gboolean
meets (const Row *row, const Question *question) {
  for (guint i = 0; i < question->count; i++) {
    const char *word = question->words[i];

    if ((row->subject->met & 1u << i) == 0 && strstr (row->text, word) == NULL
        && !g_str_has_prefix (row->entry.id, word))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_of_station (const RollEntry *entry, const char *station) {
  gsize length = strlen (station);

  return strncmp (entry->station, station, length) == 0
         && (entry->station[length] == '\0' || entry->station[length] == '-');
}

static gboolean
fits (const Row *row, const RollFilter *filter) {
  const RollEntry *entry = &row->entry;

  return (filter->states == 0 || (filter->states & 1u << entry->state) != 0)
         && (filter->station == NULL || is_of_station (entry, filter->station))
         && (filter->procedure == NULL
             || g_str_equal (entry->procedure, filter->procedure))
         && (!filter->late
             || roll_entry_is_late (entry, filter->now, filter->late_after_s));
}

GPtrArray *
roll_find (Roll *roll, const RollFilter *filter) {
  GPtrArray *found = g_ptr_array_sized_new (roll->rows->len);
  g_auto (Question) question = {.count = 0};

  if (filter->text != NULL)
    pose (roll, filter->text, &question);
  for (guint i = 0; i < roll->rows->len; i++) {
    Row *row = g_ptr_array_index (roll->rows, i);

    if (fits (row, filter) && meets (row, &question))
      g_ptr_array_add (found, &row->entry);
  }
  return found;
}

gboolean
roll_entry_is_late (const RollEntry *entry, gint64 now, guint late_after_s) {
  const Dossier dossier
      = {.state = entry->state, .queued_at = entry->queued_at, .due_at = entry->due_at};

  return dossier_is_late (&dossier, now, late_after_s);
}

gint64
roll_entry_get_since (const RollEntry *entry) {
  return entry->queued_at != 0 ? entry->queued_at : entry->created_at;
}
