/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Dates as Vietnamese papers write them: 14/02/1988, 14-2-1988, "ngày 14 tháng 02 năm
 * 1988", a month or a year alone, or in words. */
typedef struct {
  guint day, month, year; /* day and month 0 when the paper does not give them */
  gsize start, end;       /* bytes of the text it was found in */
} Date;

/* The first date in figures in @text; a year or month alone only when @partial. The date
 * may be impossible (31/02). */
gboolean dates_find (const char *text, gboolean partial, Date *date);

/* The first date in words in @text, such as "ngày mười bốn tháng hai năm một nghìn chín
 * trăm tám mươi tám"; "ngàn", "lẻ", "linh", "tư", "lăm", "mốt" are understood. */
gboolean dates_find_words (const char *text, Date *date);

/* TRUE when the day exists in the calendar and the year is 1850 to 2100. */
gboolean dates_check (const Date *date);

/* dd/mm/yyyy, mm/yyyy or yyyy; caller frees. */
char *dates_format (const Date *date) G_GNUC_WARN_UNUSED_RESULT;
