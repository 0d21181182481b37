/* SPDX-License-Identifier: Apache-2.0 */

/* The receipt is for people who were not there: it says what is where and how that was
 * shown, and nothing about the person, since slips are left on counters. Texts that come
 * from forms and catalogues are broken into lines by words and lose control characters. */

#include "upload/receipt.h"

#include "upload/portal.h"

#include <string.h>

#define COLUMNS          72
#define VIETNAM_OFFSET_S (7 * 3600) /* Asia/Ho_Chi_Minh, no summer time */
#define RECEIPT_MODE     0600

/* Appends one word, breaking it where even an empty line is too short for it. */
static void
append_word (GString *text, const char *word, guint indent, guint *column) {
  glong length = g_utf8_strlen (word, -1);

  if (*column > indent && *column + 1 + length > COLUMNS) {
    g_string_append_printf (text, "\n%*s", (int) indent, "");
    *column = indent;
  } else if (*column > indent) {
    g_string_append_c (text, ' ');
    *column += 1;
  }
  for (; *word != '\0'; word = g_utf8_next_char (word)) {
    if (*column == COLUMNS) {
      g_string_append_printf (text, "\n%*s", (int) indent, "");
      *column = indent;
    }
    g_string_append_unichar (text, g_utf8_get_char (word));
    *column += 1;
  }
}

/* Control characters and line ends become spaces, what is no UTF-8 is marked. */
static char *
clean_text (const char *value) {
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);

    g_string_append_unichar (clean, g_unichar_isprint (letter) ? letter : ' ');
  }
  return g_utf8_normalize (clean->str, -1, G_NORMALIZE_NFC);
}

/* Appends "LABEL value" as lines of at most COLUMNS, the later ones indented. */
static void
append_line (GString *text, guint indent, const char *label, const char *value) {
  g_autofree char *clean = clean_text (value);
  g_auto (GStrv) words = g_strsplit (clean, " ", -1);
  guint column = (guint) g_utf8_strlen (label, -1);

  g_string_append (text, label);
  for (guint i = column; i < indent; i++)
    g_string_append_c (text, ' ');
  column = indent;
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0')
      append_word (text, words[i], indent, &column);
  }
  g_string_append_c (text, '\n');
}

static char *
format_time (gint64 time_s) {
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (VIETNAM_OFFSET_S);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_s);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%H:%M ngày %d/%m/%Y");
}

static void
append_paper (GString *text, const Paper *paper) {
  g_autofree char *label = g_strdup_printf ("%3u. ", paper->number);
  g_autofree char *size = g_strdup_printf (
      "     %s, %u trang, %" G_GUINT64_FORMAT " byte",
      paper->original ? "Bản chính" : "Bản sao", paper->pages, paper->size_bytes);

  append_line (text, 5, label, paper->title != NULL ? paper->title : "Giấy tờ");
  g_string_append_printf (text, "%s\n", size);
  if (paper->signature != NULL)
    g_string_append_printf (text, "     Bưu cục đã ký số (PAdES %s)\n", paper->signature);
  g_string_append_printf (text, "     SHA-256:\n     %s\n", paper->sha256);
}

/* What was done to be sure, for people. */
static const char *
describe_proof (const char *proof) {
  static const char *const texts[] = {
      [PORTAL_PROOF_NONE] = "",
      [PORTAL_PROOF_READ_BACK]
      = "Từng tệp đã được đọc lại từ cổng; độ dài và mã SHA-256 trùng khớp với "
        "tệp đã niêm phong tại bưu điện.",
      [PORTAL_PROOF_HASH] = "Cổng đã cho biết mã SHA-256 của từng tệp đang giữ; mã trùng "
                            "khớp với tệp đã niêm phong tại bưu điện.",
      [PORTAL_PROOF_TUS]
      = "Cổng đã nhận trọn từng tệp theo giao thức tus và giữ mã SHA-256 trùng khớp với "
        "tệp đã niêm phong tại bưu điện.",
      [PORTAL_PROOF_LOOK_UP] = "Đã tra cứu hồ sơ trên cổng; số tệp và độ dài từng tệp "
                               "trùng khớp với tệp đã niêm phong tại bưu điện.",
  };

  for (PortalProof i = PORTAL_PROOF_READ_BACK; i <= PORTAL_PROOF_LOOK_UP; i++) {
    if (g_strcmp0 (proof, portal_proof_get_name (i)) == 0)
      return texts[i];
  }
  return texts[PORTAL_PROOF_NONE];
}

char *
receipt_format (const Dossier *dossier) {
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *accepted = format_time (dossier->accepted_at);
  g_autofree char *procedure = g_strdup_printf (
      "%s (%s)", dossier->procedure_name != NULL ? dossier->procedure_name : "",
      dossier->procedure);
  g_autofree char *count = g_strdup_printf ("%u", dossier->papers->len);

  g_assert (dossier->state == DOSSIER_ACCEPTED);
  g_string_append (text, "XÁC NHẬN HỒ SƠ ĐÃ CÓ TRÊN CỔNG DỊCH VỤ CÔNG\n\n");
  if (dossier->portal_code != NULL)
    append_line (text, 18, "Mã hồ sơ:", dossier->portal_code);
  append_line (text, 18, "Mã tạm:", dossier->code);
  if (dossier->portal_id != NULL)
    append_line (text, 18, "Số trên cổng:", dossier->portal_id);
  append_line (text, 18, "Thủ tục:", procedure);
  append_line (text, 18, "Cổng nhận lúc:", accepted);
  append_line (text, 18, "Số giấy tờ:", count);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < dossier->papers->len; i++)
    append_paper (text, g_ptr_array_index (dossier->papers, i));
  g_string_append_c (text, '\n');
  append_line (text, 0, "", describe_proof (dossier->proof));
  append_line (text, 18, "Cách xác nhận:", dossier->proof != NULL ? dossier->proof : "");
  append_line (text, 18, "Khóa hồ sơ:", dossier->id);
  if (dossier->mark != NULL)
    append_line (text, 18, "Dấu kiểm soát:", dossier->mark);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
receipt_save (const Dossier *dossier, const Vault *vault, GError **error) {
  g_autofree char *text = receipt_format (dossier);

  return vault_save (vault, RECEIPT_NAME, text, strlen (text), RECEIPT_MODE, error);
}
