/* SPDX-License-Identifier: Apache-2.0 */

/* motcua rebuild: makes the database anew from the sealed folders. Only for a store whose
 * database is gone or unusable: what a sound one knows besides would be lost, and is told. */

#include "config/fault.h"
#include "config/json.h"
#include "kiosk/command.h"
#include "upload/rebuild.h"
#include "upload/violation.h"

#include <stdio.h>

/* What was only in the database; the folders have all else. */
static const char *const LOST[] = {
    "attempts, last answers and notes of portals: each is asked by the dossier's key",
    "what was done after a dossier was sealed: its record until then is told again",
    "a person's order of the queue",
    "dossiers that were not sealed: their pages lie in their folders",
};

/* TRUE when the store opens and nothing is wrong with it. */
static gboolean
is_sound (const char *folder, const char *key_file) {
  g_autoptr (GPtrArray) findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (Store) store = store_open (folder, key_file, NULL);

  return store != NULL && store_check (store, findings, NULL) && findings->len == 0;
}

static void
print_entries (const GPtrArray *entries, const char *kept) {
  guint taken = 0;

  for (guint i = 0; i < entries->len; i++) {
    const RebuildEntry *entry = g_ptr_array_index (entries, i);

    taken += entry->state != NULL;
    if (entry->state != NULL)
      printf ("%s %s\n", entry->code, entry->state);
    else
      printf ("%s is not in the queue: %s\n", entry->id, entry->reason);
  }
  printf ("%u of %u dossiers are in the queue again.\n", taken, entries->len);
  printf ("What was only in the old database and does not come back:\n");
  for (guint i = 0; i < G_N_ELEMENTS (LOST); i++)
    printf ("  %s\n", LOST[i]);
  if (kept != NULL)
    printf ("The old database is kept as %s\n", kept);
}

static void
print_json (const GPtrArray *entries, const char *kept) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dossiers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++) {
    const RebuildEntry *entry = g_ptr_array_index (entries, i);

    json_builder_begin_object (builder);
    json_add_string (builder, "id", entry->id);
    json_add_string (builder, "code", entry->code);
    json_add_string (builder, "state", entry->state);
    json_add_string (builder, "reason", entry->reason);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "lost");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (LOST); i++)
    json_builder_add_string_value (builder, LOST[i]);
  json_builder_end_array (builder);
  json_add_string (builder, "kept", kept);
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  printf ("%s\n", text);
}

static int
rebuild (const char *folder, const char *key_file, gboolean json) {
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) rebuild_entry_free);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  if (!rebuild_run (folder, key_file, entries, &kept, &error))
    return command_fail (error);
  if (json)
    print_json (entries, kept);
  else
    print_entries (entries, kept);
  for (guint i = 0; i < entries->len; i++) {
    if (((RebuildEntry *) g_ptr_array_index (entries, i))->state == NULL)
      return COMMAND_FAILED;
  }
  return COMMAND_DONE;
}

int
command_rebuild (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  gboolean force = FALSE;
  const GOptionEntry entries[] = {{"force", 0, 0, G_OPTION_ARG_NONE, &force,
                                   "Even when nothing is wrong with the database", NULL},
                                  G_OPTION_ENTRY_NULL};
  g_autoptr (Settings) settings = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  if (!command_parse ("",
                      "Makes the queue anew from the sealed dossiers, when the "
                      "database is gone or unusable.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (argc > 1)
    return command_usage ("rebuild: no operands");
  settings = settings_load (options.config, &error);
  if (settings == NULL)
    return command_fail (error);
  folder = kiosk_station_store_dup (options.store);
  if (!force && is_sound (folder, settings->key_file))
    return command_usage ("rebuild: the database is sound, and would lose what only it "
                          "knows; --force does it all the same");
  return rebuild (folder, settings->key_file, options.json);
}
