/* SPDX-License-Identifier: Apache-2.0 */

/* dossiers/ID/dossier.json and dossiers/ID/FILEID.pdf. A file of bytes counts only once
 * dossier.json names it, and a folder only once it has a dossier.json: so each change has
 * one moment at which it is there, the rename of dossier.json, and what an earlier kill
 * left beside it is removed at the next start. The folders are the only state; the tables
 * here can be read from them at any time. */

#include "upload/practice/registry.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define FIRST_ID 10001
#define NUMBERS  100 /* that are put aside at a time */

struct Registry {
  char *folder;
  char *org_code;
  GHashTable *ids;     /* referenceUid -> gint64 */
  GHashTable *serials; /* "yymmdd" -> the last serial of that day */
  GArray *order;       /* gint64, ascending */
  gint64 next_id;
  gint64 next_number, numbers_end; /* those below are put aside on the disk */
};

static char *
build_folder (Registry *registry, gint64 id) {
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT, registry->folder, id);
}

char *
registry_path_dup (Registry *registry, const Filing *filing, const FilingFile *file) {
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT ".pdf",
                          registry->folder, filing->id, file->id);
}

static void
note_id (Registry *registry, const char *uid, gint64 id) {
  g_hash_table_insert (registry->ids, g_strdup (uid), g_memdup2 (&id, sizeof id));
  g_array_append_val (registry->order, id);
  registry->next_id = MAX (registry->next_id, id + 1);
}

/* An official number ends with "-yymmdd-0001". */
static void
note_number (Registry *registry, const char *number) {
  g_auto (GStrv) words = g_strsplit (number, "-", -1);
  guint count = g_strv_length (words);
  guint last, serial;

  if (count < 3)
    return;
  serial = (guint) strtoul (words[count - 1], NULL, 10);
  last = GPOINTER_TO_UINT (g_hash_table_lookup (registry->serials, words[count - 2]));
  g_hash_table_replace (registry->serials, g_strdup (words[count - 2]),
                        GUINT_TO_POINTER (MAX (last, serial)));
}

