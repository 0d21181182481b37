/* SPDX-License-Identifier: Apache-2.0 */

/* Sealing builds everything in "sealing.part", a name that recovery sweeps, each file
 * durable by itself, the manifest last; the rename to "sealed" is the moment from which
 * nothing changes. The papers' files are paperfile's; which rung of the page images they
 * carry is decided before, see budget.c.
 *
 * A signature belongs to sealing: a sealed file never changes, and a signature or a time
 * stamp put into it later would change it, its digest and the manifest. So both are made
 * while the file is written, by motcua-sign, which alone has the key and the way to the
 * time-stamp server. A server that is down costs the stamp and a few seconds, never the
 * dossier; which level a paper got stands in the manifest.
 *
 * Verifying trusts nothing but the bytes on disk: files that are missing, changed, longer,
 * strangers or no regular files are each a violation, never a fault. */

#include "upload/package.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"
#include "upload/manifest.h"
#include "upload/paperfile.h"
#include "upload/progress.h"
#include "upload/proof.h"
#include "upload/standing.h"

#include <string.h>
#include <sys/stat.h>

#define SEALED_NAME  "sealed"
#define SEALING_NAME "sealing.part"
#define SEALED_MODE  0400
#define PAGE_PREFIX  "page-"
#define PART_SUFFIX  ".part"

GBytes *
package_load_file (const char *path, gsize most_bytes, GError **error) {
  g_autoptr (GError) cause = NULL;
  struct stat status;
  char *bytes;
  gsize size_bytes;

  if (lstat (path, &status) != 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot read %s", path);
    return NULL;
  }
  if (!S_ISREG (status.st_mode) || (guint64) status.st_size > most_bytes) {
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "%s is no regular file of at most %" G_GSIZE_FORMAT " bytes", path,
                 most_bytes);
    return NULL;
  }
  if (!g_file_get_contents (path, &bytes, &size_bytes, &cause)) {
    g_set_error_literal (error, FAULT, FAULT_STORAGE, cause->message);
    return NULL;
  }
  return g_bytes_new_take (bytes, size_bytes);
}

/* --- sealing ------------------------------------------------------------------------ */

/* Writes the paper's file into @sealing and sets what sealing sets of the paper. */
static gboolean
seal_paper (const Vault *vault, const Dossier *dossier, const PackagePaper *entry,
            const GPtrArray *pages, GError **error) {
  g_autofree char *name
      = entry->paper->file != NULL
            ? g_strdup (entry->paper->file)
            : g_strdup_printf ("%s.%u.pdf", dossier->code, entry->paper->number);
  g_autofree char *path = g_build_filename (SEALING_NAME, name, NULL);
  g_autoptr (DurableFile) file = vault_create (vault, path, SEALED_MODE, error);
  g_autofree char *sha256 = NULL;
  guint64 size_bytes;

  if (file == NULL || !paperfile_write (file, vault, dossier, entry, pages, error)
      || !durable_commit (g_steal_pointer (&file), error))
    return FALSE;
  sha256 = vault_hash (vault, path, &size_bytes, error);
  if (sha256 == NULL)
    return FALSE;
  g_free (entry->paper->file);
  g_free (entry->paper->sha256);
  entry->paper->file = g_steal_pointer (&name);
  entry->paper->sha256 = g_steal_pointer (&sha256);
  entry->paper->size_bytes = size_bytes;
  entry->paper->pages = entry->pages->len;
  g_free (entry->paper->signature);
  entry->paper->signature = entry->signer == NULL || entry->as_is != NULL
                                ? NULL
                                : g_strdup (signer_get_level (entry->signer));
  return TRUE;
}

static gboolean
seal_papers (const Vault *vault, const Dossier *dossier, const PackageContents *contents,
             GError **error) {
  const GPtrArray *papers = contents->papers;
  guint64 total_bytes = 0;

  for (guint i = 0; i < papers->len; i++) {
    const PackagePaper *entry = g_ptr_array_index (papers, i);

    if (!seal_paper (vault, dossier, entry, contents->pages, error)) {
      g_prefix_error (error, "paper %u: ", entry->paper->number);
      return FALSE;
    }
    total_bytes += entry->paper->size_bytes;
  }
  if (total_bytes <= LIMIT_PACKAGE_BYTES)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE,
               "the dossier's papers take %" G_GUINT64_FORMAT
               " bytes, more than a portal is sent",
               total_bytes);
  return FALSE;
}

