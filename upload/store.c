/* SPDX-License-Identifier: Apache-2.0 */

/* Opening, recovery and dossiers. Several processes meet here: each write is one short
 * transaction that holds SQLite's write lock from its first statement, so what is read
 * inside it is still true when it is written.
 *
 * A claim (a dossier being scanned or sent) names an owner, a locked file of the process;
 * see owner.h. Recovery is the same function at start and at each claim: it looks for
 * owners that are gone, sweeps what they left half-written, and only then forgets them, so
 * that a recovery that is itself cut short starts over. Files of a dossier whose owner
 * lives are never touched, since it may be writing them at this moment.
 *
 * The station key is looked at before anything is made or changed: whoever has the wrong
 * one has no business in the store.
 *
 * A new database is built under another name and renamed into place, under a lock of the
 * store's folder: an empty or half-made motcua.db does not exist in a healthy store and is
 * refused, as is a dossiers folder without a database. */

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"
#include "upload/elapsed.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#define DATABASE_NAME "motcua.db"
#define TRAINING_NAME "training" /* a file: the store was begun for it */

/* File systems on which a rename or a lock does not promise what the store needs. */
static const struct {
  long magic;
  const char *name;
} unfit_file_systems[] = {
    {MSDOS_SUPER_MAGIC, "FAT"}, {EXFAT_SUPER_MAGIC, "exFAT"}, {NFS_SUPER_MAGIC, "NFS"},
    {SMB_SUPER_MAGIC, "SMB"},   {SMB2_SUPER_MAGIC, "SMB"},    {CIFS_SUPER_MAGIC, "CIFS"},
    {FUSE_SUPER_MAGIC, "FUSE"},
};

static gboolean
check_file_system (const char *folder, GError **error) {
  struct statfs status;

  if (statfs (folder, &status) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot examine %s", folder);
  for (guint i = 0; i < G_N_ELEMENTS (unfit_file_systems); i++) {
    if ((guint32) status.f_type == (guint32) unfit_file_systems[i].magic) {
      g_set_error (error, FAULT, FAULT_STORAGE,
                   "%s is on a %s file system, which cannot keep a store safe", folder,
                   unfit_file_systems[i].name);
      return FALSE;
    }
  }
  return TRUE;
}

/* TRUE when @path is a database file to be opened; *@absent when there is nothing. */
static gboolean
check_file (const char *path, gboolean *absent, GError **error) {
  struct stat status;

  *absent = FALSE;
  if (lstat (path, &status) != 0) {
    *absent = errno == ENOENT;
    return *absent || fault_set_errno (error, FAULT_STORAGE, "cannot examine %s", path);
  }
  if (S_ISREG (status.st_mode) && status.st_size > 0)
    return TRUE;
  g_set_error (error, FAULT, FAULT_STORAGE, "%s is %s", path,
               S_ISREG (status.st_mode) ? "empty: the database has been lost"
                                        : "not a regular file");
  return FALSE;
}

/* Under the lock of the store's folder. */
static gboolean
create_database (Store *store, const char *path, const char *key_file, GError **error) {
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *journal = g_strconcat (part, "-journal", NULL);
  gboolean absent;

  if (!check_file (path, &absent, error))
    return FALSE;
  if (!absent) {
    store->keys = keys_open (store->folder, key_file, FALSE, error);
    return store->keys != NULL;
  }
  if (g_file_test (store->dossiers, G_FILE_TEST_EXISTS)) {
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "%s has dossiers but no database: is the right disk mounted? If it is, "
                 "`motcua rebuild` makes the database anew from them",
                 store->folder);
    return FALSE;
  }
  store->keys = keys_open (store->folder, key_file, TRUE, error);
  return store->keys != NULL && durable_remove (part, error)
         && durable_remove (journal, error) && database_create (part, error)
         && durable_rename (part, path, error);
}

