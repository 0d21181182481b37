/* SPDX-License-Identifier: Apache-2.0 */

/* motcua verify: re-hashes every sealed byte and compares it with manifest and store. It
 * reads only. */

#include "config/json.h"
#include "kiosk/command.h"
#include "upload/package.h"

#include <stdio.h>

typedef struct {
  Store *store;
  JsonBuilder *violations; /* an open array */
  gboolean json;
  guint dossiers, files, count;
} Verifying;

static void
add_violation (Verifying *run, const Dossier *dossier, const Violation *violation) {
  run->count++;
  if (!run->json)
    printf ("%s: %s: %s\n", dossier->code, violation->file, violation->what);
  json_builder_begin_object (run->violations);
  json_add_string (run->violations, "id", dossier->id);
  json_add_string (run->violations, "file", violation->file);
  json_add_string (run->violations, "what", violation->what);
  json_builder_end_object (run->violations);
}

static gboolean
verify_dossier (Verifying *run, const char *name, GError **error) {
  g_autoptr (Dossier) dossier = store_get_dossier (run->store, name, error);
  g_autoptr (GPtrArray) violations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Vault) vault = NULL;

  if (dossier == NULL)
    return FALSE;
  if (!package_is_sealed (dossier))
    return TRUE;
  run->dossiers++;
  vault = store_open_vault (run->store, dossier->id, &cause);
  if (vault == NULL) {
    g_autofree char *what = g_strdup_printf ("Nothing of it opens: %s.", cause->message);

    add_violation (run, dossier, &(Violation){(char *) "key", what});
    return TRUE;
  }
  if (!package_verify (vault, dossier, violations, &run->files, error))
    return FALSE;
  for (guint i = 0; i < violations->len; i++)
    add_violation (run, dossier, g_ptr_array_index (violations, i));
  return TRUE;
}

/* The store itself: its findings belong to no dossier. */
static gboolean
verify_store (Verifying *run, GError **error) {
  const Dossier none = {.code = (char *) "store"};
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  if (!store_check (run->store, findings, error))
    return FALSE;
  for (guint i = 0; i < findings->len; i++) {
    Violation violation = {(char *) "motcua.db", g_ptr_array_index (findings, i)};

    add_violation (run, &none, &violation);
  }
  return TRUE;
}

static gboolean
verify_all (Verifying *run, GError **error) {
  g_autoptr (GPtrArray) dossiers = NULL;

  if (!verify_store (run, error))
    return FALSE;
  dossiers = store_get_dossiers (run->store, error);

  for (guint i = 0; dossiers != NULL && i < dossiers->len; i++) {
    if (!verify_dossier (run, ((Dossier *) g_ptr_array_index (dossiers, i))->id, error))
      return FALSE;
  }
  return dossiers != NULL;
}

static int
print_result (Verifying *run) {
  g_autofree char *text = NULL;

  json_builder_end_array (run->violations);
  json_add_int (run->violations, "dossiers", run->dossiers);
  json_add_int (run->violations, "files", run->files);
  json_builder_end_object (run->violations);
  text = json_format (run->violations, TRUE);
  if (run->json)
    printf ("%s\n", text);
  else
    printf ("%u dossiers, %u files: %s\n", run->dossiers, run->files,
            run->count == 0 ? "all as sealed" : "see above; tell the administrator");
  return run->count == 0 ? COMMAND_DONE : COMMAND_FAILED;
}

int
command_verify (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  gboolean all = FALSE;
  const GOptionEntry entries[]
      = {{"all", 0, 0, G_OPTION_ARG_NONE, &all, "Every sealed dossier", NULL},
         G_OPTION_ENTRY_NULL};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (JsonBuilder) violations = json_builder_new ();
  g_autoptr (GError) error = NULL;
  gboolean verified = TRUE;

  if (!command_parse ("[ID...]", "Compares every stored byte with its manifest.", entries,
                      &options, &argc, &argv))
    return COMMAND_USAGE;
  if (all == (argc > 1))
    return command_usage ("verify: either --all or dossiers by ID");
  station = command_open_station (&options, NULL, &status);
  if (station == NULL)
    return status;
  json_builder_begin_object (violations);
  json_builder_set_member_name (violations, "violations");
  json_builder_begin_array (violations);
  Verifying run = {kiosk_station_get_store (station), violations, options.json, 0, 0, 0};
  if (all)
    verified = verify_all (&run, &error);
  for (int i = 1; verified && i < argc; i++)
    verified = verify_dossier (&run, argv[i], &error);
  return verified ? print_result (&run) : command_fail (error);
}
