/* SPDX-License-Identifier: Apache-2.0 */

/* The Vietnamese model finds the lines of the zone, since nothing else on a card is as
 * long and as full of fillers, but it has never seen their letters. The second reader gets
 * each line alone and may choose among the zone's letters only. Both readings are tried:
 * check digits tell which one is right. */

#include "ocr/zone.h"

#include <string.h>

#define LETTERS      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
#define LEAST_LENGTH 18 /* letters of a line */
#define LEAST_SHARE  3  /* one in three letters is a figure or a filler */
#define MOST_LINES   8

/* Few small letters, no spaces to speak of, many figures or fillers. */
static gboolean
is_zone_line (const char *text) {
  guint length = 0, typical = 0, lower = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar letter = g_utf8_get_char (text);

    if (g_unichar_isspace (letter))
      continue;
    length++;
    typical += letter == '<' || letter == 0x00AB || letter == 0x2039
               || g_unichar_isdigit (letter);
    lower += g_unichar_islower (letter);
  }
  return length >= LEAST_LENGTH && typical * LEAST_SHARE >= length && lower * 3 < length;
}

static char *
read_again (const Second *second, const Row *row) {
  int margin = (row->box.bottom - row->box.top) / 4;
  Box box = row_get_box (row, 0, row->tokens->len);
  double confidence;

  box = (Box){box.left - margin, box.top - margin, box.right + margin,
              box.bottom + margin};
  return figures_read (second->figures, second->ink, box, LETTERS, &confidence);
}

Mrz *
zone_find (const Second *second, const Rows *rows, Box *box) {
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func (g_free);
  Mrz *mrz = NULL;

  for (guint i = 0; i < rows->rows->len && first->len < MOST_LINES; i++) {
    const Row *row = rows_get (rows, i);
    char *text = row_format (row, 0, row->tokens->len);

    if (!is_zone_line (text)) {
      g_free (text);
      continue;
    }
    *box = first->len > 0 ? box_union (*box, row->box) : row->box;
    g_ptr_array_add (first, text);
    text = second->figures != NULL ? read_again (second, row) : NULL;
    g_ptr_array_add (again, text != NULL ? text : g_strdup (""));
  }
  g_ptr_array_add (first, NULL);
  g_ptr_array_add (again, NULL);
  mrz = mrz_find ((const char *const *) again->pdata);
  if (mrz == NULL || mrz->lines == NULL) {
    Mrz *other = mrz_find ((const char *const *) first->pdata);

    if (other != NULL && (mrz == NULL || other->lines != NULL)) {
      g_clear_pointer (&mrz, mrz_free);
      mrz = g_steal_pointer (&other);
    }
    g_clear_pointer (&other, mrz_free);
  }
  return mrz;
}
