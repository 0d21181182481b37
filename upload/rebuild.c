/* SPDX-License-Identifier: Apache-2.0 */

/* The new database is filled under another name, from manifests in the order in which the
 * dossiers were begun, and takes its place with a rename; only just before, the old one is
 * moved aside. Whatever cuts this off, it can be done again.
 *
 * Every open store holds a shared lock on its folder of owners. Rebuilding wants it alone:
 * a program that went on writing into the database that was moved aside would lose what it
 * acknowledges. */

#include "upload/rebuild.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/log.h"
#include "upload/manifest.h"
#include "upload/progress.h"
#include "upload/proof.h"
#include "upload/restored.h"
#include "upload/standing.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define DATABASE_NAME "motcua.db"
#define JOURNAL       "-journal"

void
rebuild_entry_free (RebuildEntry *entry) {
  g_free (entry->id);
  g_free (entry->code);
  g_free (entry->state);
  g_free (entry->reason);
  g_free (entry);
}

static void
add_entry (GPtrArray *entries, const char *id, const Dossier *dossier,
           const char *reason) {
  RebuildEntry *entry = g_new0 (RebuildEntry, 1);

  entry->id = g_strdup (id);
  entry->reason = g_strdup (reason);
  if (dossier != NULL) {
    entry->code = g_strdup (dossier->code);
    entry->state = g_strdup (dossier_state_get_name (dossier->state));
  }
  g_ptr_array_add (entries, entry);
}

/* --- what the folders say ----------------------------------------------------------- */

/* How far it has come. What does not open may have said that a person is to look. */
static void
load_progress (const Vault *vault, Dossier *dossier) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Progress) progress = progress_load (vault, &cause);

  if (progress != NULL) {
    progress_tell (progress, dossier);
    return;
  }
  log_warning ("dossier %s: %s", dossier->id, cause->message);
  if (dossier->state == DOSSIER_QUEUED)
    dossier->state = DOSSIER_NEEDS_PERSON;
}

/* The state that the dossier's own files tell. */
static gboolean
load_state (const Vault *vault, Dossier *dossier, GError **error) {
  g_autoptr (GError) cause = NULL;
  gboolean absent;

  if (proof_load (vault, dossier, &absent, &cause)) {
    dossier->state = DOSSIER_ACCEPTED;
    return TRUE;
  }
  if (absent) {
    if (!standing_load (vault, &dossier->state, error))
      return FALSE;
    load_progress (vault, dossier);
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static Restored *
load_dossier (Store *store, const char *id, GError **error) {
  Vault *vault = store_get_vault (store, id, error);
  g_autoptr (JsonObject) manifest = NULL;
  g_autoptr (Restored) restored = NULL;

  if (vault == NULL)
    return NULL;
  if (!vault_has (vault, "sealed/" MANIFEST_NAME)) {
    g_set_error (error, FAULT, FAULT_STORAGE, "it was not sealed");
    return NULL;
  }
  manifest = manifest_load (vault, error);
  restored = manifest == NULL ? NULL : restored_read (manifest, error);
  if (restored == NULL || !load_state (vault, restored->dossier, error))
    return NULL;
  if (g_str_equal (restored->dossier->id, id))
    return g_steal_pointer (&restored);
  g_set_error (error, FAULT, FAULT_STORAGE, "its manifest is another dossier's");
  return NULL;
}

static int
compare_ages (gconstpointer first, gconstpointer second) {
  const Dossier *one = (*(Restored *const *) first)->dossier;
  const Dossier *other = (*(Restored *const *) second)->dossier;

  if (one->created_at != other->created_at)
    return one->created_at < other->created_at ? -1 : 1;
  return strcmp (one->code, other->code);
}

/* All that can be read (Restored, owned), oldest first; the rest goes into @entries. */
static GPtrArray *
load_dossiers (Store *store, GPtrArray *entries, GError **error) {
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify) restored_free);
  g_autoptr (GDir) folders = g_dir_open (store->dossiers, 0, error);
  const char *id;

  if (folders == NULL)
    return NULL;
  while ((id = g_dir_read_name (folders)) != NULL) {
    g_autoptr (GError) cause = NULL;
    Restored *restored
        = g_uuid_string_is_valid (id) ? load_dossier (store, id, &cause) : NULL;

    if (restored != NULL)
      g_ptr_array_add (found, restored);
    else if (cause != NULL)
      add_entry (entries, id, NULL, cause->message);
  }
  g_ptr_array_sort (found, compare_ages);
  return g_steal_pointer (&found);
}

/* --- rows --------------------------------------------------------------------------- */

