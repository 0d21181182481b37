/* SPDX-License-Identifier: Apache-2.0 */

/* Every answer is HTTP 200; what happened stands in error_code, as text. The look-up shows
 * each file with its length, so that a sender can compare. */

#include "upload/practice/dvcqgdesk.h"

#include "config/json.h"
#include "upload/practice/bundle.h"

#include <string.h>

#define MARK "Dấu kiểm soát: "

/* One message, whatever it was wrapped in. */
typedef struct {
  Desk *desk;
  JsonArray *data;    /* or NULL */
  const char *number; /* of a look-up */
  const char *text;   /* as it came */
  gboolean updating;
  Reply *reply;
} Message;

static void
begin_answer (JsonBuilder *builder, const char *code, const char *words) {
  json_builder_begin_object (builder);
  json_add_string (builder, "error_code", code);
  json_add_string (builder, "error_message", words);
}

static void
set_answer (Reply *reply, const char *code, const char *words) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_answer (builder, code, words);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

/* The first dossier of the list, borrowed; NULL after an answer that says so. */
static JsonObject *
get_first (const Message *message) {
  JsonNode *node = message->data != NULL && json_array_get_length (message->data) > 0
                       ? json_array_get_element (message->data, 0)
                       : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  set_answer (message->reply, "2", "Thiếu dữ liệu");
  return NULL;
}

/* A refusal is turned into the format's own: HTTP 200 with a code that is not 0. */
static void
set_refused (Reply *reply) {
  if (reply->status >= 500)
    return;
  set_answer (reply, "9", "Hồ sơ không hợp lệ");
}

static void
synchronize (const Message *message) {
  JsonObject *dossier = get_first (message);
  Bundle bundle = {NULL, NULL, message->text, NULL, NULL};
  const char *colon;
  g_autoptr (Filing) filing = NULL;
  g_autoptr (GError) fault = NULL;
  gboolean existed = FALSE;

  if (dossier == NULL)
    return;
  bundle.number = json_get_string (dossier, "MaHoSo", NULL);
  bundle.service = json_get_string (dossier, "MaTTHC", NULL);
  colon = strstr (json_get_string (dossier, "ThongTinKhac", ""), MARK);
  bundle.mark = colon != NULL ? colon + strlen (MARK) : NULL;
  bundle_add_files (&bundle, json_get_array (dossier, "TaiLieuNop"),
                    &(BundleNames){"TepDinhKemId", "TenTepDinhKem", "MaThanhPhanHoSo"},
                    NULL);
  filing = bundle_keep (message->desk, &bundle, &existed, message->reply);
  g_clear_pointer (&bundle.files, g_ptr_array_unref);
  if (filing == NULL) {
    set_refused (message->reply);
  } else if (existed && !message->updating) {
    set_answer (message->reply, "-3", "Hồ sơ đã tồn tại");
  } else if (existed
             && !desk_check_outcome (message->reply,
                                     registry_set_field (message->desk->registry, filing,
                                                         "update", message->text, &fault),
                                     "", fault)) {
    return;
  } else {
    set_answer (message->reply, "0", "Đồng bộ hồ sơ thành công");
  }
}

static Filing *
find_filing (const Message *message, const char *number) {
  gint64 id = number != NULL ? registry_find (message->desk->registry, number) : 0;
  g_autoptr (GError) fault = NULL;
  Filing *filing = id != 0 ? registry_load (message->desk->registry, id, &fault) : NULL;

  if (fault != NULL)
    reply_set_fault (message->reply, fault);
  return filing;
}

static void
note_progress (const Message *message) {
  JsonObject *step = get_first (message);
  g_autoptr (Filing) filing = NULL;
  g_autoptr (GError) fault = NULL;

  if (step == NULL)
    return;
  filing = find_filing (message, json_get_string (step, "MaHoSo", NULL));
  if (filing == NULL) {
    set_answer (message->reply, "4", "Hồ sơ không có");
    return;
  }
  reply_set_subject (message->reply, filing->id, filing->uid, NULL);
  if (desk_check_outcome (message->reply,
                          registry_set_field (message->desk->registry, filing, "progress",
                                              message->text, &fault),
                          "", fault))
    set_answer (message->reply, "0", "Cập nhật tiến độ thành công");
}

