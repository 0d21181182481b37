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
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<title>Cổng thực hành</title><style>"
      ":root{--ink:#16202b;--soft:#5a6775;--line:#dfe5ec;--blue:#0b4f8a}"
      "*{box-sizing:border-box}"
      "body{font:17px/1.55 'Noto Sans',system-ui,sans-serif;margin:0;color:var(--ink);"
      "background:#f3f6f9}"
      "header{background:var(--blue);color:#fff;padding:1.1em 1.5em}"
      "header a{color:#fff;text-decoration:none;font-size:1.35em;font-weight:600}"
      "header p{margin:.1em 0 0;opacity:.9}"
      "main{max-width:72em;margin:1.5em auto;padding:0 1.5em}"
      "section{background:#fff;border:1px solid var(--line);border-radius:10px;"
      "padding:1.1em 1.4em;margin-bottom:1.3em}"
      "h2{font-size:1.15em;margin:0 0 .7em}"
      ".facts{display:flex;flex-wrap:wrap;gap:.4em 2.2em}"
      ".facts div{min-width:9em}.facts b{display:block;font-size:1.15em}"
      ".facts span,small{color:var(--soft);font-size:.85em}"
      ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}"
      "th,td{text-align:left;vertical-align:top;padding:.55em .8em;border-bottom:1px "
      "solid var(--line)}tr:last-child td{border-bottom:0}"
      "th{color:var(--soft);font-size:.85em;font-weight:600;white-space:nowrap}"
      "td{overflow-wrap:anywhere}td.count{text-align:right;white-space:nowrap}"
      "a{color:var(--blue)}code{font:.82em/1.5 monospace;overflow-wrap:anywhere}"
      ".tag{display:inline-block;padding:.05em .7em;border-radius:1em;font-size:.85em;"
      "background:#e3f3e8;color:#14602e;white-space:nowrap}"
      ".tag.open{background:#fff1d0;color:#7a5200}"
      ".empty{color:var(--soft);text-align:center;padding:2.5em 1em}"
      "@media(max-width:40em){th,td{padding:.45em .5em}main{padding:0 .7em}}"
      "</style></head><body><header><a href=\"/\">Cổng thực hành</a>"
      "<p>Để tập và thử kết nối; không phải cổng dịch vụ công thật.</p></header><main>";

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
  g_autofree char *text = g_date_time_format (time, "%H:%M:%S %d/%m/%Y");

  append_cell (page, time_ms != 0 ? text : "");
}

/* For people: the digest is what proves, the size is to be read. */
static char *
format_size (guint64 size_bytes) {
  return size_bytes < 1000000 ? g_strdup_printf ("%.1f KB", (double) size_bytes / 1e3)
                              : g_strdup_printf ("%.2f MB", (double) size_bytes / 1e6);
}

static guint64
sum_sizes (const Filing *filing) {
  guint64 sum = 0;

  for (guint i = 0; i < filing->files->len; i++)
    sum += ((const FilingFile *) g_ptr_array_index (filing->files, i))->size_bytes;
  return sum;
}

static void
append_standing (GString *page, const Filing *filing) {
  g_string_append (page, filing->submitted_at_ms != 0
                             ? "<td><span class=\"tag\">đã nộp</span></td>"
                             : "<td><span class=\"tag open\">chưa nộp</span></td>");
}

static void
append_fact (GString *page, const char *name, const char *value) {
  g_string_append (page, "<div><span>");
  append_escaped (page, name);
  g_string_append (page, "</span><b>");
  append_escaped (page, value);
  g_string_append (page, "</b></div>");
}

static const char *
get_mark (const Filing *filing) {
  const char *mark = g_hash_table_lookup (filing->fields, FILING_MARK);

  return mark != NULL ? mark : "không có";
}

static void
set_page (Reply *reply, GString *page) {
  g_string_append (page, "</main></body></html>\n");
  reply_set_bytes (reply, 200, PAGE_TYPE, g_string_free_to_bytes (page));
  reply_add_header (reply, "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'");
  reply_add_header (reply, "X-Content-Type-Options", "nosniff");
}

static void
append_row (GString *page, const Filing *filing) {
  g_autofree char *size = format_size (sum_sizes (filing));

  g_string_append_printf (page, "<tr><td><a href=\"/dossiers/%" G_GINT64_FORMAT "\">",
                          filing->id);
  append_escaped (page, *filing->number != '\0' ? filing->number : filing->uid);
  g_string_append (page, "</a></td>");
  append_cell (page, filing->service);
  append_standing (page, filing);
  g_string_append_printf (page, "<td class=\"count\">%u</td>", filing->files->len);
  g_string_append_printf (page, "<td class=\"count\">%s</td>", size);
  append_time (page, filing->kept_at_ms);
  append_cell (page, get_mark (filing));
  g_string_append (page, "</tr>");
}