static gboolean
check_sealable (const Dossier *dossier, const GPtrArray *papers, GError **error) {
  if (dossier->state != DOSSIER_OPEN) {
    g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is %s and sealed for good",
                 dossier->id, dossier_state_get_name (dossier->state));
    return FALSE;
  }
  if (papers->len >= 1 && papers->len <= LIMIT_DOSSIER_PAPERS)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE, "a dossier has 1 to %u papers, not %u",
               LIMIT_DOSSIER_PAPERS, papers->len);
  return FALSE;
}

static void
free_file (ManifestFile *file) {
  g_free (file->name);
  g_free (file->sha256);
  g_free (file);
}

static gboolean
is_page (const GPtrArray *pages, const char *name) {
  for (guint i = 0; i < pages->len; i++) {
    if (g_str_equal (((StoredPage *) g_ptr_array_index (pages, i))->page->file, name))
      return TRUE;
  }
  return FALSE;
}

/* Names of the pages' files: "page-0001.json". */
static gboolean
is_page_name (const char *name) {
  return g_str_has_prefix (name, PAGE_PREFIX) && !g_str_has_suffix (name, PART_SUFFIX);
}

static int
compare_names (gconstpointer first, gconstpointer second) {
  const ManifestFile *one = *(ManifestFile *const *) first;
  const ManifestFile *other = *(ManifestFile *const *) second;

  return strcmp (one->name, other->name);
}

/* What intake has left of the pages besides their scans, so that it can be held to account
 * as well. */
static GPtrArray *
list_files (const Vault *vault, const GPtrArray *pages, GError **error) {
  g_autoptr (GPtrArray) files
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_file);
  g_autoptr (GDir) entries = g_dir_open (vault_get_folder (vault), 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    ManifestFile *file;

    if (!is_page_name (name) || is_page (pages, name))
      continue;
    file = g_new0 (ManifestFile, 1);
    file->name = g_strdup (name);
    g_ptr_array_add (files, file);
    file->sha256 = vault_hash (vault, name, &file->size_bytes, error);
    if (file->sha256 == NULL)
      return NULL;
  }
  g_ptr_array_sort (files, compare_names);
  return g_steal_pointer (&files);
}

gboolean
package_seal (const Vault *vault, const Dossier *dossier, const PackageContents *contents,
              GError **error) {
  const char *folder = vault_get_folder (vault);
  g_autofree char *sealing = g_build_filename (folder, SEALING_NAME, NULL);
  g_autofree char *sealed = g_build_filename (folder, SEALED_NAME, NULL);
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *manifest = NULL;

  if (!check_sealable (dossier, contents->papers, error)
      || !durable_remove (sealing, error) || !durable_mkdir (sealing, error)
      || !seal_papers (vault, dossier, contents, error))
    return FALSE;
  files = list_files (vault, contents->pages, error);
  if (files == NULL)
    return FALSE;
  manifest = manifest_format (dossier, contents, files);
  return progress_begin (vault, error)
         && vault_save (vault, SEALING_NAME "/" MANIFEST_NAME, manifest,
                        strlen (manifest), SEALED_MODE, error)
         && durable_remove (sealed, error) && durable_rename (sealing, sealed, error);
}

/* --- verifying ---------------------------------------------------------------------- */

/* Compares file @name, in @place of the dossier's folder, with what a record says of it. */
static void
verify_file (const Vault *vault, const char *place, const char *name, guint64 size_bytes,
             const char *sha256, GPtrArray *violations) {
  g_autofree char *path = g_build_filename (place, name, NULL);
  g_autoptr (GError) cause = NULL;
  guint64 found_bytes = 0;
  g_autofree char *found = vault_hash (vault, path, &found_bytes, &cause);

  if (found == NULL)
    violation_add (violations, name, "The file cannot be read: %s.", cause->message);
  else if (found_bytes != size_bytes)
    violation_add (violations, name,
                   "The file has %" G_GUINT64_FORMAT
                   " bytes instead of %" G_GUINT64_FORMAT ".",
                   found_bytes, size_bytes);
  else if (g_strcmp0 (found, sha256) != 0)
    violation_add (violations, name, "The file's bytes have changed.");
}

/* A base name as we give them; anything else could lead out of the folder. */
static gboolean
is_base_name (const char *name) {
  return name != NULL && *name != '\0' && *name != '.' && strchr (name, '/') == NULL;
}

