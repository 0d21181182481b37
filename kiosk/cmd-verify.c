/* SPDX-License-Identifier: Apache-2.0 */

/* motcua verify: re-hashes every stored byte and compares it with manifest, proof and
 * database. It reads only. Damage is what it is for, so no damage ends it: a dossier whose
 * row does not open is held against its own files, and so are all when there is no
 * database. */

#include "config/fault.h"
#include "config/json.h"
#include "kiosk/command.h"
#include "kiosk/replay.h"
#include "upload/keys.h"
#include "upload/manifest.h"
#include "upload/package.h"
#include "upload/violation.h"

#include <stdio.h>

typedef struct {
  Store *store; /* NULL: it does not open */
  Keys *keys;   /* of a store that does not open; else NULL */
  char *folder;
  JsonBuilder *violations; /* an open array */
  gboolean json, replay;
  guint dossiers, files, count, replayed, earlier;
} Verifying;

/* @id: of the dossier, or NULL for the store; @code: for people. */
static void
add_violation (Verifying *run, const char *id, const char *code, const char *file,
               const char *what) {
  run->count++;
  if (!run->json)
    printf ("%s: %s: %s\n", code, file, what);
  json_builder_begin_object (run->violations);
  json_add_string (run->violations, "id", id);
  json_add_string (run->violations, "file", file);
  json_add_string (run->violations, "what", what);
  json_builder_end_object (run->violations);
}

static void
add_finding (Verifying *run, const char *what) {
  add_violation (run, NULL, "store", VIOLATION_DATABASE, what);
}

static Vault *
open_vault (Verifying *run, const char *id, GError **error) {
  g_autofree char *folder = g_build_filename (run->folder, "dossiers", id, NULL);

  return run->store != NULL ? store_open_vault (run->store, id, error)
                            : keys_open_vault (run->keys, id, folder, error);
}

/* Makes the image of each page anew from the scan, where both are kept. A sealed paper shows
 * these images, so nothing but the scan and the recipe is in it. */
static void
replay_pages (Verifying *run, const Vault *vault, const char *id, const char *code) {
  g_autoptr (JsonObject) manifest = manifest_load (vault, NULL);
  JsonArray *pages = manifest != NULL ? json_get_array (manifest, "pages") : NULL;

  for (guint i = 0; pages != NULL && i < json_array_get_length (pages); i++) {
    JsonObject *page = json_array_get_object_element (pages, i);
    guint number = (guint) json_get_int (page, "number", 0);
    const char *file = json_get_string (page, "file", "");
    g_autofree char *image = page_file_dup (number, "img");
    g_autoptr (GError) cause = NULL;
    ReplayOutcome outcome;

    if (!replay_stored (vault, number, file, &outcome, &cause)) {
      g_autofree char *what = g_strdup_printf (
          "The image, made anew from %s by its recipe, is another: %s.", file,
          cause->message);

      add_violation (run, id, code, image, what);
    }
    run->replayed += outcome == REPLAY_SAME;
    run->earlier += outcome == REPLAY_EARLIER;
  }
}

/* @dossier NULL: nothing but its files is known. */
static gboolean
verify_files (Verifying *run, const char *id, const Dossier *dossier, GError **error) {
  g_autoptr (GPtrArray) violations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  const char *code = dossier != NULL ? dossier->code : id;
  g_autoptr (GError) cause = NULL;
  g_autoptr (Vault) vault = open_vault (run, id, &cause);

  run->dossiers++;
  if (vault == NULL) {
    g_autofree char *what = g_strdup_printf ("Nothing of it opens: %s.", cause->message);

    add_violation (run, id, code, VIOLATION_KEY, what);
    return TRUE;
  }
  if (!package_verify (vault, dossier, violations, &run->files, error))
    return FALSE;
  for (guint i = 0; i < violations->len; i++) {
    const Violation *violation = g_ptr_array_index (violations, i);

    add_violation (run, id, code, violation->file, violation->what);
  }
  if (run->replay)
    replay_pages (run, vault, id, code);
  return TRUE;
}

static gboolean
verify_dossier (Verifying *run, const char *name, GError **error) {
  g_autoptr (Dossier) dossier = store_get_dossier (run->store, name, error);

  if (dossier == NULL)
    return FALSE;
  return !package_is_sealed (dossier) || verify_files (run, dossier->id, dossier, error);
}

/* --- all ---------------------------------------------------------------------------- */

static void
verify_store (Verifying *run) {
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (GError) cause = NULL;

  if (!(run->store != NULL ? store_check (run->store, found, &cause)
                           : store_check_closed (run->folder, run->keys, found, &cause)))
    add_finding (run, cause->message);
  for (guint i = 0; i < found->len; i++) {
    const Violation *violation = g_ptr_array_index (found, i);

    add_violation (run, violation->id, violation->id != NULL ? violation->id : "store",
                   violation->file, violation->what);
  }
}

