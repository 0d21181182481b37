/* SPDX-License-Identifier: Apache-2.0 */

/* The central system of the six steps. Refusals have their number in the status and in the
 * message; a number under which something stands says "đã tồn tại". */

#include "upload/practice/sixstepdesk.h"

#include "config/json.h"
#include "upload/practice/bundle.h"

#define RECEIVED 2

static void
begin_answer (JsonBuilder *builder) {
  json_builder_begin_object (builder);
  json_add_int (builder, "code", 200);
  json_add_string (builder, "message", "OK");
  json_builder_set_member_name (builder, "data");
}

void
sixstepdesk_number (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  const char *code = desk_get_query (request, "code");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y%m%d");
  g_autofree char *text = NULL;
  g_autoptr (GError) fault = NULL;
  gint64 number;

  if (!desk_allow_key (code)) {
    reply_set_refusal (reply, 400, "code is missing or not acceptable");
    return;
  }
  number = registry_take_number (desk->registry, &fault);
  if (number == 0) {
    reply_set_fault (reply, fault);
    return;
  }
  text = g_strdup_printf ("%s-%s-%07" G_GINT64_FORMAT, code, day, number);
  reply_set_subject (reply, 0, text, NULL);
  reply->used = g_strdup_printf ("%s-%s-%07" G_GINT64_FORMAT, code, day, number - 1);
  json_builder_begin_object (builder);
  json_add_string (builder, "value", text);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

void
sixstepdesk_add_file (Desk *desk, const DeskRequest *request, Filing *none,
                      Reply *reply) {
  g_autofree char *sha256 = NULL;
  g_autoptr (Loose) loose = bundle_take_file (desk, request, "files", &sha256, reply);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (loose == NULL)
    return;
  begin_answer (builder);
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_add_string (builder, "IdTepTin", loose->id);
  json_add_string (builder, "HashTepTin", sha256);
  json_add_string (builder, "TenTepTin", loose->name);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

/* The files of one component. */
static void
add_files (Bundle *bundle, JsonObject *component) {
  bundle_add_files (bundle, json_get_array (component, "GiayToDinhKem"),
                    &(BundleNames){"IdGiayTo", "TenGiayTo", NULL},
                    json_get_string (component, "MaThanhPhanHoSo", NULL));
}

static void
set_created (Reply *reply, const Filing *filing) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, filing->id);

  begin_answer (builder);
  json_builder_begin_object (builder);
  json_add_string (builder, "idHoSo", id);
  json_add_string (builder, "maHoSo", filing->uid);
  json_add_int (builder, "trangThai", RECEIVED);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

void
sixstepdesk_create (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (JsonObject) json = desk_parse_json (request, reply);
  g_autofree char *message = json != NULL ? slice_dup (&request->body, NULL) : NULL;
  JsonArray *components = json != NULL ? json_get_array (json, "ThanhPhanHoSo") : NULL;
  Bundle bundle = {NULL, NULL, message, NULL, NULL};
  JsonObject *eform;
  g_autoptr (Filing) filing = NULL;
  gboolean existed = FALSE;

  if (json == NULL)
    return;
  bundle.number = json_get_string (json, "MaHoSo", NULL);
  bundle.service = json_get_string (json, "MaTTHC", NULL);
  eform = json_get_object (json, "EformThongTinChiTiet");
  bundle.mark = eform != NULL ? json_get_string (eform, "DauKiemSoat", NULL) : NULL;
  for (guint i = 0; components != NULL && i < json_array_get_length (components); i++) {
    JsonNode *node = json_array_get_element (components, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      add_files (&bundle, json_node_get_object (node));
  }
  filing = bundle_keep (desk, &bundle, &existed, reply);
  g_clear_pointer (&bundle.files, g_ptr_array_unref);
  if (filing == NULL)
    return;
  if (existed)
    reply_set_refusal (reply, 400, "Hồ sơ đã tồn tại");
  else
    set_created (reply, filing);
}

/* The dossier that the first row of a list names; NULL after a refusal. */
static Filing *
find_named (Desk *desk, JsonObject *json, Reply *reply) {
  JsonArray *rows = json_get_array (json, "value");
  JsonNode *node = rows != NULL && json_array_get_length (rows) > 0
                       ? json_array_get_element (rows, 0)
                       : NULL;
  const char *number = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                           ? json_get_string (json_node_get_object (node), "MaHoSo", NULL)
                           : NULL;
  g_autoptr (GError) fault = NULL;
  Filing *filing = NULL;

  if (number != NULL && registry_find (desk->registry, number) != 0)
    filing
        = registry_load (desk->registry, registry_find (desk->registry, number), &fault);
  if (fault != NULL)
    reply_set_fault (reply, fault);
  else if (filing == NULL)
    reply_set_refusal (reply, 404, "there is no such dossier");
  return filing;
}

static void
set_field (Desk *desk, const DeskRequest *request, const char *name, Reply *reply) {
  g_autoptr (JsonObject) json = desk_parse_json (request, reply);
  g_autofree char *message = json != NULL ? slice_dup (&request->body, NULL) : NULL;
  g_autoptr (Filing) filing = json != NULL ? find_named (desk, json, reply) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) fault = NULL;

  if (filing == NULL)
    return;
  reply_set_subject (reply, filing->id, filing->uid, NULL);
  if (!desk_check_outcome (
          reply, registry_set_field (desk->registry, filing, name, message, &fault), "",
          fault))
    return;
  begin_answer (builder);
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

void
sixstepdesk_progress (Desk *desk, const DeskRequest *request, Filing *none,
                      Reply *reply) {
  set_field (desk, request, "progress", reply);
}

void
sixstepdesk_status (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  set_field (desk, request, "status", reply);
}

void
sixstepdesk_find (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  const char *number = desk_get_query (request, "maHoSo");
  gint64 id = number != NULL ? registry_find (desk->registry, number) : 0;
  g_autoptr (GError) fault = NULL;
  g_autoptr (Filing) filing = id != 0 ? registry_load (desk->registry, id, &fault) : NULL;

  if (fault != NULL) {
    reply_set_fault (reply, fault);
  } else if (filing == NULL) {
    reply_set_refusal (reply, 404, "there is no such dossier");
  } else {
    set_created (reply, filing);
    reply_set_subject (reply, filing->id, filing->uid, NULL);
  }
}
