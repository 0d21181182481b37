/* SPDX-License-Identifier: Apache-2.0 */

/* Answers come as the portal gives them: lists without an object around, a number as one
 * line of text, pages with "content". */

#include "upload/practice/igatedesk.h"

#include "config/json.h"
#include "upload/practice/bundle.h"

#include <string.h>

#define ORGANISATION "000.00.00.H30"
#define UNIT         "000.00.31.H30"
#define PATTERN_ID   "60f5a1c2"

static void
begin_page (JsonBuilder *builder) {
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "content");
  json_builder_begin_array (builder);
}

static void
end_page (JsonBuilder *builder, guint count, Reply *reply) {
  json_builder_end_array (builder);
  json_add_int (builder, "totalElements", count);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

void
igatedesk_find_procedure (Desk *desk, const DeskRequest *request, Filing *none,
                          Reply *reply) {
  const char *keyword = desk_get_query (request, "keyword");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *code = NULL;
  g_autofree char *digest = NULL;

  if (!desk_allow_key (keyword)) {
    reply_set_refusal (reply, 400, "keyword is missing or not acceptable");
    return;
  }
  code = g_strconcat (keyword, "." ORGANISATION, NULL);
  digest = g_compute_checksum_for_string (G_CHECKSUM_MD5, keyword, -1);
  digest[24] = '\0'; /* as long as the portal's own ids */
  begin_page (builder);
  json_builder_begin_object (builder);
  json_add_string (builder, "id", digest);
  json_add_string (builder, "code", code);
  json_builder_end_object (builder);
  end_page (builder, 1, reply);
}

void
igatedesk_find_pattern (Desk *desk, const DeskRequest *request, Filing *none,
                        Reply *reply) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "id", PATTERN_ID);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

void
igatedesk_number (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%y%m%d");
  g_autoptr (GError) fault = NULL;
  gint64 number = registry_take_number (desk->registry, &fault);
  char *text;

  if (number == 0) {
    reply_set_fault (reply, fault);
    return;
  }
  text = g_strdup_printf (UNIT "-%s-%04" G_GINT64_FORMAT, day, number);
  reply_set_subject (reply, 0, text, NULL);
  reply->used = g_strdup_printf (UNIT "-%s-%04" G_GINT64_FORMAT, day, number - 1);
  reply_set_bytes (reply, 200, "text/plain", g_bytes_new_take (text, strlen (text)));
}

void
igatedesk_add_file (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autofree char *sha256 = NULL;
  g_autoptr (Loose) loose = bundle_take_file (desk, request, "files", &sha256, reply);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (loose == NULL)
    return;
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_add_string (builder, "id", loose->id);
  json_add_string (builder, "filename", loose->name);
  json_add_int (builder, "size", (gint64) loose->length);
  json_add_string (builder, "uuid", loose->id);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  reply_set_json (reply, 200, builder);
}

void
igatedesk_show_file (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (GError) fault = NULL;
  g_autoptr (Loose) loose = depot_load (desk->depot, request->key, &fault);
  g_autofree char *sha256 = loose != NULL ? depot_hash (loose, &fault) : NULL;

  if (fault == NULL && (loose == NULL || loose->offset < loose->length)) {
    reply_set_refusal (reply, 404, "there is no such file");
  } else if (fault != NULL
             || !reply_set_file (reply, 200, "application/pdf", loose->path, &fault)) {
    reply_set_fault (reply, fault);
  } else {
    reply_set_subject (reply, 0, loose->id, sha256);
  }
}

static void
add_files (Bundle *bundle, JsonObject *form) {
  bundle_add_files (bundle, json_get_array (form, "file"),
                    &(BundleNames){"id", "filename", NULL},
                    json_get_string (form, "case", NULL));
}

/* What is filed of the dossier, each paper a form of its own. */
static void
add_forms (JsonBuilder *builder, const Filing *filing) {
  json_builder_set_member_name (builder, "dossierFormFile");
  json_builder_begin_array (builder);
  for (guint i = 0; i < filing->files->len; i++) {
    const FilingFile *file = g_ptr_array_index (filing->files, i);

    json_builder_begin_object (builder);
    json_add_string (builder, "case", file->part);
    json_builder_set_member_name (builder, "file");
    json_builder_begin_array (builder);
    json_builder_begin_object (builder);
    json_add_string (builder, "id", file->uid);
    json_add_string (builder, "filename", file->title);
    json_add_int (builder, "size", (gint64) file->size_bytes);
    json_builder_end_object (builder);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* The mark of the station's trail among the applicant's data, or NULL. */
static const char *
get_mark (JsonObject *json) {
  JsonObject *applicant = json_get_object (json, "applicant");
  JsonObject *data = applicant != NULL ? json_get_object (applicant, "data") : NULL;

  return data != NULL ? json_get_string (data, "dauKiemSoat", NULL) : NULL;
}

static void
add_row (JsonBuilder *builder, const Filing *filing) {
  g_autofree char *id
      = g_strdup_printf ("%024" G_GINT64_MODIFIER "x", (guint64) filing->id);

  json_builder_begin_object (builder);
  json_add_string (builder, "id", id);
  json_add_string (builder, "code", filing->uid);
  json_builder_set_member_name (builder, "dossierStatus");
  json_builder_begin_object (builder);
  json_add_int (builder, "id", 0);
  json_builder_end_object (builder);
  add_forms (builder, filing);
  json_builder_end_object (builder);
}

void
igatedesk_apply (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (JsonObject) json = desk_parse_json (request, reply);
  g_autofree char *message = json != NULL ? slice_dup (&request->body, NULL) : NULL;
  JsonArray *forms = json != NULL ? json_get_array (json, "dossierFormFile") : NULL;
  JsonObject *procedure = json != NULL ? json_get_object (json, "procedure") : NULL;
  Bundle bundle = {NULL, NULL, message, NULL, NULL};
  g_autoptr (Filing) filing = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean existed = FALSE;

  if (json == NULL)
    return;
  bundle.number = json_get_string (json, "code", NULL);
  bundle.mark = get_mark (json);
  bundle.service = procedure != NULL ? json_get_string (procedure, "code", NULL) : NULL;
  for (guint i = 0; forms != NULL && i < json_array_get_length (forms); i++) {
    JsonNode *node = json_array_get_element (forms, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      add_files (&bundle, json_node_get_object (node));
  }
  filing = bundle_keep (desk, &bundle, &existed, reply);
  g_clear_pointer (&bundle.files, g_ptr_array_unref);
  if (filing == NULL)
    return;
  if (existed) {
    reply_set_refusal (reply, 409, "a dossier stands under this code");
    return;
  }
  add_row (builder, filing);
  reply_set_json (reply, 200, builder);
}

void
igatedesk_search (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  const char *code = desk_get_query (request, "code");
  gint64 id = code != NULL ? registry_find (desk->registry, code) : 0;
  g_autoptr (GError) fault = NULL;
  g_autoptr (Filing) filing = id != 0 ? registry_load (desk->registry, id, &fault) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (fault != NULL) {
    reply_set_fault (reply, fault);
    return;
  }
  begin_page (builder);
  if (filing != NULL)
    add_row (builder, filing);
  end_page (builder, filing != NULL, reply);
  if (filing != NULL)
    reply_set_subject (reply, filing->id, filing->uid, NULL);
}