/* Every file that the records of @member name, once each; adds the names to @known. A file
 * of many pages has as many records. */
static void
verify_records (JsonObject *manifest, const char *member, const Vault *vault,
                const char *place, GHashTable *known, GPtrArray *violations) {
  JsonArray *records = json_get_array (manifest, member);
  guint count = records == NULL ? 0 : json_array_get_length (records);

  for (guint i = 0; i < count; i++) {
    JsonNode *node = json_array_get_element (records, i);
    JsonObject *record
        = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    const char *name = record == NULL ? NULL : json_get_string (record, "file", NULL);

    if (!is_base_name (name)) {
      violation_add (violations, MANIFEST_NAME, "A record names no file.");
      continue;
    }
    if (!g_hash_table_add (known, g_strdup (name)))
      continue;
    verify_file (vault, place, name, (guint64) json_get_int (record, "size_bytes", -1),
                 json_get_string (record, "sha256", NULL), violations);
  }
}

/* Files in @folder whose names begin with @prefix and are not @known. */
static gboolean
find_strangers (const char *folder, const char *prefix, GHashTable *known,
                GPtrArray *violations, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) entries = g_dir_open (folder, 0, &cause);
  const char *name;

  if (entries == NULL) {
    g_set_error_literal (error, FAULT, FAULT_STORAGE, cause->message);
    return FALSE;
  }
  while ((name = g_dir_read_name (entries)) != NULL) {
    if (g_str_has_prefix (name, prefix) && !g_str_has_suffix (name, PART_SUFFIX)
        && !g_hash_table_contains (known, name))
      violation_add (violations, name, "The file is not in the manifest.");
  }
  return TRUE;
}

gboolean
package_is_sealed (const Dossier *dossier) {
  return dossier->state != DOSSIER_OPEN && dossier->state != DOSSIER_PURGED
         && (dossier->state != DOSSIER_WITHDRAWN || dossier->papers->len > 0);
}

/* What was said of the dossier after it was sealed: that it has been accepted, or that a
 * person holds it back, and how far it has come, where its manifest has @promised that. */
static void
verify_standing (const Vault *vault, const Dossier *dossier, gboolean promised,
                 GPtrArray *violations, guint *files) {
  g_autoptr (GError) cause = NULL;
  DossierState standing;
  gboolean proven = dossier == NULL ? vault_has (vault, PROOF_NAME)
                                    : dossier->state == DOSSIER_ACCEPTED;

  if (proven)
    proof_check (vault, dossier, violations, files);
  if (promised)
    progress_check (vault, violations);
  if (!standing_load (vault, &standing, &cause))
    violation_add (violations, STANDING_NAME, "The file cannot be read: %s.",
                   cause->message);
  else if (dossier != NULL
           && (dossier->state == DOSSIER_HELD || dossier->state == DOSSIER_WITHDRAWN)
           && standing != dossier->state)
    violation_add (violations, STANDING_NAME, "The file does not say that it is %s.",
                   dossier_state_get_name (dossier->state));
}

gboolean
package_verify (const Vault *vault, const Dossier *dossier, GPtrArray *violations,
                guint *files, GError **error) {
  g_autofree char *sealed
      = g_build_filename (vault_get_folder (vault), SEALED_NAME, NULL);
  g_autoptr (GHashTable) known
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) scans
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonObject) manifest = NULL;

  if (dossier != NULL && !package_is_sealed (dossier))
    return TRUE;
  *files += 1;
  manifest = manifest_load (vault, &cause);
  if (manifest == NULL) {
    violation_add (violations, MANIFEST_NAME, "The manifest is unusable: %s.",
                   cause->message);
    return TRUE;
  }
  if (dossier != NULL)
    manifest_check (manifest, dossier, violations);
  g_hash_table_add (known, g_strdup (MANIFEST_NAME));
  verify_records (manifest, "papers", vault, SEALED_NAME, known, violations);
  verify_records (manifest, "pages", vault, ".", scans, violations);
  verify_records (manifest, "removed", vault, ".", scans, violations);
  verify_records (manifest, "files", vault, ".", scans, violations);
  verify_standing (vault, dossier, json_get_boolean (manifest, "progress", FALSE),
                   violations, files);
  *files += g_hash_table_size (known) - 1 + g_hash_table_size (scans);
  return find_strangers (sealed, "", known, violations, error)
         && find_strangers (vault_get_folder (vault), PAGE_PREFIX, scans, violations,
                            error);
}