static gboolean
open_once (Store *store, const char *path, const char *key_file, GError **error) {
  int fd = open (store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean created;

  if (fd < 0 || flock (fd, LOCK_EX) != 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot lock %s", store->folder);
    if (fd >= 0)
      close (fd);
    return FALSE;
  }
  created = create_database (store, path, key_file, error);
  close (fd);
  return created;
}

/* All ids, those of purged dossiers too. */
static GHashTable *
load_ids (Store *store, GError **error) {
  g_autoptr (GHashTable) ids
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_IDS, &cause, "");

  while (rows != NULL && database_next (rows, &cause))
    g_hash_table_add (ids, database_dup_text (rows, 0));
  if (cause == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Folders that were made for a dossier whose row never came; only empty ones. There is none
 * unless a process was cut short, and the folders are many. */
static gboolean
drop_unborn (Store *store, GError **error) {
  g_autoptr (GHashTable) ids = load_ids (store, error);
  g_autoptr (GDir) entries = ids != NULL ? g_dir_open (store->dossiers, 0, error) : NULL;
  const char *name;

  if (entries == NULL)
    return FALSE;
  while ((name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (store->dossiers, name, NULL);

    if (!g_uuid_string_is_valid (name) || g_hash_table_contains (ids, name))
      continue;
    if (rmdir (path) != 0)
      log_warning ("folder %s belongs to no dossier of the database", name);
    else if (!keys_destroy (store->keys, name, error))
      return FALSE;
  }
  return TRUE;
}

/* Shared by all who have the store open, so that nobody rebuilds it under them. */
static gboolean
show_presence (Store *store, GError **error) {
  store->presence_fd = open (store->owners, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return (store->presence_fd >= 0 && flock (store->presence_fd, LOCK_SH | LOCK_NB) == 0)
         || fault_set_errno (error, FAULT_STORAGE, "cannot lock %s", store->owners);
}

static gboolean
recover_all (Store *store, GError **error) {
  g_autoptr (Writing) writing = database_begin (store->database, error);
  guint recovered = 0;

  if (writing == NULL || !store_recover (store, &recovered, error)
      || (owner_left_any (store->owners)
          && (!keys_sweep (store->keys, error) || !drop_unborn (store, error))))
    return FALSE;
  owner_sweep (store->owners);
  return recovered == 0 || database_commit (g_steal_pointer (&writing), error);
}

Store *
store_open (const char *folder, const char *key_file, GError **error) {
  g_autoptr (Store) store = g_new0 (Store, 1);
  g_autofree char *path = NULL;

  g_mutex_init (&store->mutex);
  store->presence_fd = -1;
  store->folder = g_canonicalize_filename (folder, NULL);
  store->dossiers = g_build_filename (store->folder, "dossiers", NULL);
  store->owners = g_build_filename (store->folder, "owners", NULL);
  path = g_build_filename (store->folder, DATABASE_NAME, NULL);
  if (!durable_mkdir (store->folder, error) || !check_file_system (store->folder, error)
      || !open_once (store, path, key_file, error))
    return NULL;
  store->database = database_open (path, error);
  if (store->database == NULL || !durable_mkdir (store->dossiers, error)
      || !durable_mkdir (store->owners, error) || !show_presence (store, error)
      || !recover_all (store, error))
    return NULL;
  return g_steal_pointer (&store);
}

Store *
store_examine (const char *folder, GError **error) {
  g_autoptr (Store) store = g_new0 (Store, 1);
  g_autofree char *path = g_build_filename (folder, DATABASE_NAME, NULL);

  g_mutex_init (&store->mutex);
  store->database = database_examine (path, error);
  return store->database != NULL ? g_steal_pointer (&store) : NULL;
}

void
store_free (Store *store) {
  if (store == NULL)
    return;
  database_free (store->database);
  if (store->unclean)
    owner_forsake (store->owner);
  else
    owner_free (store->owner);
  if (store->presence_fd >= 0)
    close (store->presence_fd);
  vault_free (store->vault);
  keys_free (store->keys);
  g_mutex_clear (&store->mutex);
  g_free (store->folder);
  g_free (store->dossiers);
  g_free (store->owners);
  g_free (store->member);
  g_free (store);
}

const char *
store_get_folder (const Store *store) {
  return store->folder;
}

char *
store_dossier_folder_dup (const Store *store, const char *id) {
  return g_build_filename (store->dossiers, id, NULL);
}

static char *
build_training_path (const Store *store) {
  return g_build_filename (store->folder, TRAINING_NAME, NULL);
}

gboolean
store_is_training (const Store *store) {
  g_autofree char *path = build_training_path (store);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
store_begin_training (Store *store, GError **error) {
  g_autofree char *path = build_training_path (store);
  g_autoptr (GPtrArray) dossiers = NULL;

  if (store_is_training (store))
    return TRUE;
  dossiers = store_get_dossiers (store, error);
  if (dossiers == NULL)
    return FALSE;
  if (dossiers->len == 0)
    return durable_save (path, "", 0, 0600, error);
  g_set_error (error, FAULT, FAULT_USAGE,
               "%s holds real dossiers and is no store for training", store->folder);
  return FALSE;
}

void
store_set_member (Store *store, const char *member) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  g_free (store->member);
  store->member = g_strdup (member);
}

const char *
store_get_owner (Store *store, GError **error) {
  if (store->owner == NULL)
    store->owner = owner_new (store->owners, error);
  return store->owner == NULL ? NULL : owner_get_name (store->owner);
}

guint64
store_get_changes (Store *store) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GError) ignored = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_CHANGES, &ignored, "");

  if (rows == NULL || !database_next (rows, &ignored))
    return 0;
  return (guint64) database_get_int (rows, 0);
}

gboolean
store_load_state (Store *store, const char *id, DossierState *state, char **owner,
                  GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_STATE, error, "t", id);

  if (rows == NULL)
    return FALSE;
  if (!database_next (rows, &cause)) {
    if (cause == NULL)
      g_set_error (&cause, FAULT, FAULT_USAGE, "there is no dossier %s", id);
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (!dossier_state_parse (database_get_text (rows, 0), state)) {
    g_set_error (error, FAULT, FAULT_STORAGE, "dossier %s is in no known state", id);
    return FALSE;
  }
  if (owner != NULL)
    *owner = database_dup_text (rows, 1);
  return TRUE;
}

/* The mark of the moment of sealing is what the dossier takes along, to the portal and onto
 * its receipt. It never changes, so that what is sent again is the same. */
static gboolean
record_state (Store *store, const char *id, DossierState state, GError **error) {
  g_autofree char *mark = NULL;

  if (!trail_append (store, "state", id, error, "%s", dossier_state_get_name (state))
      || !elapsed_stamp (store, id, error))
    return FALSE;
  if (state != DOSSIER_QUEUED)
    return TRUE;
  mark = trail_load_mark (store, error);
  return mark != NULL
         && database_run (store->database, STATEMENT_SET_MARK, error, "tt", id, mark);
}

static gboolean
change_state (Store *store, const char *id, DossierState to,
              gboolean (*may) (DossierState from, DossierState to), GError **error) {
  DossierState from;

  if (!store_load_state (store, id, &from, NULL, error))
    return FALSE;
  if (!may (from, to)) {
    g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is %s and cannot become %s", id,
                 dossier_state_get_name (from), dossier_state_get_name (to));
    return FALSE;
  }
  if (!database_run (store->database, STATEMENT_SET_STATE, error, "ttt", id,
                     dossier_state_get_name (to), dossier_state_get_name (from)))
    return FALSE;
  g_assert (database_get_changed (store->database) == 1);
  if (!record_state (store, id, to, error))
    return FALSE;
  log_info ("dossier %s: %s -> %s", id, dossier_state_get_name (from),
            dossier_state_get_name (to));
  return TRUE;
}

