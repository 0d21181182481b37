/* SPDX-License-Identifier: Apache-2.0 */

/* motcua audit: shows the trail and checks it. It reads only. */

#include "config/json.h"
#include "kiosk/command.h"
#include "upload/trail.h"

#include <stdio.h>

/* --- show --------------------------------------------------------------------------- */

static gboolean
print_entry (const TrailEntry *entry, gpointer data) {
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (entry->at);
  g_autofree char *when = g_date_time_format (time, "%F %T");

  printf ("%6" G_GINT64_FORMAT "  %s  %-36s  %-8s %s  (%s)\n", entry->number, when,
          entry->dossier, entry->act, entry->detail, entry->actor);
  return TRUE;
}

static gboolean
add_entry (const TrailEntry *entry, gpointer data) {
  JsonBuilder *builder = data;

  json_builder_begin_object (builder);
  json_add_int (builder, "number", entry->number);
  json_add_int (builder, "at", entry->at);
  json_add_string (builder, "actor", entry->actor);
  json_add_string (builder, "act", entry->act);
  json_add_string (builder, "id", entry->dossier);
  json_add_string (builder, "detail", entry->detail);
  json_add_string (builder, "digest", entry->digest);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
show (Store *store, const char *name, gboolean json, GError **error) {
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (name != NULL) {
    dossier = store_get_dossier (store, name, error);
    if (dossier == NULL)
      return FALSE;
  }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "entries");
  json_builder_begin_array (builder);
  if (!trail_walk (store, dossier != NULL ? dossier->id : NULL,
                   json ? add_entry : print_entry, builder, error))
    return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  if (json)
    printf ("%s\n", text);
  return TRUE;
}

/* --- verify ------------------------------------------------------------------------- */

static void
print_verdict (gboolean json, gint64 entries, const char *what, const char *mark) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_add_int (builder, "entries", entries);
  json_add_string (builder, "what", what);
  json_add_string (builder, "mark", mark);
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  if (json)
    printf ("%s\n", text);
  else if (what != NULL)
    printf ("%s\nTell the administrator, and keep a copy of the store as it is.\n", what);
  else
    printf ("%" G_GINT64_FORMAT " entries, whole and in order; mark %s\n", entries, mark);
}

static gboolean
verify (Store *store, char **marks, gboolean json, gboolean *whole, GError **error) {
  g_autoptr (GPtrArray) given = g_ptr_array_new ();
  g_autofree char *what = NULL;
  g_autofree char *mark = NULL;
  gint64 entries = 0;

  for (; marks != NULL && *marks != NULL; marks++)
    g_ptr_array_add (given, *marks);
  if (!trail_verify (store, given, &entries, &what, error))
    return FALSE;
  mark = trail_get_mark (store, error);
  if (mark == NULL)
    return FALSE;
  print_verdict (json, entries, what, mark);
  *whole = *whole && what == NULL;
  return TRUE;
}

/* A store that does not open has been tampered with or damaged; its trail may still tell
 * where. */
static int
verify_closed (const CommandOptions *options, char **marks) {
  g_autofree char *folder = kiosk_station_store_dup (options->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (Store) store = store_examine (folder, &error);
  gboolean whole = FALSE;

  if (store == NULL || !verify (store, marks, options->json, &whole, &error))
    command_fail (error);
  return COMMAND_FAILED;
}

int
command_audit (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_auto (GStrv) marks = NULL;
  const GOptionEntry entries[]
      = {{"mark", 0, 0, G_OPTION_ARG_STRING_ARRAY, &marks,
          "verify: the mark of a receipt, which must be in the trail", "MARK"},
         G_OPTION_ENTRY_NULL};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (GError) error = NULL;
  gboolean shows, whole = TRUE, done;
  Store *store;

  if (!command_parse ("verify | show [ID]",
                      "Checks or shows the trail of everything that was done.", entries,
                      &options, &argc, &argv))
    return COMMAND_USAGE;
  shows = argc > 1 && g_str_equal (argv[1], "show");
  if (argc < 2 || (!shows && !g_str_equal (argv[1], "verify")) || argc > (shows ? 3 : 2)
      || (shows && marks != NULL))
    return command_usage ("audit: verify [--mark MARK], or show [ID]");
  station = command_open_station (&options, NULL, &status);
  if (station == NULL)
    return shows ? status : verify_closed (&options, marks);
  if (shows && !command_permit (station, KIOSK_ACT_AUDIT, NULL, &status))
    return status;
  store = kiosk_station_get_store (station);
  done = shows ? show (store, argc > 2 ? argv[2] : NULL, options.json, &error)
               : verify (store, marks, options.json, &whole, &error);
  if (!done)
    return command_fail (error);
  return whole ? COMMAND_DONE : COMMAND_FAILED;
}
