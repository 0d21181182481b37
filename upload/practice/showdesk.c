/* SPDX-License-Identifier: Apache-2.0 */

/* One function escapes, and every value goes through it. There are no forms and no links
 * but to this page: looking changes nothing. */

#include "upload/practice/showdesk.h"

#include "config/limits.h"

#include <string.h>

#define PAGE_TYPE "text/html; charset=utf-8"
#define LONGEST   400 /* characters of one value */

static const char head[]
    = "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\">"
      "<title>Cổng thực hành</title><style>"
      "body{font:18px/1.5 'Noto Sans',sans-serif;margin:2em auto;max-width:70em;"
      "padding:0 1em;color:#1a1a1a;background:#fff}"
      "table{border-collapse:collapse;width:100%}"
      "th,td{text-align:left;vertical-align:top;padding:.4em .7em;border-bottom:1px "
      "solid "
      "#bbb;overflow-wrap:anywhere}th{background:#eef3f8}"
      "a{color:#0b4f8a}.note{background:#fff3cd;padding:.6em 1em}</style></head><body>"
      "<h1><a href=\"/\">Cổng thực hành</a></h1><p class=\"note\">Đây là cổng để tập và "
      "thử kết nối, không phải cổng dịch vụ công thật.</p>";

static void
append_escaped (GString *page, const char *text) {
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  gboolean cut = g_utf8_strlen (valid, -1) > LONGEST;
  g_autofree char *shown = cut ? g_utf8_substring (valid, 0, LONGEST) : g_strdup (valid);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  g_string_append (page, escaped);
  if (cut)
    g_string_append (page, "…");
}

static void
append_cell (GString *page, const char *text) {
  g_string_append (page, "<td>");
  append_escaped (page, text);
  g_string_append (page, "</td>");
}

static void
append_time (GString *page, gint64 time_ms) {
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_ms / 1000);
  g_autofree char *text = g_date_time_format (time, "%d/%m/%Y %H:%M:%S");

  append_cell (page, time_ms != 0 ? text : "chưa nộp");
}

static void
set_page (Reply *reply, GString *page) {
  g_string_append (page, "</body></html>\n");
  reply_set_bytes (reply, 200, PAGE_TYPE, g_string_free_to_bytes (page));
  reply_add_header (reply, "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'");
  reply_add_header (reply, "X-Content-Type-Options", "nosniff");
}

static void
append_row (GString *page, const Filing *filing) {
  g_autofree char *files = g_strdup_printf ("%u", filing->files->len);

  g_string_append_printf (page, "<tr><td><a href=\"/dossiers/%" G_GINT64_FORMAT "\">",
                          filing->id);
  append_escaped (page, *filing->number != '\0' ? filing->number : filing->uid);
  g_string_append (page, "</a></td>");
  append_cell (page, filing->service);
  append_cell (page, files);
  append_time (page, filing->kept_at_ms);
  append_time (page, filing->submitted_at_ms);
  g_string_append (page, "</tr>");
}

void
showdesk_list (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (GArray) ids = registry_list (desk->registry);
  GString *page = g_string_new (head);
  guint shown = MIN (ids->len, LIMIT_PORTAL_ROWS);

  g_string_append_printf (page,
                          "<p>Đã nhận %u hồ sơ; mới nhất ở trên.</p><table><tr>"
                          "<th>Mã hồ sơ</th><th>Thủ tục</th><th>Số tệp</th>"
                          "<th>Nhận lúc</th><th>Nộp lúc</th></tr>",
                          ids->len);
  for (guint i = 0; i < shown; i++) {
    g_autoptr (Filing) filing = registry_load (
        desk->registry, g_array_index (ids, gint64, ids->len - 1 - i), NULL);

    if (filing != NULL)
      append_row (page, filing);
  }
  g_string_append (page, "</table>");
  set_page (reply, page);
}

static void
append_fields (GString *page, GHashTable *fields) {
  g_autoptr (GList) names
      = g_list_sort (g_hash_table_get_keys (fields), (GCompareFunc) strcmp);

  g_string_append (page, "<h2>Thông tin gửi kèm</h2><table>");
  for (GList *link = names; link != NULL; link = link->next) {
    g_string_append (page, "<tr>");
    append_cell (page, link->data);
    append_cell (page, g_hash_table_lookup (fields, link->data));
    g_string_append (page, "</tr>");
  }
  g_string_append (page, "</table>");
}

void
showdesk_show (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
  GString *page = g_string_new (head);

  g_string_append (page, "<h2>Hồ sơ ");
  append_escaped (page, *filing->number != '\0' ? filing->number : filing->uid);
  g_string_append (page, "</h2><table><tr><th>Tệp</th><th>Thành phần</th>"
                         "<th>Số byte</th><th>SHA-256</th><th>Nhận lúc</th></tr>");
  for (guint i = 0; i < filing->files->len; i++) {
    const FilingFile *file = g_ptr_array_index (filing->files, i);
    g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, file->size_bytes);

    g_string_append (page, "<tr>");
    append_cell (page, *file->title != '\0' ? file->title : file->uid);
    append_cell (page, file->part);
    append_cell (page, size);
    append_cell (page, file->sha256);
    append_time (page, file->kept_at_ms);
    g_string_append (page, "</tr>");
  }
  g_string_append (page, "</table>");
  append_fields (page, filing->fields);
  set_page (reply, page);
}