gboolean
store_set_state (Store *store, const char *id, DossierState to, GError **error) {
  return change_state (store, id, to, dossier_may_move, error);
}

gboolean
store_undo_state (Store *store, const char *id, DossierState former, GError **error) {
  return change_state (store, id, former, dossier_may_put_back, error);
}

gboolean
store_load_int (Store *store, StatementId statement, const char *id, gint64 *value,
                GError **error) {
  g_autoptr (Rows) rows
      = id != NULL ? database_select (store->database, statement, error, "t", id)
                   : database_select (store->database, statement, error, "");

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *value = database_get_int (rows, 0);
  return TRUE;
}

/* Column by column in the order of statement.c. What is sealed is left out. */
static Dossier *
read_dossier (Rows *rows, GError **error) {
  g_autoptr (Dossier) dossier = dossier_new ();

  dossier->id = database_dup_text (rows, 0);
  dossier->code = database_dup_text (rows, 1);
  dossier->procedure = database_dup_text (rows, 2);
  dossier->procedure_name = database_dup_text (rows, 3);
  dossier->procedure_version = database_dup_text (rows, 4);
  dossier->portal = database_dup_text (rows, 6);
  dossier->portal_id = database_dup_text (rows, 7);
  dossier->portal_code = database_dup_text (rows, 8);
  dossier->proof = database_dup_text (rows, 9);
  dossier->attempts = (guint) database_get_int (rows, 10);
  dossier->next_try_at = database_get_int (rows, 11);
  dossier->created_at = database_get_int (rows, 13);
  dossier->queued_at = database_get_int (rows, 14);
  dossier->accepted_at = database_get_int (rows, 15);
  dossier->mark = database_dup_text (rows, 20);
  dossier->priority = (guint) database_get_int (rows, 21);
  dossier->due_at = database_get_int (rows, 22);
  dossier->pages = (guint) database_get_int (rows, 23);
  if (!dossier_state_parse (database_get_text (rows, 5), &dossier->state)) {
    g_set_error (error, FAULT, FAULT_STORAGE, "dossier %s is in no known state",
                 dossier->id);
    return NULL;
  }
  return g_steal_pointer (&dossier);
}

