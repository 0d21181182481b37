/* SPDX-License-Identifier: Apache-2.0 */

/* The JSON of `motcua queue`, which scripts of other people rely on: members are only ever
 * added. */

#include "kiosk/dossierjson.h"

#include "config/json.h"
#include "kiosk/plight.h"

/* ISO 8601 in UTC, null for none. */
static void
add_time (JsonBuilder *builder, const char *member, gint64 seconds) {
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (seconds != 0) {
    time = g_date_time_new_from_unix_utc (seconds);
    text = g_date_time_format_iso8601 (time);
  }
  json_add_string (builder, member, text);
}

/* "explanation": {"vi": {"what", "next", "may"}, "en": ...} */
static void
add_plight (JsonBuilder *builder, const Dossier *dossier) {
  static const char *const names[]
      = {[PLIGHT_VIETNAMESE] = "vi", [PLIGHT_ENGLISH] = "en"};

  json_builder_set_member_name (builder, "explanation");
  json_builder_begin_object (builder);
  for (PlightLanguage i = PLIGHT_VIETNAMESE; i <= PLIGHT_ENGLISH; i++) {
    g_auto (Plight) plight = plight_tell (dossier, i);

    json_builder_set_member_name (builder, names[i]);
    json_builder_begin_object (builder);
    json_add_string (builder, "what", plight.what);
    json_add_string (builder, "next", plight.next);
    json_add_string (builder, "may", plight.may);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
}

static void
add_paper (JsonBuilder *builder, const Paper *paper) {
  json_builder_begin_object (builder);
  json_add_string (builder, "name", paper->file);
  json_add_string (builder, "paper", paper->type);
  json_add_string (builder, "component", paper->component);
  json_add_int (builder, "pages", paper->pages);
  json_add_int (builder, "size_bytes", (gint64) paper->size_bytes);
  json_add_string (builder, "sha256", paper->sha256);
  json_add_string (builder, "signature", paper->signature);
  json_builder_end_object (builder);
}

static void
add_side (JsonBuilder *builder, const DiscordSide *side) {
  const double place[] = {side->left, side->top, side->right, side->bottom};

  json_builder_begin_object (builder);
  json_add_int (builder, "page", side->place);
  json_add_string (builder, "value", side->value);
  json_builder_set_member_name (builder, "place");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (place); i++)
    json_builder_add_double_value (builder, place[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_discords (JsonBuilder *builder, const GPtrArray *discords) {
  json_builder_set_member_name (builder, "disagreements");
  json_builder_begin_array (builder);
  for (guint i = 0; i < discords->len; i++) {
    const Discord *discord = g_ptr_array_index (discords, i);

    json_builder_begin_object (builder);
    json_add_string (builder, "vi", discord->sentence);
    json_add_string (builder, "en", discord->english);
    json_builder_set_member_name (builder, "sides");
    json_builder_begin_array (builder);
    add_side (builder, &discord->sides[0]);
    add_side (builder, &discord->sides[1]);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
dossierjson_add (JsonBuilder *builder, const Dossier *dossier, gboolean late,
                 const GPtrArray *discords) {
  json_builder_begin_object (builder);
  json_add_string (builder, "id", dossier->id);
  json_add_string (builder, "code", dossier->code);
  json_add_string (builder, "procedure", dossier->procedure);
  json_add_string (builder, "state", dossier_state_get_name (dossier->state));
  json_add_string (builder, "portal", dossier->portal);
  json_add_string (builder, "portal_id", dossier->portal_id);
  json_add_string (builder, "portal_code", dossier->portal_code);
  json_add_string (builder, "proof", dossier->proof);
  json_add_int (builder, "attempts", dossier->attempts);
  add_time (builder, "next_try_at", dossier->next_try_at);
  json_add_string (builder, "last_answer", dossier->last_answer);
  add_time (builder, "created_at", dossier->created_at);
  add_time (builder, "queued_at", dossier->queued_at);
  add_time (builder, "accepted_at", dossier->accepted_at);
  json_add_int (builder, "priority", dossier->priority);
  add_time (builder, "due_at", dossier->due_at);
  json_add_boolean (builder, "late", late);
  add_plight (builder, dossier);
  json_add_string (builder, "audit_mark", dossier->mark);
  json_add_int (builder, "scanned_pages", dossier->pages);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dossier->papers->len; i++)
    add_paper (builder, g_ptr_array_index (dossier->papers, i));
  json_builder_end_array (builder);
  if (discords != NULL)
    add_discords (builder, discords);
  json_builder_end_object (builder);
}