static void
append_rows (GString *page, Registry *registry, const GArray *ids) {
  guint shown = MIN (ids->len, LIMIT_PORTAL_ROWS);

  g_string_append (page, "<div class=\"scroll\"><table><tr><th>Mã hồ sơ</th><th>Thủ tục"
                         "</th><th>Tình trạng</th><th>Tệp</th><th>Dung lượng</th>"
                         "<th>Nhận lúc</th><th>Dấu kiểm soát</th></tr>");
  for (guint i = 0; i < shown; i++) {
    g_autoptr (Filing) filing
        = registry_load (registry, g_array_index (ids, gint64, ids->len - 1 - i), NULL);

    if (filing != NULL)
      append_row (page, filing);
  }
  g_string_append (page, "</table></div>");
}

void
showdesk_list (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (GArray) ids = registry_list (desk->registry);
  GString *page = g_string_new (head);

  g_string_append_printf (page, "<section><h2>Đã nhận %u hồ sơ</h2>", ids->len);
  if (ids->len > 0)
    append_rows (page, desk->registry, ids);
  else
    g_string_append (page, "<p class=\"empty\">Chưa có hồ sơ nào. Gửi thử bằng "
                           "<code>motcua upload --drain</code> với cấu hình "
                           "<code>motcua.conf</code> trong thư mục của cổng, rồi tải lại "
                           "trang này.</p>");
  g_string_append (page, "</section>");
  set_page (reply, page);
}

static void
append_fields (GString *page, GHashTable *fields) {
  g_autoptr (GList) names
      = g_list_sort (g_hash_table_get_keys (fields), (GCompareFunc) strcmp);

  g_string_append (page, "<section><h2>Thông tin gửi kèm</h2><div class=\"scroll\">"
                         "<table>");
  for (GList *link = names; link != NULL; link = link->next) {
    g_string_append (page, "<tr><th>");
    append_escaped (page, link->data);
    g_string_append (page, "</th>");
    append_cell (page, g_hash_table_lookup (fields, link->data));
    g_string_append (page, "</tr>");
  }
  g_string_append (page, "</table></div></section>");
}

static void
append_file (GString *page, const FilingFile *file) {
  g_autofree char *size = format_size (file->size_bytes);

  g_string_append (page, "<tr>");
  append_cell (page, *file->title != '\0' ? file->title : file->uid);
  append_cell (page, file->part);
  g_string_append_printf (page,
                          "<td class=\"count\">%s<br><small>%" G_GUINT64_FORMAT
                          " byte</small></td><td><code>",
                          size, file->size_bytes);
  append_escaped (page, file->sha256);
  g_string_append (page, "</code></td>");
  append_time (page, file->kept_at_ms);
  g_string_append (page, "</tr>");
}

static void
append_summary (GString *page, const Filing *filing) {
  g_autofree char *size = format_size (sum_sizes (filing));
  g_autofree char *files = g_strdup_printf ("%u (%s)", filing->files->len, size);

  g_string_append (page, "<section><h2>Hồ sơ ");
  append_escaped (page, *filing->number != '\0' ? filing->number : filing->uid);
  g_string_append (page, "</h2><div class=\"facts\">");
  append_fact (page, "Thủ tục", filing->service);
  append_fact (page, "Tình trạng", filing->submitted_at_ms != 0 ? "đã nộp" : "chưa nộp");
  append_fact (page, "Tệp", files);
  append_fact (page, "Dấu kiểm soát của máy gửi", get_mark (filing));
  g_string_append (page, "</div></section>");
}

void
showdesk_show (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
  GString *page = g_string_new (head);

  append_summary (page, filing);
  g_string_append (page, "<section><h2>Tệp đã nhận</h2><div class=\"scroll\"><table><tr>"
                         "<th>Tệp</th><th>Thành phần</th><th>Dung lượng</th>"
                         "<th>SHA-256</th><th>Nhận lúc</th></tr>");
  for (guint i = 0; i < filing->files->len; i++)
    append_file (page, g_ptr_array_index (filing->files, i));
  g_string_append (page, "</table></div></section>");
  append_fields (page, filing->fields);
  set_page (reply, page);
}