static void
add_file (JsonBuilder *builder, const FilingFile *file) {
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, file->size_bytes);

  json_builder_begin_object (builder);
  json_add_string (builder, "TepDinhKemId", file->uid);
  json_add_string (builder, "TenTepDinhKem", file->title);
  json_add_string (builder, "MaThanhPhanHoSo", file->part);
  json_add_string (builder, "DungLuong", size);
  json_add_string (builder, "IsDeleted", "False");
  json_builder_end_object (builder);
}

static void
add_row (JsonBuilder *builder, const Filing *filing) {
  json_builder_begin_object (builder);
  json_add_string (builder, "MaHoSo", filing->uid);
  json_add_string (builder, "TrangThaiHoSo", "2");
  json_builder_set_member_name (builder, "TaiLieuNop");
  json_builder_begin_array (builder);
  for (guint i = 0; i < filing->files->len; i++)
    add_file (builder, filing->files->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
look_up (const Message *message) {
  g_autoptr (Filing) filing = find_filing (message, message->number);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_answer (builder, "0", "");
  json_builder_set_member_name (builder, "result");
  json_builder_begin_array (builder);
  if (filing != NULL)
    add_row (builder, filing);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  reply_set_json (message->reply, 200, builder);
  if (filing != NULL)
    reply_set_subject (message->reply, filing->id, filing->uid, NULL);
}

static void
serve (const Message *message, const char *service) {
  if (g_strcmp0 (service, "DongBoHoSoMC") == 0)
    synchronize (message);
  else if (g_strcmp0 (service, "CapNhatTienDoHoSoMC") == 0)
    note_progress (message);
  else if (g_strcmp0 (service, "TraCuuHoSo") == 0)
    look_up (message);
  else
    set_answer (message->reply, "8", "Dịch vụ không có");
}

TroubleStage
dvcqgdesk_name_stage (const DeskRequest *request) {
  g_autofree char *text
      = request->key != NULL ? g_strdup (request->key) : slice_dup (&request->body, NULL);

  if (text != NULL && strstr (text, "TraCuuHoSo") != NULL)
    return STAGE_FIND;
  if (text != NULL && strstr (text, "CapNhatTienDoHoSoMC") != NULL)
    return STAGE_PROGRESS;
  return STAGE_CREATE;
}

static gboolean
is_true (const char *word) {
  return word != NULL && g_ascii_strcasecmp (word, "True") == 0;
}

void
dvcqgdesk_integrate (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (JsonObject) json = desk_parse_json (request, reply);
  g_autofree char *text = json != NULL ? slice_dup (&request->body, NULL) : NULL;
  Message message = {desk, NULL, NULL, text, FALSE, reply};

  if (json == NULL)
    return;
  if (!gate_knows (desk->gate, json_get_string (json, "session", NULL))) {
    set_answer (reply, "7", "Phiên làm việc đã hết hạn");
    return;
  }
  message.data = json_get_array (json, "data");
  message.number = json_get_string (json, "mahoso", NULL);
  message.updating = is_true (json_get_string (json, "isUpdating", NULL))
                     || is_true (desk_get_query (request, "isUpdating"));
  serve (&message, json_get_string (json, "service", NULL));
}

void
dvcqgdesk_plain (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (JsonObject) json = desk_parse_json (request, reply);
  g_autofree char *text = json != NULL ? slice_dup (&request->body, NULL) : NULL;
  Message message = {desk, NULL, NULL, text, FALSE, reply};

  if (json == NULL)
    return;
  message.data = json_get_array (json, "value");
  message.number = json_get_string (json, "mahoso", NULL);
  message.updating = is_true (desk_get_query (request, "isUpdating"));
  serve (&message, request->key);
}
