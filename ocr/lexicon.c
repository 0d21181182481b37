/* SPDX-License-Identifier: Apache-2.0 */

/* Recognition loses tone marks more often than anything else, and these words carry most
 * of an address and of a name. They are closed classes: whoever is called "Pham" or
 * "Trẩn" on a page was read wrongly. Names of wards and given names are open, and stay as
 * read. Provinces are those of before and after the merger of July 2025. */

#include "ocr/lexicon.h"

#include "ocr/fold.h"

#include <string.h>

static const char *const units[] = {
    "tỉnh",    "thành phố", "huyện",   "quận", "phường", "xã",   "thị trấn",
    "thị xã",  "đường",     "ấp",      "thôn", "số",     "tổ",   "khu vực",
    "khu phố", "phố",       "đặc khu", "hẻm",  "ngõ",    "khóm", "khối",
};

static const char *const provinces[] = {
    "Hà Nội",      "Hà Giang",       "Cao Bằng",    "Bắc Kạn",
    "Tuyên Quang", "Lào Cai",        "Điện Biên",   "Lai Châu",
    "Sơn La",      "Yên Bái",        "Hòa Bình",    "Thái Nguyên",
    "Lạng Sơn",    "Quảng Ninh",     "Bắc Giang",   "Phú Thọ",
    "Vĩnh Phúc",   "Bắc Ninh",       "Hải Dương",   "Hải Phòng",
    "Hưng Yên",    "Thái Bình",      "Hà Nam",      "Nam Định",
    "Ninh Bình",   "Thanh Hóa",      "Nghệ An",     "Hà Tĩnh",
    "Quảng Bình",  "Quảng Trị",      "Huế",         "Đà Nẵng",
    "Quảng Nam",   "Quảng Ngãi",     "Bình Định",   "Phú Yên",
    "Khánh Hòa",   "Ninh Thuận",     "Bình Thuận",  "Kon Tum",
    "Gia Lai",     "Đắk Lắk",        "Đắk Nông",    "Lâm Đồng",
    "Bình Phước",  "Tây Ninh",       "Bình Dương",  "Đồng Nai",
    "Long An",     "Tiền Giang",     "Bến Tre",     "Trà Vinh",
    "Vĩnh Long",   "Đồng Tháp",      "An Giang",    "Kiên Giang",
    "Cần Thơ",     "Hậu Giang",      "Sóc Trăng",   "Bạc Liêu",
    "Cà Mau",      "Thừa Thiên Huế", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu",
};

static const char *const families[] = {
    "Nguyễn", "Trần",   "Lê", "Phạm",  "Huỳnh", "Hoàng", "Phan",  "Võ",   "Đặng",
    "Bùi",    "Đỗ",     "Hồ", "Ngô",   "Dương", "Lý",    "Đinh",  "Đoàn", "Trịnh",
    "Lương",  "Trương", "Tạ", "Phùng", "Tăng",  "Quách", "Thạch", "Diệp", "Nghiêm",
};

static const char *const middles[] = {"Thị", "Văn"};

/* The entry whose key is that of @text, in the case of @text; NULL when there is none. */
static char *
restore (const char *text, const char *const *entries, guint count) {
  g_autofree char *key = fold_text (text);
  g_autofree char *upper = g_utf8_strup (text, -1);

  for (guint i = 0; i < count; i++) {
    g_autofree char *entry_key = fold_text (entries[i]);
    gunichar first = g_utf8_get_char (text);
    char letter[7] = "";

    if (strcmp (key, entry_key) != 0)
      continue;
    if (strcmp (upper, text) == 0)
      return g_utf8_strup (entries[i], -1);
    first = g_unichar_isupper (first) ? g_unichar_toupper (g_utf8_get_char (entries[i]))
                                      : g_utf8_get_char (entries[i]);
    letter[g_unichar_to_utf8 (first, letter)] = '\0';
    return g_strconcat (letter, g_utf8_next_char (entries[i]), NULL);
  }
  return NULL;
}

/* Restores words @first to @first + @count of @words as one. */
static void
restore_words (GPtrArray *words, guint first, guint count, const char *const *entries,
               guint entry_count) {
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *restored = NULL;
  g_auto (GStrv) parts = NULL;

  for (guint i = first; i < first + count; i++)
    g_string_append_printf (text, "%s%s", i > first ? " " : "",
                            (const char *) g_ptr_array_index (words, i));
  restored = restore (text->str, entries, entry_count);
  if (restored == NULL)
    return;
  parts = g_strsplit (restored, " ", -1);
  for (guint i = 0; i < count && parts[i] != NULL; i++) {
    g_free (words->pdata[first + i]);
    words->pdata[first + i] = g_strdup (parts[i]);
  }
}

static GPtrArray *
split_words (const char *text) {
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  return words;
}

static char *
join_words (GPtrArray *words) {
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

/* One part of an address, between commas. */
static char *
restore_part (const char *part, gboolean last) {
  g_autoptr (GPtrArray) words = split_words (part);
  guint unit = 0;

  for (guint count = 2; count > 0 && unit == 0; count--)
    if (words->len > count) {
      g_autofree char *before = g_strdup (g_ptr_array_index (words, 0));

      restore_words (words, 0, count, units, G_N_ELEMENTS (units));
      unit = strcmp (before, g_ptr_array_index (words, 0)) != 0 ? count : 0;
    }
  for (guint skip = 0; last && skip < MIN (words->len, 3); skip++)
    restore_words (words, skip, words->len - skip, provinces, G_N_ELEMENTS (provinces));
  return join_words (words);
}

char *
lexicon_restore_address (const char *address) {
  g_auto (GStrv) parts = g_strsplit (address, ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    char *restored = restore_part (parts[i], parts[i + 1] == NULL);

    g_free (parts[i]);
    parts[i] = restored;
  }
  return g_strjoinv (", ", parts);
}

char *
lexicon_restore_name (const char *name) {
  g_autoptr (GPtrArray) words = split_words (name);

  if (words->len >= 2)
    restore_words (words, 0, 1, families, G_N_ELEMENTS (families));
  if (words->len >= 3)
    restore_words (words, 1, 1, middles, G_N_ELEMENTS (middles));
  return join_words (words);
}
