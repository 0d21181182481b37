/* SPDX-License-Identifier: Apache-2.0 */

/* The JSON of `motcua queue`, which scripts of other people rely on: members are only ever
 * added. */

#include "kiosk/dossierjson.h"

static void
add_text (JsonBuilder *builder, const char *member, const char *text) {
  json_builder_set_member_name (builder, member);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *member, gint64 number) {
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, number);
}

/* ISO 8601 in UTC, null for none. */
static void
add_time (JsonBuilder *builder, const char *member, gint64 seconds) {
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (seconds != 0) {
    time = g_date_time_new_from_unix_utc (seconds);
    text = g_date_time_format_iso8601 (time);
  }
  add_text (builder, member, text);
}

static void
add_paper (JsonBuilder *builder, const Paper *paper) {
  json_builder_begin_object (builder);
  add_text (builder, "name", paper->file);
  add_text (builder, "paper", paper->type);
  add_text (builder, "component", paper->component);
  add_number (builder, "pages", paper->pages);
  add_number (builder, "size_bytes", (gint64) paper->size_bytes);
  add_text (builder, "sha256", paper->sha256);
  json_builder_end_object (builder);
}

void
dossierjson_add (JsonBuilder *builder, const Dossier *dossier) {
  json_builder_begin_object (builder);
  add_text (builder, "id", dossier->id);
  add_text (builder, "code", dossier->code);
  add_text (builder, "procedure", dossier->procedure);
  add_text (builder, "state", dossier_state_get_name (dossier->state));
  add_text (builder, "portal", dossier->portal);
  add_text (builder, "portal_id", dossier->portal_id);
  add_text (builder, "portal_code", dossier->portal_code);
  add_text (builder, "proof", dossier->proof);
  add_number (builder, "attempts", dossier->attempts);
  add_time (builder, "next_try_at", dossier->next_try_at);
  add_text (builder, "last_answer", dossier->last_answer);
  add_time (builder, "created_at", dossier->created_at);
  add_time (builder, "queued_at", dossier->queued_at);
  add_time (builder, "accepted_at", dossier->accepted_at);
  add_number (builder, "scanned_pages", dossier->pages);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dossier->papers->len; i++)
    add_paper (builder, g_ptr_array_index (dossier->papers, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
