/* SPDX-License-Identifier: Apache-2.0 */

/* digest(n) = SHA-256 (digest(n-1) LF number LF at LF actor LF act LF dossier LF detail);
 * before the first entry stand TRAIL_START's digits. The first entry is "begin" with a
 * random id, so that one station's trail cannot be passed off as another's.
 *
 * What the chain shows by itself: a changed, deleted, inserted or moved entry. A tail that
 * was cut off leaves a whole chain, so three other witnesses are asked: SQLite's own count
 * of the numbers it gave, the state of each dossier, and marks that left the station. */

#include "upload/trail.h"

#include "config/fault.h"
#include "config/json.h"
#include "upload/store-private.h"

#include <string.h>

#define TRAIL_START "0000000000000000000000000000000000000000000000000000000000000000"
#define ACT_BEGIN   "begin"
#define ACT_STATE   "state"

static void
clear_entry (TrailEntry *entry) {
  g_free (entry->actor);
  g_free (entry->act);
  g_free (entry->dossier);
  g_free (entry->detail);
  g_free (entry->digest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrailEntry, clear_entry)

void
trail_entry_free (TrailEntry *entry) {
  clear_entry (entry);
  g_free (entry);
}

static char *
compute_digest (const TrailEntry *entry, const char *previous) {
  g_autofree char *text = g_strdup_printf (
      "%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%s\n%s\n%s\n%s", previous,
      entry->number, entry->at, entry->actor, entry->act, entry->dossier, entry->detail);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* --- writing ------------------------------------------------------------------------ */

/* Number and digest of the last entry; 0 and the start when there is none. */
static gboolean
load_last (Store *store, gint64 *number, char **digest, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_LAST_ENTRY, &cause, "");
  gboolean found = rows != NULL && database_next (rows, &cause);

  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  *number = found ? database_get_int (rows, 0) : 0;
  *digest = found ? database_dup_text (rows, 1) : g_strdup (TRAIL_START);
  return TRUE;
}

static char *
dup_actor (const Store *store) {
  const char *program = g_get_prgname () != NULL ? g_get_prgname () : "unknown";

  return store->member == NULL ? g_strdup (program)
                               : g_strconcat (program, "/", store->member, NULL);
}

/* After the entry @number with @digest, which become those of the new one. */
static gboolean
add_entry (Store *store, gint64 *number, char **digest, const char *act,
           const char *dossier, const char *detail, GError **error) {
  g_autofree char *actor = dup_actor (store);
  TrailEntry entry = {.number = *number + 1,
                      .at = g_get_real_time () / G_USEC_PER_SEC,
                      .actor = actor,
                      .act = (char *) act,
                      .dossier = (char *) dossier,
                      .detail = (char *) detail};
  g_autofree char *previous = *digest;

  *number = entry.number;
  *digest = compute_digest (&entry, previous);
  return database_run (store->database, STATEMENT_ADD_ENTRY, error, "iittttt",
                       entry.number, entry.at, entry.actor, entry.act, entry.dossier,
                       entry.detail, *digest);
}

/* The first act of a store is preceded by its beginning. */
static gboolean
load_begun (Store *store, gint64 *number, char **digest, GError **error) {
  g_autofree char *identity = NULL;

  if (!load_last (store, number, digest, error))
    return FALSE;
  if (*number > 0)
    return TRUE;
  identity = g_uuid_string_random ();
  return add_entry (store, number, digest, ACT_BEGIN, "", identity, error);
}

/* A line end could pass one entry off as another. */
static void
replace_controls (char *text) {
  for (; *text != '\0'; text++) {
    if (g_ascii_iscntrl (*text))
      *text = '?';
  }
}

gboolean
trail_append (Store *store, const char *act, const char *dossier, GError **error,
              const char *format, ...) {
  g_autofree char *detail = NULL;
  g_autofree char *digest = NULL;
  gint64 number;
  va_list arguments;

  va_start (arguments, format);
  detail = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  replace_controls (detail);
  return load_begun (store, &number, &digest, error)
         && add_entry (store, &number, &digest, act, dossier != NULL ? dossier : "",
                       detail, error);
}

static char *
format_mark (gint64 number, const char *digest) {
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%.*s", number, TRAIL_MARK_DIGITS, digest);
}

char *
trail_load_mark (Store *store, GError **error) {
  g_autofree char *digest = NULL;
  gint64 number;

  return load_last (store, &number, &digest, error) ? format_mark (number, digest) : NULL;
}

char *
trail_get_mark (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return trail_load_mark (store, error);
}

/* --- reading ------------------------------------------------------------------------ */

static void
read_entry (Rows *rows, TrailEntry *entry) {
  *entry = (TrailEntry){.number = database_get_int (rows, 0),
                        .at = database_get_int (rows, 1),
                        .actor = database_dup_text (rows, 2),
                        .act = database_dup_text (rows, 3),
                        .dossier = database_dup_text (rows, 4),
                        .detail = database_dup_text (rows, 5),
                        .digest = database_dup_text (rows, 6)};
}

gboolean
trail_walk_locked (Store *store, const char *id, TrailFunc on_entry, gpointer data,
                   GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_ENTRIES, &cause, "t", id);

  while (rows != NULL && database_next (rows, &cause)) {
    g_auto (TrailEntry) entry;

    read_entry (rows, &entry);
    if (!on_entry (&entry, data))
      break;
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
trail_walk (Store *store, const char *id, TrailFunc on_entry, gpointer data,
            GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return trail_walk_locked (store, id, on_entry, data, error);
}

void
trail_entry_format (const TrailEntry *entry, JsonBuilder *builder) {
  json_builder_begin_object (builder);
  json_add_int (builder, "number", entry->number);
  json_add_int (builder, "at", entry->at);
  json_add_string (builder, "actor", entry->actor);
  json_add_string (builder, "act", entry->act);
  json_add_string (builder, "detail", entry->detail);
  json_add_string (builder, "digest", entry->digest);
  json_builder_end_object (builder);
}

TrailEntry *
trail_entry_parse (JsonObject *object) {
  g_autoptr (TrailEntry) entry = g_new0 (TrailEntry, 1);

  entry->number = json_get_int (object, "number", 0);
  entry->at = json_get_int (object, "at", 0);
  entry->actor = g_strdup (json_get_string (object, "actor", NULL));
  entry->act = g_strdup (json_get_string (object, "act", NULL));
  entry->detail = g_strdup (json_get_string (object, "detail", NULL));
  entry->digest = g_strdup (json_get_string (object, "digest", NULL));
  if (entry->actor == NULL || entry->act == NULL || entry->detail == NULL
      || entry->digest == NULL)
    return NULL;
  return g_steal_pointer (&entry);
}

gboolean
trail_recall (Store *store, const char *id, const TrailEntry *entry, GError **error) {
  return trail_append (store, "recall", id, error,
                       "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s %s %.*s",
                       entry->number, entry->at, entry->actor, entry->act, entry->detail,
                       TRAIL_MARK_DIGITS, entry->digest);
}

static gboolean
keep_entry (const TrailEntry *entry, gpointer data) {
  TrailEntry *kept = g_new (TrailEntry, 1);

  *kept = (TrailEntry){.number = entry->number,
                       .at = entry->at,
                       .actor = g_strdup (entry->actor),
                       .act = g_strdup (entry->act),
                       .dossier = g_strdup (entry->dossier),
                       .detail = g_strdup (entry->detail),
                       .digest = g_strdup (entry->digest)};
  g_ptr_array_add (data, kept);
  return TRUE;
}

GPtrArray *
trail_load (Store *store, const char *id, GError **error) {
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) trail_entry_free);

  return trail_walk (store, id, keep_entry, entries, error) ? g_steal_pointer (&entries)
                                                            : NULL;
}

