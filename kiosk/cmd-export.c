/* SPDX-License-Identifier: Apache-2.0 */

/* motcua export: takes the files of a sealed dossier out of its vault, for a person who may
 * have them. What is written is plain and nobody guards it any more, so it goes into a new
 * or empty folder that only its owner can read, and the audit trail is told beforehand which
 * account takes which dossier. */

#include "config/fault.h"
#include "kiosk/command.h"
#include "upload/manifest.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_BYTES (64 * 1024)
#define PLAIN_MODE  0600

typedef struct {
  const Vault *vault;
  const char *folder; /* where the files go */
  guint files;
} Exporting;

static gboolean
copy_bytes (VaultFile *from, DurableFile *to, GError **error) {
  g_autofree char *block = g_malloc (BLOCK_BYTES);
  guint64 offset = 0;
  gssize got;

  while ((got = vault_file_read (from, offset, block, BLOCK_BYTES, error)) > 0) {
    if (!durable_append (to, block, (gsize) got, error))
      return FALSE;
    offset += (guint64) got;
  }
  return got == 0;
}

/* The vault's file @place/@name as @name. */
static gboolean
export_file (Exporting *run, const char *place, const char *name, GError **error) {
  g_autofree char *inside = g_build_filename (place, name, NULL);
  g_autofree char *path = g_build_filename (run->folder, name, NULL);
  g_autoptr (VaultFile) from = vault_open (run->vault, inside, error);
  g_autoptr (DurableFile) to = NULL;

  if (from == NULL)
    return FALSE;
  to = durable_open (path, PLAIN_MODE, error);
  if (to == NULL || !copy_bytes (from, to, error)
      || !durable_commit (g_steal_pointer (&to), error))
    return FALSE;
  run->files++;
  return TRUE;
}

static gboolean
export_papers (Exporting *run, const Dossier *dossier, GError **error) {
  for (guint i = 0; i < dossier->papers->len; i++) {
    const Paper *paper = g_ptr_array_index (dossier->papers, i);

    if (!export_file (run, "sealed", paper->file, error))
      return FALSE;
  }
  return export_file (run, "sealed", MANIFEST_NAME, error)
         && (!vault_has (run->vault, "receipt.txt")
             || export_file (run, ".", "receipt.txt", error));
}

static gboolean
export_scans (Exporting *run, Store *store, const Dossier *dossier, GError **error) {
  g_autoptr (GPtrArray) pages = store_get_pages (store, dossier->id, error);

  for (guint i = 0; pages != NULL && i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    if (!export_file (run, ".", page->page->file, error))
      return FALSE;
  }
  return pages != NULL;
}

/* Nothing that is there is written over, and nobody else may look into the folder. */
static gboolean
make_folder (const char *folder, GError **error) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);

  if (entries == NULL)
    return durable_mkdir (folder, error);
  if (g_dir_read_name (entries) == NULL)
    return chmod (folder, 0700) == 0
           || fault_set_errno (error, FAULT_STORAGE, "cannot close %s to others", folder);
  g_set_error (error, FAULT, FAULT_USAGE, "%s is not empty", folder);
  return FALSE;
}

static void
print_result (const Exporting *run, const Dossier *dossier, gboolean json) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (!json) {
    printf ("%s: %u files in %s. They are plain: delete them when they have served.\n",
            dossier->code, run->files, run->folder);
    return;
  }
  json_builder_begin_object (builder);
  json_add_string (builder, "id", dossier->id);
  json_add_string (builder, "folder", run->folder);
  json_add_int (builder, "files", run->files);
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  printf ("%s\n", text);
}

static gboolean
export_dossier (Store *store, const char *name, const char *folder, gboolean scans,
                gboolean json, GError **error) {
  g_autoptr (Dossier) dossier = store_get_dossier (store, name, error);
  g_autoptr (Vault) vault = NULL;
  Exporting run = {NULL, folder, 0};

  if (dossier == NULL)
    return FALSE;
  if (!package_is_sealed (dossier)) {
    g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is %s and has no sealed files",
                 dossier->code, dossier_state_get_name (dossier->state));
    return FALSE;
  }
  vault = store_open_vault (store, dossier->id, error);
  run.vault = vault;
  if (vault == NULL || !make_folder (folder, error)
      || !store_note_export (store, dossier->id, (guint) getuid (), error)
      || !export_papers (&run, dossier, error)
      || (scans && !export_scans (&run, store, dossier, error)))
    return FALSE;
  print_result (&run, dossier, json);
  return TRUE;
}

int
command_export (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_autofree char *folder = NULL;
  gboolean scans = FALSE;
  const GOptionEntry entries[]
      = {{"out", 0, 0, G_OPTION_ARG_FILENAME, &folder,
          "Where the files go: a folder that is empty or made", "DIR"},
         {"scans", 0, 0, G_OPTION_ARG_NONE, &scans, "The raw pages, too", NULL},
         G_OPTION_ENTRY_NULL};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (GError) error = NULL;

  if (!command_parse ("ID", "Takes the files of a sealed dossier out, as they were sent.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (argc != 2 || folder == NULL)
    return command_usage ("export: one dossier by ID, and --out DIR");
  station = command_open_station (&options, NULL, &status);
  if (station == NULL || !command_permit (station, KIOSK_ACT_EXPORT, argv[1], &status))
    return status;
  if (!export_dossier (kiosk_station_get_store (station), argv[1], folder, scans,
                       options.json, &error))
    return command_fail (error);
  return COMMAND_DONE;
}
