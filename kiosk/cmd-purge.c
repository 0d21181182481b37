/* SPDX-License-Identifier: Apache-2.0 */

/* motcua purge: erases dossiers that have served, by their terms or at a person's word. It
 * reports what went, never what was in it. */

#include "config/json.h"
#include "kiosk/command.h"
#include "upload/retention.h"

#include <stdio.h>

static void
print_erased (const GPtrArray *report) {
  for (guint i = 0; i < report->len; i++) {
    const Erased *erased = g_ptr_array_index (report, i);

    printf ("%s erased: was %s, %u papers, %u pages\n", erased->code,
            dossier_state_get_name (erased->was), erased->papers, erased->pages);
  }
}

static void
print_json (const GPtrArray *report, guint failed) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "erased");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->len; i++) {
    const Erased *erased = g_ptr_array_index (report, i);

    json_builder_begin_object (builder);
    json_add_string (builder, "id", erased->id);
    json_add_string (builder, "code", erased->code);
    json_add_string (builder, "was", dossier_state_get_name (erased->was));
    json_add_int (builder, "papers", erased->papers);
    json_add_int (builder, "pages", erased->pages);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_add_int (builder, "failed", failed);
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  printf ("%s\n", text);
}

/* At a person's word; a dossier that may not be erased does not keep the others. */
static guint
erase_named (Store *store, int count, char **names, GPtrArray *report) {
  guint failed = 0;

  for (int i = 0; i < count; i++) {
    g_autoptr (GError) error = NULL;
    Erased *erased = retention_erase (store, names[i], &error);

    if (erased != NULL) {
      g_ptr_array_add (report, erased);
    } else {
      (void) command_fail (error);
      failed++;
    }
  }
  return failed;
}

int
command_purge (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  gboolean due = FALSE;
  const GOptionEntry entries[]
      = {{"due", 0, 0, G_OPTION_ARG_NONE, &due, "Whatever its term says must go", NULL},
         G_OPTION_ENTRY_NULL};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (GPtrArray) report
      = g_ptr_array_new_with_free_func ((GDestroyNotify) erased_free);
  g_autoptr (GError) error = NULL;
  guint failed = 0;

  if (!command_parse ("[ID...]",
                      "Erases accepted and withdrawn dossiers for good: the key first, "
                      "then the files.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (due == (argc > 1))
    return command_usage ("purge: either --due or dossiers by ID");
  station = command_open_station (&options, NULL, &status);
  if (station == NULL
      || (!due && !command_permit (station, KIOSK_ACT_PURGE, NULL, &status)))
    return status;
  if (!due)
    failed = erase_named (kiosk_station_get_store (station), argc - 1, argv + 1, report);
  else if (!retention_run (kiosk_station_get_store (station),
                           kiosk_station_get_settings (station), report, &failed, &error))
    return command_fail (error);
  if (options.json)
    print_json (report, failed);
  else
    print_erased (report);
  return failed == 0 ? COMMAND_DONE : COMMAND_FAILED;
}