/* --- verifying ---------------------------------------------------------------------- */

typedef struct {
  GHashTable *marks;  /* gint64 * -> digits, owned */
  GHashTable *states; /* dossier id -> its last state in the trail, owned */
  gint64 number;      /* of the entry that was right last */
  gint64 began_at;
  char *digest; /* of the same */
  char *what;   /* the first bad place, or NULL */
} Verifying;

static void
clear_verifying (Verifying *run) {
  g_hash_table_unref (run->marks);
  g_hash_table_unref (run->states);
  g_free (run->digest);
  g_free (run->what);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Verifying, clear_verifying)

static gboolean
add_mark (Verifying *run, const char *mark, GError **error) {
  char *end;
  gint64 number = g_ascii_strtoll (mark, &end, 10);

  if (number < 1 || *end != ':' || strlen (end + 1) != TRAIL_MARK_DIGITS
      || strspn (end + 1, "0123456789abcdef") != TRAIL_MARK_DIGITS) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "\"%s\" is no mark: a receipt shows one as NUMBER:%d hexadecimal digits",
                 mark, TRAIL_MARK_DIGITS);
    return FALSE;
  }
  g_hash_table_insert (run->marks, g_memdup2 (&number, sizeof number),
                       g_strdup (end + 1));
  return TRUE;
}