static gboolean
add_pages (Store *store, const Restored *restored, GError **error) {
  const char *id = restored->dossier->id;

  for (guint i = 0; i < restored->pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (restored->pages, i);
    guint number = page->page->number;

    if (!store_insert_page (store, id, page->page, page->place, error)
        || !database_run (store->database, STATEMENT_SET_TURN, error, "tuu", id, number,
                          page->turn)
        || !database_run (store->database, STATEMENT_SET_READING, error, "tuutduut", id,
                          number, (guint) (page->blank != 0), page->type,
                          page->type_confidence, page->upright_width_px,
                          page->upright_height_px, NULL)
        || !store_add_fields (store, id, number, page->fields, error))
      return FALSE;
  }
  return TRUE;
}

/* Pages that were taken out stay so, and are known by what took their places. */
static gboolean
add_removed (Store *store, const Restored *restored, GError **error) {
  const char *id = restored->dossier->id;

  for (guint i = 0; i < restored->removed->len; i++) {
    const StoredPage *page = g_ptr_array_index (restored->removed, i);

    if (!store_insert_page (store, id, page->page, 0, error)
        || !database_run (store->database, STATEMENT_SET_SUCCESSOR, error, "tuu", id,
                          page->page->number, page->successor))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_decisions (Store *store, const Restored *restored, GError **error) {
  for (guint i = 0; i < restored->decisions->len; i++) {
    if (!store_insert_decision (store, restored->dossier->id,
                                g_ptr_array_index (restored->decisions, i), error))
      return FALSE;
  }
  return database_run (store->database, STATEMENT_SET_DECLARED, error, "tu",
                       restored->dossier->id, restored->declared);
}

/* The trail is another one from here on, with digests of its own; what the old one held is
 * told in it, with the old number, time, actor and digest. */
static gboolean
recall_trail (Store *store, const Restored *restored, GError **error) {
  for (guint i = 0; i < restored->trail->len; i++) {
    if (!trail_recall (store, restored->dossier->id,
                       g_ptr_array_index (restored->trail, i), error))
      return FALSE;
  }
  return TRUE;
}

/* The counter of the day goes on behind the highest number that was given. */
static gboolean
raise_serial (Store *store, const char *code, GError **error) {
  g_auto (GStrv) parts = g_strsplit (code, "-", -1);
  guint count = g_strv_length (parts);
  g_autofree char *station = NULL;
  guint64 number;

  if (count < 4 || !g_str_equal (parts[0], "TAM")
      || !g_ascii_string_to_unsigned (parts[count - 1], 10, 1, G_MAXINT, &number, NULL))
    return TRUE;
  g_free (g_steal_pointer (&parts[count - 1]));
  station = g_strndup (code + strlen ("TAM-"), (gsize) (strrchr (code, '-') - code)
                                                   - strlen (parts[count - 2])
                                                   - strlen ("TAM-") - 1);
  return database_run (store->database, STATEMENT_RAISE_SERIAL, error, "tti", station,
                       parts[count - 2], (gint64) number);
}

/* As intake has left it; queueing is the store's own. */
static gboolean
add_dossier (Store *store, const Restored *restored, GError **error) {
  const Dossier *dossier = restored->dossier;
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL || !recall_trail (store, restored, error)
      || !raise_serial (store, dossier->code, error)
      || !database_run (store->database, STATEMENT_ADD_DOSSIER, error, "tttttti",
                        dossier->id, dossier->code, dossier->procedure,
                        dossier->procedure_name, dossier->procedure_version, NULL,
                        dossier->created_at)
      || !add_pages (store, restored, error) || !add_removed (store, restored, error)
      || !add_decisions (store, restored, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

static gboolean
queue_dossier (Store *store, const Restored *restored, GError **error) {
  const Dossier *dossier = restored->dossier;
  g_autoptr (GArray) paper_of_page = g_array_new (FALSE, TRUE, sizeof (guint));
  GHashTableIter each;
  gpointer component, reason;

  g_hash_table_iter_init (&each, restored->waivers);
  while (g_hash_table_iter_next (&each, &component, &reason)) {
    if (!store_set_waiver (store, dossier->id, component, reason, error))
      return FALSE;
  }
  for (guint i = 0; i < restored->pages->len; i++)
    g_array_append_val (paper_of_page,
                        ((StoredPage *) g_ptr_array_index (restored->pages, i))->paper);
  return store_set_due (store, dossier->id, dossier->due_at, error)
         && store_queue (store, dossier->id, dossier->portal, &dossier->applicant,
                         dossier->papers, paper_of_page, error);
}

/* The last step of a dossier that was further on. */
static gboolean
set_standing (Store *store, const Dossier *dossier, GError **error) {
  const char *state = dossier_state_get_name (dossier->state);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_RESTORE, error, "tttttii", dossier->id,
                        state, dossier->portal_id, dossier->portal_code, dossier->proof,
                        dossier->accepted_at, dossier->queued_at)
      || (dossier->state != DOSSIER_QUEUED
          && !trail_append (store, "state", dossier->id, error, "%s", state)))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

/* What only the uploader has known. */
static gboolean
restore_progress (Store *store, const char *id, GError **error) {
  g_autoptr (Writing) writing = database_begin (store->database, error);
  Vault *vault = writing != NULL ? store_get_vault (store, id, error) : NULL;
  g_autoptr (Progress) progress = NULL;

  if (vault == NULL)
    return FALSE;
  progress = progress_load (vault, NULL);
  return (progress == NULL || progress_restore (progress, store, id, error))
         && database_commit (g_steal_pointer (&writing), error);
}

static gboolean
restore_dossier (Store *store, const Restored *restored, GPtrArray *entries,
                 GError **error) {
  const Dossier *dossier = restored->dossier;
  g_autoptr (GError) cause = NULL;

  if (add_dossier (store, restored, &cause) && queue_dossier (store, restored, &cause)
      && set_standing (store, dossier, &cause)
      && restore_progress (store, dossier->id, &cause)) {
    add_entry (entries, dossier->id, dossier, NULL);
    return TRUE;
  }
  if (g_error_matches (cause, FAULT, FAULT_USAGE)) { /* a code that is there twice */
    add_entry (entries, dossier->id, NULL, cause->message);
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
fill_database (Store *store, GPtrArray *entries, GError **error) {
  g_autoptr (GPtrArray) found = load_dossiers (store, entries, error);

  for (guint i = 0; found != NULL && i < found->len; i++) {
    if (!restore_dossier (store, g_ptr_array_index (found, i), entries, error))
      return FALSE;
  }
  return found != NULL;
}

/* --- the store ---------------------------------------------------------------------- */

/* A store on the database @path, without looking at the one in its place. */
static Store *
open_on (const char *folder, const char *path, const char *key_file, GError **error) {
  g_autoptr (Store) store = g_new0 (Store, 1);

  g_mutex_init (&store->mutex);
  store->presence_fd = -1;
  store->rebuilding = TRUE;
  store->folder = g_canonicalize_filename (folder, NULL);
  store->dossiers = g_build_filename (store->folder, "dossiers", NULL);
  store->owners = g_build_filename (store->folder, "owners", NULL);
  store->keys = keys_open (store->folder, key_file, FALSE, error);
  if (store->keys == NULL || !durable_mkdir (store->owners, error)
      || !durable_remove (path, error) || !database_create (path, error))
    return NULL;
  store->database = database_open (path, error);
  return store->database == NULL ? NULL : g_steal_pointer (&store);
}

/* Moves the database that is there aside, its journal with it. */
static gboolean
keep_old (const char *path, char **kept, GError **error) {
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, stamp);
  g_autofree char *journal = g_strconcat (path, JOURNAL, NULL);
  g_autofree char *journal_aside = g_strconcat (aside, JOURNAL, NULL);

  if (g_file_test (journal, G_FILE_TEST_EXISTS)
      && !durable_rename (journal, journal_aside, error))
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!durable_rename (path, aside, error))
    return FALSE;
  *kept = g_steal_pointer (&aside);
  return TRUE;
}

static gboolean
make_database (const char *folder, const char *key_file, GPtrArray *entries, char **kept,
               GError **error) {
  g_autofree char *path = g_build_filename (folder, DATABASE_NAME, NULL);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *journal = g_strconcat (part, JOURNAL, NULL);
  g_autoptr (Store) store = NULL;

  if (!durable_remove (journal, error))
    return FALSE;
  store = open_on (folder, part, key_file, error);

  if (store == NULL || !fill_database (store, entries, error))
    return FALSE;
  g_clear_pointer (&store, store_free);
  return keep_old (path, kept, error) && durable_rename (part, path, error);
}

/* The folder's own lock keeps others from opening the store, that of its owners shows
 * whether somebody has. */
static gboolean
lock_store (const char *folder, int *folder_fd, int *owners_fd, GError **error) {
  g_autofree char *owners = g_build_filename (folder, "owners", NULL);

  *folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  *owners_fd = open (owners, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (*folder_fd < 0 || flock (*folder_fd, LOCK_EX | LOCK_NB) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot lock %s", folder);
  if (*owners_fd < 0 || flock (*owners_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE,
               "the store is open in another program: close the kiosk, stop "
               "motcua-upload, then try again");
  return FALSE;
}

gboolean
rebuild_run (const char *folder, const char *key_file, GPtrArray *entries, char **kept,
             GError **error) {
  int folder_fd = -1, owners_fd = -1;
  gboolean done;

  *kept = NULL;
  done = lock_store (folder, &folder_fd, &owners_fd, error)
         && make_database (folder, key_file, entries, kept, error);
  if (folder_fd >= 0)
    close (folder_fd);
  if (owners_fd >= 0)
    close (owners_fd);
  return done;
}
