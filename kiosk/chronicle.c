/* SPDX-License-Identifier: Apache-2.0 */

/* The trail is written for proof and carries words of ours; here each has a sentence in both
 * languages, side by side. "%" stands for what the entry says itself: a page, a component, a
 * code. An act that is not in the table is told by its own name, so that nothing that has
 * happened is left out. */

#include "kiosk/chronicle.h"

#include "kiosk/stationstate.h"
#include "upload/trail.h"

#include <string.h>

typedef struct {
  const char *act;
  const char *detail; /* it begins with this; NULL: any */
  const char *texts[2];
} Sentence;

static const Sentence sentences[] = {
    {"state",
     "open",
     {"Bắt đầu tiếp nhận, hoặc mở lại để sửa", "Taken in, or open again"}},
    {"state", "queued", {"Vào hàng đợi gửi", "Queued to be sent"}},
    {"state", "sending", {"Bắt đầu gửi lên cổng", "Sending to the portal began"}},
    {"state",
     "deferred",
     {"Chưa gửi được, sẽ tự gửi lại", "Not through; tried again later"}},
    {"state", "held", {"Được giữ lại", "Held back"}},
    {"state",
     "needs_person",
     {"Cổng không nhận, cần người xử lý", "Refused by the portal"}},
    {"state",
     "accepted",
     {"Cổng đã nhận, có chứng cứ", "Received by the portal, proved"}},
    {"state", "withdrawn", {"Rút hồ sơ", "Withdrawn"}},
    {"state", "purged", {"Xóa theo hạn lưu", "Erased, its time of keeping over"}},
    {"page", NULL, {"Lưu trang", "Kept a page"}},
    {"feed", NULL, {"Nạp giấy vào máy quét", "Fed the scanner"}},
    {"correct", NULL, {"Sửa giá trị ở trang %", "Corrected a value on page %"}},
    {"type", NULL, {"Đổi loại giấy của trang %", "Named the paper of page %"}},
    {"waive", NULL, {"Cho qua giấy tờ %", "Let paper % go"}},
    {"demand", NULL, {"Cần lại giấy tờ %", "Asks for paper % again"}},
    {"decide", NULL, {"Quyết định của người phụ trách: %", "A person decided: %"}},
    {"declare", NULL, {"Khai % tờ", "Counted % sheets"}},
    {"number", NULL, {"Cổng cấp mã %", "The portal gave the number %"}},
    {"priority", NULL, {"Đặt mức ưu tiên %", "Priority set to %"}},
    {"route", NULL, {"Đặt cổng nhận: %", "Routed to %"}},
    {"export", NULL, {"Lấy tệp ra khỏi kho", "Files were taken out"}},
    {"recall", NULL, {"Khôi phục từ đĩa", "Brought back from the disk"}},
    {"view", NULL, {"Xem trang và giá trị", "Pages and values were seen"}},
    {"print", NULL, {"In giấy", "Printed"}},
    {"resend", NULL, {"Gửi lại", "Sent again"}},
    {"take", NULL, {"Nhận xử lý", "Taken in hand"}},
    {"leave", NULL, {"Thôi xử lý", "Let go of"}},
    {"return", NULL, {"Trả lại cho người quét, % chỗ đánh dấu", "Returned with % marks"}},
    {"remark", NULL, {"Ghi thêm vào chỗ đánh dấu", "Said more about a mark"}},
    {"reason",
     "citizen",
     {"Lý do: người nộp xin rút", "Because the applicant asks for it"}},
    {"reason", "twice", {"Lý do: nộp trùng hồ sơ khác", "Because there is another one"}},
    {"reason", "procedure", {"Lý do: nhầm thủ tục", "Because the procedure was wrong"}},
    {"reason", "portal", {"Lý do: cổng không nhận", "Because the portal refuses it"}},
    {"case", NULL, {"Chuyển người phụ trách xem: %", "A person is to look: %"}},
    {"refused", NULL, {"Từ chối người không có quyền", "Refused somebody who may not"}},
};

static const struct {
  const char *program;
  const char *names[2];
} programs[] = {
    {"motcua-upload", {"máy gửi", "the sender"}},
    {"motcua-kiosk", {"màn hình", "the screen"}},
    {"motcua", {"dòng lệnh", "the command line"}},
};

static const char *
find_text (const char *act, const char *detail, PlightLanguage language) {
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    const Sentence *sentence = &sentences[i];

    if (g_str_equal (sentence->act, act)
        && (sentence->detail == NULL || g_str_has_prefix (detail, sentence->detail)))
      return sentence->texts[language];
  }
  return NULL;
}

char *
chronicle_tell (const char *act, const char *detail, guint count,
                PlightLanguage language) {
  const char *text = find_text (act, detail, language);
  g_autofree char *word = g_strndup (detail, strcspn (detail, " "));
  g_autoptr (GString) told = g_string_new (text != NULL ? text : act);

  if (text == NULL && *word != '\0')
    g_string_append (told, ": %");
  g_string_replace (told, "%", word, 1);
  if (count > 1)
    g_string_append_printf (told, " (×%u)", count);
  return g_string_free (g_steal_pointer (&told), FALSE);
}

/* The actor is a program, and behind a stroke the member it acted for. */
static char *
tell_who (const char *actor, PlightLanguage language) {
  const char *member = strchr (actor, '/');

  if (member != NULL)
    return g_strdup (member + 1);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++) {
    if (g_str_equal (programs[i].program, actor))
      return g_strdup (programs[i].names[language]);
  }
  return g_strdup (actor);
}

static void
line_free (ChronicleLine *line) {
  g_free (line->who);
  g_free (line->text);
  g_free (line);
}

/* Whether both would be told alike. */
static gboolean
is_same (const TrailEntry *a, const TrailEntry *b, PlightLanguage language) {
  g_autofree char *one = chronicle_tell (a->act, a->detail, 1, language);
  g_autofree char *other = chronicle_tell (b->act, b->detail, 1, language);

  return g_str_equal (one, other) && g_str_equal (a->actor, b->actor);
}

GPtrArray *
chronicle_load (KioskStation *station, const char *id, PlightLanguage language,
                GError **error) {
  g_autoptr (GPtrArray) entries
      = trail_load (kiosk_station_get_store (station), id, error);
  GPtrArray *lines;

  if (entries == NULL)
    return NULL;
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  for (guint i = 0, next; i < entries->len; i = next) {
    const TrailEntry *entry = g_ptr_array_index (entries, i);
    ChronicleLine *line = g_new0 (ChronicleLine, 1);

    next = i + 1;
    while (next < entries->len
           && is_same (entry, g_ptr_array_index (entries, next), language))
      next++;
    line->at = entry->at;
    line->who = tell_who (entry->actor, language);
    line->text = chronicle_tell (entry->act, entry->detail, next - i, language);
    g_ptr_array_add (lines, line);
  }
  return lines;
}