static gboolean
start_verifying (Verifying *run, const GPtrArray *marks, GError **error) {
  run->marks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  run->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run->digest = g_strdup (TRAIL_START);
  for (guint i = 0; marks != NULL && i < marks->len; i++) {
    if (!add_mark (run, g_ptr_array_index (marks, i), error))
      return FALSE;
  }
  return TRUE;
}

/* A sentence about what is wrong with @entry, or NULL. */
static char *
judge_entry (const Verifying *run, const TrailEntry *entry) {
  g_autofree char *digest = compute_digest (entry, run->digest);
  const char *marked = g_hash_table_lookup (run->marks, &entry->number);

  if (entry->number != run->number + 1)
    return g_strdup_printf ("Entry %" G_GINT64_FORMAT " is missing.", run->number + 1);
  if (g_strcmp0 (digest, entry->digest) != 0)
    return g_strdup_printf ("Entry %" G_GINT64_FORMAT
                            " has been changed or does not follow the one before it.",
                            entry->number);
  if (marked != NULL && !g_str_has_prefix (entry->digest, marked))
    return g_strdup_printf ("Entry %" G_GINT64_FORMAT
                            " is not the one whose mark was given out.",
                            entry->number);
  if (entry->number == 1 && !g_str_equal (entry->act, ACT_BEGIN))
    return g_strdup ("Entry 1 is not the beginning of a trail.");
  return NULL;
}

static gboolean
verify_entry (const TrailEntry *entry, gpointer data) {
  Verifying *run = data;

  run->what = judge_entry (run, entry);
  if (run->what != NULL)
    return FALSE;
  if (entry->number == 1)
    run->began_at = entry->at;
  run->number = entry->number;
  g_free (run->digest);
  run->digest = g_strdup (entry->digest);
  g_hash_table_remove (run->marks, &entry->number);
  if (g_str_equal (entry->act, ACT_STATE))
    g_hash_table_insert (run->states, g_strdup (entry->dossier),
                         g_strdup (entry->detail));
  return TRUE;
}

static void
find_cut (Verifying *run, gint64 last) {
  run->what = g_strdup_printf ("The trail ends with entry %" G_GINT64_FORMAT
                               "; entry %" G_GINT64_FORMAT " is missing.",
                               run->number, last);
}

/* Entries that SQLite or a mark outside knows of, behind the end. */
static gboolean
verify_end (Store *store, Verifying *run, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_LAST_NUMBER, &cause, "");
  GHashTableIter left;
  gpointer number;

  if (rows != NULL && database_next (rows, &cause)
      && database_get_int (rows, 0) != run->number)
    find_cut (run, database_get_int (rows, 0));
  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  g_hash_table_iter_init (&left, run->marks);
  if (run->what == NULL && g_hash_table_iter_next (&left, &number, NULL))
    find_cut (run, *(gint64 *) number);
  return TRUE;
}

/* A dossier that is older than the trail may have no entry. */
static gboolean
verify_states (Store *store, Verifying *run, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_STATES, &cause, "");

  while (run->what == NULL && rows != NULL && database_next (rows, &cause)) {
    const char *id = database_get_text (rows, 0);
    const char *state = database_get_text (rows, 1);
    const char *last = g_hash_table_lookup (run->states, id);

    if (last == NULL && database_get_int (rows, 2) < run->began_at)
      continue;
    if (g_strcmp0 (last, state) != 0)
      run->what = g_strdup_printf ("Dossier %s is %s, which the trail does not know: "
                                   "behind entry %" G_GINT64_FORMAT " some are missing.",
                                   id, state, run->number);
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
trail_verify (Store *store, const GPtrArray *marks, gint64 *entries, char **what,
              GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_auto (Verifying) run = {0};
  g_autoptr (Writing) writing = NULL;

  if (!start_verifying (&run, marks, error))
    return FALSE;
  writing = database_begin_reading (store->database, error);
  if (writing == NULL || !trail_walk_locked (store, NULL, verify_entry, &run, error)
      || (run.what == NULL && !verify_end (store, &run, error))
      || (run.what == NULL && !verify_states (store, &run, error)))
    return FALSE;
  *entries = run.number;
  *what = g_steal_pointer (&run.what);
  return TRUE;
}