/* Removes what stands beside dossier.json without being named in it. */
static gboolean
sweep_strays (Registry *registry, const Filing *filing, const char *folder,
              GError **error) {
  g_autoptr (GHashTable) known
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, error);
  const char *name;

  if (entries == NULL)
    return FALSE;
  g_hash_table_add (known, g_strdup ("dossier.json"));
  for (guint i = 0; i < filing->files->len; i++) {
    g_autofree char *path = registry_path_dup (registry, filing, filing->files->pdata[i]);

    g_hash_table_add (known, g_path_get_basename (path));
  }
  while ((name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_hash_table_contains (known, name) && !durable_remove (path, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_folder (Registry *registry, gint64 id, GError **error) {
  g_autofree char *folder = build_folder (registry, id);
  g_autofree char *path = g_build_filename (folder, "dossier.json", NULL);
  g_autoptr (Filing) filing = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return durable_remove (folder, error);
  filing = filing_load (folder, error);
  if (filing == NULL || !sweep_strays (registry, filing, folder, error))
    return FALSE;
  if (filing->id != id || g_hash_table_contains (registry->ids, filing->uid)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: it belongs to another folder", path);
    return FALSE;
  }
  note_id (registry, filing->uid, id);
  note_number (registry, filing->number);
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b) {
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static gboolean
read_folders (Registry *registry, GError **error) {
  g_autoptr (GDir) entries = g_dir_open (registry->folder, 0, error);
  const char *name;

  if (entries == NULL)
    return FALSE;
  while ((name = g_dir_read_name (entries)) != NULL) {
    gint64 id;

    if (g_ascii_string_to_signed (name, 10, FIRST_ID, G_MAXINT64 / 1000, &id, NULL)
        && !read_folder (registry, id, error))
      return FALSE;
  }
  g_array_sort (registry->order, compare_ids);
  return TRUE;
}

Registry *
registry_open (const char *folder, const char *org_code, GError **error) {
  g_autoptr (Registry) registry = NULL;

  if (!durable_mkdir (folder, error))
    return NULL;
  registry = g_new0 (Registry, 1);
  registry->folder = g_strdup (folder);
  registry->org_code = g_strdup (org_code);
  registry->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  registry->serials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  registry->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  registry->next_id = FIRST_ID;
  return read_folders (registry, error) ? g_steal_pointer (&registry) : NULL;
}

void
registry_close (Registry *registry) {
  g_free (registry->folder);
  g_free (registry->org_code);
  g_hash_table_unref (registry->ids);
  g_hash_table_unref (registry->serials);
  g_array_unref (registry->order);
  g_free (registry);
}

gint64
registry_find (Registry *registry, const char *uid) {
  const gint64 *id = g_hash_table_lookup (registry->ids, uid);

  return id != NULL ? *id : 0;
}

GArray *
registry_list (Registry *registry) {
  return g_array_ref (registry->order);
}

Filing *
registry_load (Registry *registry, gint64 id, GError **error) {
  g_autofree char *folder = build_folder (registry, id);
  guint at;

  if (!g_array_binary_search (registry->order, &id, compare_ids, &at))
    return NULL;
  return filing_load (folder, error);
}

/* Numbers that a crash leaves unused are lost. */
static gboolean
put_numbers_aside (Registry *registry, GError **error) {
  g_autofree char *path = g_build_filename (registry->folder, "numbers", NULL);
  g_autofree char *text = NULL;

  if (registry->numbers_end == 0 && g_file_get_contents (path, &text, NULL, NULL))
    registry->next_number = g_ascii_strtoll (text, NULL, 10);
  g_free (g_steal_pointer (&text));
  registry->numbers_end = registry->next_number + NUMBERS;
  text = g_strdup_printf ("%" G_GINT64_FORMAT "\n", registry->numbers_end);
  return durable_save (path, text, strlen (text), 0600, error);
}

gint64
registry_take_number (Registry *registry, GError **error) {
  if (registry->next_number == registry->numbers_end
      && !put_numbers_aside (registry, error))
    return 0;
  return ++registry->next_number;
}

static char *
new_password (void) {
  static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz"; /* no look-alikes */
  unsigned char dice[4];
  char password[sizeof dice + 1] = "";

  g_assert (getrandom (dice, sizeof dice, 0) == sizeof dice);
  for (guint i = 0; i < sizeof dice; i++)
    password[i] = letters[dice[i] % (sizeof letters - 1)];
  return g_strdup (password);
}

static gint64
get_now_ms (void) {
  return g_get_real_time () / 1000;
}

static Filing *
new_filing (Registry *registry, const char *uid, const char *service,
            GHashTable *fields) {
  Filing *filing = filing_new ();

  filing->id = registry->next_id;
  filing->uid = g_strdup (uid);
  filing->service = g_strdup (service);
  filing->number = g_strdup ("");
  filing->status = g_strdup ("new");
  filing->password = new_password ();
  filing->counter = (guint) (filing->id - FIRST_ID + 1);
  filing->kept_at_ms = get_now_ms ();
  g_hash_table_unref (filing->fields);
  filing->fields = g_hash_table_ref (fields);
  return filing;
}

static gboolean
save_filing (Registry *registry, const Filing *filing, GError **error) {
  g_autofree char *folder = build_folder (registry, filing->id);

  return durable_mkdir (folder, error) && filing_save (filing, folder, error);
}

RegistryOutcome
registry_create (Registry *registry, const char *uid, const char *service,
                 GHashTable *fields, Filing **filing, GError **error) {
  g_autoptr (GHashTable) owned_fields = fields;
  g_autoptr (Filing) found = NULL;
  gint64 id = registry_find (registry, uid);

  if (id != 0) {
    found = registry_load (registry, id, error);
    if (found == NULL)
      return REGISTRY_FAULT;
    if (!g_str_equal (found->service, service))
      return REGISTRY_CONFLICT;
    *filing = g_steal_pointer (&found);
    return REGISTRY_THERE;
  }
  found = new_filing (registry, uid, service, owned_fields);
  if (!save_filing (registry, found, error))
    return REGISTRY_FAULT;
  note_id (registry, uid, found->id);
  *filing = g_steal_pointer (&found);
  return REGISTRY_KEPT;
}

static RegistryOutcome
keep_file (Registry *registry, Filing *filing, FilingFile *draft, const Slice *content,
           GError **error) {
  g_autoptr (FilingFile) owned = draft;
  g_autofree char *path = NULL;

  draft->id = filing->id * 1000 + filing->files->len + 1;
  draft->kept_at_ms = get_now_ms ();
  path = registry_path_dup (registry, filing, draft);
  if (!slice_save (content, path, 0600, error))
    return REGISTRY_FAULT;
  g_ptr_array_add (filing->files, g_steal_pointer (&owned));
  return save_filing (registry, filing, error) ? REGISTRY_KEPT : REGISTRY_FAULT;
}

RegistryOutcome
registry_add_file (Registry *registry, Filing *filing, FilingFile *draft,
                   const Slice *content, const FilingFile **file, GError **error) {
  g_autoptr (FilingFile) owned = draft;
  const FilingFile *known = filing_get_file (filing, draft->uid);
  RegistryOutcome outcome;

  draft->size_bytes = content->size_bytes;
  draft->sha256 = slice_hash (content, error);
  if (draft->sha256 == NULL)
    return REGISTRY_FAULT;
  if (known != NULL) {
    *file = known;
    return g_str_equal (known->sha256, draft->sha256) ? REGISTRY_THERE
                                                      : REGISTRY_CONFLICT;
  }
  if (filing->submitted_at_ms != 0)
    return REGISTRY_CONFLICT;
  if (filing->files->len >= LIMIT_DOSSIER_PAPERS)
    return REGISTRY_FULL;
  outcome = keep_file (registry, filing, g_steal_pointer (&owned), content, error);
  if (outcome == REGISTRY_KEPT)
    *file = g_ptr_array_index (filing->files, filing->files->len - 1);
  return outcome;
}

static gboolean
save_contents (Registry *registry, const Filing *filing, const Slice *contents,
               GError **error) {
  g_autofree char *folder = build_folder (registry, filing->id);

  if (!durable_mkdir (folder, error))
    return FALSE;
  for (guint i = 0; i < filing->files->len; i++) {
    FilingFile *file = g_ptr_array_index (filing->files, i);
    g_autofree char *path = NULL;

    file->id = filing->id * 1000 + i + 1;
    file->kept_at_ms = filing->kept_at_ms;
    path = registry_path_dup (registry, filing, file);
    if (!slice_save (&contents[i], path, 0600, error))
      return FALSE;
  }
  return TRUE;
}

RegistryOutcome
registry_keep (Registry *registry, Filing *draft, const Slice *contents, Filing **filing,
               GError **error) {
  gint64 id = registry_find (registry, draft->uid);

  if (id != 0) {
    *filing = registry_load (registry, id, error);
    return *filing != NULL ? REGISTRY_THERE : REGISTRY_FAULT;
  }
  draft->id = registry->next_id;
  g_free (draft->status);
  draft->status = g_strdup ("receiving");
  g_free (draft->password);
  draft->password = new_password ();
  draft->counter = (guint) (draft->id - FIRST_ID + 1);
  draft->kept_at_ms = draft->submitted_at_ms = get_now_ms ();
  if (!save_contents (registry, draft, contents, error)
      || !save_filing (registry, draft, error))
    return REGISTRY_FAULT;
  note_id (registry, draft->uid, draft->id);
  *filing = draft;
  return REGISTRY_KEPT;
}

RegistryOutcome
registry_set_field (Registry *registry, Filing *filing, const char *name,
                    const char *value, GError **error) {
  if (g_strcmp0 (g_hash_table_lookup (filing->fields, name), value) == 0)
    return REGISTRY_THERE;
  g_hash_table_replace (filing->fields, g_strdup (name), g_strdup (value));
  return save_filing (registry, filing, error) ? REGISTRY_KEPT : REGISTRY_FAULT;
}

RegistryOutcome
registry_mark (Registry *registry, Filing *filing, const char *part, GHashTable *fields,
               GError **error) {
  g_hash_table_replace (filing->marks, g_strdup (part), fields);
  if (g_hash_table_size (filing->marks) > LIMIT_DOSSIER_PAPERS)
    return REGISTRY_FULL;
  return save_filing (registry, filing, error) ? REGISTRY_KEPT : REGISTRY_FAULT;
}

/* Serials never go back, not even when the clock does: each day keeps its own. */
static char *
new_number (Registry *registry) {
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%y%m%d");
  guint serial = GPOINTER_TO_UINT (g_hash_table_lookup (registry->serials, day)) + 1;

  return g_strdup_printf ("%s-%s-%04u", registry->org_code, day, serial);
}

RegistryOutcome
registry_submit (Registry *registry, Filing *filing, GError **error) {
  if (filing->submitted_at_ms != 0)
    return REGISTRY_THERE;
  if (filing->files->len == 0)
    return REGISTRY_EMPTY;
  g_free (filing->number);
  filing->number = new_number (registry);
  g_free (filing->status);
  filing->status = g_strdup ("receiving");
  filing->submitted_at_ms = get_now_ms ();
  note_number (registry, filing->number);
  return save_filing (registry, filing, error) ? REGISTRY_KEPT : REGISTRY_FAULT;
}