/* A sealed column. One that does not open damages this dossier and no other: it is left
 * out and said so. */
static char *
unseal_column (Store *store, Dossier *dossier, Rows *rows, int column,
               const char *label) {
  g_autoptr (GError) cause = NULL;
  char *text;

  if (store_unseal (store, dossier->id, database_get_text (rows, column), &text, &cause,
                    "%s", label))
    return text;
  log_warning ("%s", cause->message);
  dossier->damaged = TRUE;
  return NULL;
}

static void
unseal_dossier (Store *store, Dossier *dossier, Rows *rows) {
  Applicant *applicant = &dossier->applicant;

  dossier->last_answer = unseal_column (store, dossier, rows, 12, "last_answer");
  applicant->name = unseal_column (store, dossier, rows, 16, "applicant_name");
  applicant->id_number = unseal_column (store, dossier, rows, 17, "applicant_id_number");
  applicant->phone = unseal_column (store, dossier, rows, 18, "applicant_phone");
  applicant->address = unseal_column (store, dossier, rows, 19, "applicant_address");
}

/* A name may be made of what a paper says. */
static char *
unseal_file (Store *store, Dossier *dossier, Rows *rows, guint number) {
  g_autofree char *label = g_strdup_printf ("file/%u", number);
  char *name = dossier->state == DOSSIER_PURGED
                   ? NULL
                   : unseal_column (store, dossier, rows, 4, label);

  return name != NULL ? name : g_strdup_printf ("%u", number);
}

static gboolean
load_papers (Store *store, Dossier *dossier, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_PAPERS, &cause, "t", dossier->id);

  while (rows != NULL && database_next (rows, &cause)) {
    Paper *paper = g_new0 (Paper, 1);

    paper->number = (guint) database_get_int (rows, 0);
    paper->type = database_dup_text (rows, 1);
    paper->component = database_dup_text (rows, 2);
    paper->title = database_dup_text (rows, 3);
    paper->file = unseal_file (store, dossier, rows, paper->number);
    paper->pages = (guint) database_get_int (rows, 5);
    paper->size_bytes = (guint64) database_get_int (rows, 6);
    paper->sha256 = database_dup_text (rows, 7);
    paper->original = database_get_int (rows, 8) != 0;
    paper->signature = database_dup_text (rows, 9);
    g_ptr_array_add (dossier->papers, paper);
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

Dossier *
store_load_dossier (Store *store, const char *id, GError **error) {
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_DOSSIER, error, "t", id);

  if (rows == NULL || !database_next (rows, error))
    return NULL;
  dossier = read_dossier (rows, error);
  if (dossier == NULL)
    return NULL;
  if (dossier->state != DOSSIER_PURGED)
    unseal_dossier (store, dossier, rows);
  if (!load_papers (store, dossier, error))
    return NULL;
  return g_steal_pointer (&dossier);
}

/* The one dossier that @name fits; FAULT_USAGE otherwise. */
static char *
find_id (Store *store, const char *name, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autofree char *id = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_FIND_DOSSIER, &cause, "t", name);

  if (rows != NULL && database_next (rows, &cause)) {
    id = database_dup_text (rows, 0);
    if (database_next (rows, &cause))
      g_set_error (&cause, FAULT, FAULT_USAGE, "\"%s\" fits several dossiers", name);
  } else if (cause == NULL) {
    g_set_error (&cause, FAULT, FAULT_USAGE, "there is no dossier \"%s\"", name);
  }
  if (cause == NULL)
    return g_steal_pointer (&id);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* A whole id is looked up at once; only other names are worth a search. */
Dossier *
store_get_dossier (Store *store, const char *name, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GError) cause = NULL;
  g_autofree char *id = NULL;
  Dossier *dossier = store_load_dossier (store, name, &cause);

  if (dossier != NULL)
    return dossier;
  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  id = find_id (store, name, error);
  return id == NULL ? NULL : store_load_dossier (store, id, error);
}

GPtrArray *
store_get_dossiers (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) dossiers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_DOSSIERS, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    Dossier *dossier = read_dossier (rows, &cause);

    if (dossier == NULL)
      break;
    g_ptr_array_add (dossiers, dossier);
  }
  if (cause == NULL)
    return g_steal_pointer (&dossiers);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}