static gboolean
has_manifest (const Verifying *run, const char *id) {
  g_autofree char *path = g_build_filename (run->folder, "dossiers", id, "sealed", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A dossier that has a folder, whatever the database knows of it. */
static gboolean
verify_folder (Verifying *run, const char *id, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Dossier) dossier
      = run->store != NULL ? store_get_dossier (run->store, id, &cause) : NULL;

  if (dossier != NULL)
    return !package_is_sealed (dossier) || verify_files (run, id, dossier, error);
  if (cause != NULL && !g_error_matches (cause, FAULT, FAULT_USAGE))
    add_violation (run, id, id, VIOLATION_DATABASE, cause->message);
  return !has_manifest (run, id) || verify_files (run, id, NULL, error);
}

static gboolean
verify_folders (Verifying *run, GError **error) {
  g_autofree char *path = g_build_filename (run->folder, "dossiers", NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) entries = g_dir_open (path, 0, &cause);
  const char *id;

  if (entries == NULL) {
    g_set_error_literal (error, FAULT, FAULT_STORAGE, cause->message);
    return FALSE;
  }
  while ((id = g_dir_read_name (entries)) != NULL) {
    if (g_uuid_string_is_valid (id) && !verify_folder (run, id, error))
      return FALSE;
  }
  return TRUE;
}

/* Sealed dossiers whose folder is gone. */
static gboolean
verify_rows (Verifying *run, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (run->store, &cause);

  if (dossiers == NULL)
    add_finding (run, cause->message);
  for (guint i = 0; dossiers != NULL && i < dossiers->len; i++) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i);
    g_autofree char *folder = store_dossier_folder_dup (run->store, dossier->id);

    if (!g_file_test (folder, G_FILE_TEST_IS_DIR)
        && !verify_dossier (run, dossier->id, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
verify_all (Verifying *run, GError **error) {
  verify_store (run);
  return (run->store == NULL || verify_rows (run, error)) && verify_folders (run, error);
}

/* --- the command -------------------------------------------------------------------- */

static int
print_result (Verifying *run) {
  g_autofree char *text = NULL;

  json_builder_end_array (run->violations);
  json_add_int (run->violations, "dossiers", run->dossiers);
  json_add_int (run->violations, "files", run->files);
  if (run->replay) {
    json_add_int (run->violations, "replayed", run->replayed);
    json_add_int (run->violations, "earlier", run->earlier);
  }
  json_builder_end_object (run->violations);
  text = json_format (run->violations, TRUE);
  if (run->replay && !run->json)
    printf ("%u page images made anew from their scans, %u as an earlier version of the "
            "recipe left them\n",
            run->replayed, run->earlier);
  if (run->json)
    printf ("%s\n", text);
  else
    printf ("%u dossiers, %u files: %s\n", run->dossiers, run->files,
            run->count == 0 ? "all as sealed" : "see above; tell the administrator");
  return run->count == 0 ? COMMAND_DONE : COMMAND_FAILED;
}

/* A database that is unusable is one more thing to be told, when all is looked at. */
static gboolean
open_store (Verifying *run, const Settings *settings, gboolean all, GError **error) {
  g_autoptr (GError) cause = NULL;

  run->store = store_open (run->folder, settings->key_file, &cause);
  if (run->store != NULL)
    return TRUE;
  if (all && g_error_matches (cause, FAULT, FAULT_STORAGE))
    run->keys = keys_open (run->folder, settings->key_file, FALSE, NULL);
  if (run->keys == NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  add_finding (run, cause->message);
  return TRUE;
}

static int
verify (Verifying *run, const Settings *settings, gboolean all, char **names) {
  g_autoptr (GError) error = NULL;
  gboolean verified;

  json_builder_begin_object (run->violations);
  json_builder_set_member_name (run->violations, "violations");
  json_builder_begin_array (run->violations);
  verified = open_store (run, settings, all, &error);
  if (verified && all)
    verified = verify_all (run, &error);
  for (; verified && *names != NULL; names++)
    verified = verify_dossier (run, *names, &error);
  return verified ? print_result (run) : command_fail (error);
}

int
command_verify (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  gboolean all = FALSE, replay = FALSE;
  const GOptionEntry entries[]
      = {{"all", 0, 0, G_OPTION_ARG_NONE, &all, "Every sealed dossier", NULL},
         {"replay", 0, 0, G_OPTION_ARG_NONE, &replay,
          "Make each page's image anew from its scan as well", NULL},
         G_OPTION_ENTRY_NULL};
  g_autoptr (JsonBuilder) violations = json_builder_new ();
  g_autoptr (Settings) settings = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!command_parse ("[ID...]", "Compares every stored byte with its manifest.", entries,
                      &options, &argc, &argv))
    return COMMAND_USAGE;
  if (all == (argc > 1))
    return command_usage ("verify: either --all or dossiers by ID");
  settings = settings_load (options.config, &error);
  if (settings == NULL)
    return command_fail (error);
  folder = kiosk_station_store_dup (options.store);
  Verifying run = {
      .folder = folder, .violations = violations, .json = options.json, .replay = replay};
  status = verify (&run, settings, all, argv + 1);
  store_free (run.store);
  keys_free (run.keys);
  return status;
}
