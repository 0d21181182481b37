/* SPDX-License-Identifier: Apache-2.0 */

/* Decree 30/2020 says where these stand, so place and capitals find them: the bodies are
 * lines in capitals in the left half above the number; the date line has a place, a comma
 * and "ngày ... tháng ... năm"; a signature has an office in capitals above and the name
 * at the end of the same column. Of two bodies the lower one issues, unless the upper one
 * is only the beginning of its name ("ỦY BAN NHÂN DÂN" over "XÃ ..."). */

#include "ocr/letter.h"

#include "ocr/dates.h"
#include "ocr/fold.h"

#include <string.h>

#define ISSUER_ROWS    6  /* rows in which a letterhead stands */
#define SIGNATURE_ROWS 10 /* from the office down to the name */
#define SUBJECT_ROWS   4
#define DATE_PLACE     10 /* words before "ngày" */

static char *
join_letters (const Row *row, guint first, guint end) {
  g_autofree char *text = row_format (row, first, end);

  return fold_letters (text);
}

static gboolean
is_national_header (const char *letters) {
  return g_str_has_prefix (letters, "conghoa")
         || fold_likeness (letters, "conghoaxahoichunghiavietnam") > 0.7
         || fold_likeness (letters, "doclaptudohanhphuc") > 0.7;
}

/* Names of the kind of body that begin the name of an issuing body. */
static gboolean
opens_body (const char *letters) {
  static const char *const kinds[]
      = {"uyban",    "so",      "phong",   "cuc",     "chicuc",   "vanphong",
         "trungtam", "congan",  "toaan",   "bo",      "chinhanh", "benhvien",
         "tramyte",  "baohiem", "buudien", "hoidong", "ban",      "tong"};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (letters, kinds[i]))
      return TRUE;
  return FALSE;
}

/* "SẢN - NHI" */
static gboolean
is_dash (const Token *token) {
  return strcmp (token->text, "-") == 0 || strcmp (token->text, "–") == 0;
}

static void
append_cell (Excerpt *excerpt, const Row *row, guint first, guint end) {
  for (guint i = first; i < end; i++) {
    const Token *token = row_get (row, i);

    if (*token->letters != '\0' || (is_dash (token) && i > first && i + 1 < end))
      excerpt_append (excerpt, token);
  }
}

/* The left cell of @row when it can belong to a letterhead: end of its tokens, or 0. */
static guint
get_head_cell (const Rows *rows, const Row *row) {
  guint end = row_get_cell_end (row, 0);
  Box box = row_get_box (row, 0, end);
  g_autofree char *letters = join_letters (row, 0, end);
  int middle = (rows->box.left + rows->box.right) / 2;

  if ((box.left + box.right) / 2 >= middle || box.right > middle + rows->height_px * 4)
    return 0;
  return strlen (letters) >= 3 && row_is_capital (row, 0, end)
                 && !is_national_header (letters)
             ? end
             : 0;
}

/* "Số: 67/UBND-NV" ends a letterhead; a body such as "SỞ TƯ PHÁP" does not. */
static gboolean
is_number (const Row *row) {
  return strcmp (row_get (row, 0)->letters, "so") == 0 && row_get (row, 0)->colon;
}

Excerpt *
letter_find_issuer (const Rows *rows) {
  g_autoptr (Excerpt) excerpt = excerpt_new ();
  guint bodies = 0;

  for (guint i = 0; i < MIN (rows->rows->len, ISSUER_ROWS); i++) {
    const Row *row = rows_get (rows, i);
    guint end = get_head_cell (rows, row);
    g_autofree char *letters = join_letters (row, 0, MAX (end, 1));

    if (is_number (row))
      break;
    if (end == 0)
      continue;
    if (bodies > 0 && opens_body (letters)) {
      excerpt_free (excerpt);
      excerpt = excerpt_new ();
    }
    append_cell (excerpt, row, 0, end);
    bodies++;
  }
  return g_steal_pointer (&excerpt);
}

/* The cell of the row below that lies under @box, as [*first, *end). */
static gboolean
find_below (const Rows *rows, guint row, Box box, guint *first, guint *end) {
  const Row *below;

  if (row + 1 >= rows->rows->len)
    return FALSE;
  below = rows_get (rows, row + 1);
  if (below->box.top - box.bottom > 2 * rows->height_px)
    return FALSE;
  for (*first = 0; *first < below->tokens->len; *first = *end) {
    Box cell;

    *end = row_get_cell_end (below, *first);
    cell = row_get_box (below, *first, *end);
    if (MIN (cell.right, box.right) > MAX (cell.left, box.left))
      return TRUE;
  }
  return FALSE;
}

/* The date line in cell [first, end) of the row, its rest taken from the row below. */
static Excerpt *
take_date_line (const Rows *rows, guint row, guint first, guint end) {
  g_autoptr (Excerpt) excerpt = excerpt_new ();
  const Row *here = rows_get (rows, row);
  guint day = first, below, below_end;
  Date date;

  while (day < end && strcmp (row_get (here, day)->letters, "ngay") != 0)
    day++;
  if (day == end || day - first > DATE_PLACE
      || (day > first && strchr (row_get (here, day - 1)->text, ',') == NULL))
    return NULL;
  append_cell (excerpt, here, day, end);
  if (!dates_find (excerpt_get_text (excerpt), FALSE, &date)
      && find_below (rows, row, row_get_box (here, first, end), &below, &below_end))
    append_cell (excerpt, rows_get (rows, row + 1), below, below_end);
  if (!dates_find (excerpt_get_text (excerpt), FALSE, &date) || date.start > 0
      || strlen (excerpt_get_text (excerpt)) > date.end + 2)
    return NULL;
  return g_steal_pointer (&excerpt);
}

Excerpt *
letter_find_date (const Rows *rows, gboolean last) {
  g_autoptr (Excerpt) found = excerpt_new ();

  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint first = 0, end; first < row->tokens->len; first = end) {
      Excerpt *line;

      end = row_get_cell_end (row, first);
      line = take_date_line (rows, i, first, end);
      if (line == NULL)
        continue;
      excerpt_free (found);
      found = line;
      if (!last)
        return g_steal_pointer (&found);
    }
  }
  return g_steal_pointer (&found);
}

/* Two to five words, each with a capital first letter and no figures. */
static gboolean
is_name (const Row *row, guint first, guint end) {
  if (end - first < 2 || end - first > 5)
    return FALSE;
  for (guint i = first; i < end; i++) {
    const char *text = row_get (row, i)->text;

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
      if (!g_unichar_isalpha (g_utf8_get_char (at)))
        return FALSE;
    if (!g_unichar_isupper (g_utf8_get_char (text))
        || strlen (row_get (row, i)->letters) < 2)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_office (const Row *row, guint first, guint end, const GPtrArray *offices) {
  g_autofree char *letters = join_letters (row, first, end);

  for (guint i = 0; i < offices->len; i++) {
    const char *office = g_ptr_array_index (offices, i);

    if (fold_distance (letters, office) * 6 <= strlen (office))
      return TRUE;
  }
  return FALSE;
}

/* The last name below @office in its column; "CHỦ TỊCH" is none. */
static void
find_name_below (const Rows *rows, guint row, Box office, const GPtrArray *offices,
                 Excerpt **found) {
  for (guint i = row + 1; i < MIN (rows->rows->len, row + 1 + SIGNATURE_ROWS); i++) {
    const Row *here = rows_get (rows, i);

    for (guint first = 0, end; first < here->tokens->len; first = end) {
      Box box;

      end = row_get_cell_end (here, first);
      box = row_get_box (here, first, end);
      if (!is_name (here, first, end) || is_office (here, first, end, offices)
          || MIN (box.right, office.right) - MAX (box.left, office.left)
                 < rows->height_px)
        continue;
      excerpt_free (*found);
      *found = excerpt_new ();
      append_cell (*found, here, first, end);
    }
  }
}

Excerpt *
letter_find_signer (const Rows *rows, const GPtrArray *offices) {
  g_autoptr (Excerpt) found = excerpt_new ();

  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint first = 0, end; first < row->tokens->len; first = end) {
      end = row_get_cell_end (row, first);
      if (is_office (row, first, end, offices))
        find_name_below (rows, i, row_get_box (row, first, end), offices, &found);
    }
  }
  return g_steal_pointer (&found);
}

static gboolean
opens_with (const Row *row, guint first, guint end, const GPtrArray *labels) {
  g_autofree char *letters = join_letters (row, first, end);

  for (guint i = 0; i < labels->len; i++)
    if (g_str_has_prefix (letters, g_ptr_array_index (labels, i)))
      return TRUE;
  return FALSE;
}

/* Lines go on until one stands apart or begins another matter. */
static Excerpt *
take_subject (const Rows *rows, guint row, guint first, guint end) {
  Excerpt *excerpt = excerpt_new ();

  append_cell (excerpt, rows_get (rows, row), first, end);
  for (guint i = 1; i < SUBJECT_ROWS; i++) {
    const Row *here = rows_get (rows, row), *below;
    Box box = row_get_box (here, first, end);

    if (!find_below (rows, row, box, &first, &end))
      break;
    below = rows_get (rows, ++row);
    if (below->box.top - here->box.bottom > rows->height_px
        || row_is_capital (below, first, end) || row_get (below, end - 1)->colon)
      break;
    append_cell (excerpt, below, first, end);
  }
  return excerpt;
}

Excerpt *
letter_find_subject (const Rows *rows, const GPtrArray *labels) {
  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint first = 0, end; first < row->tokens->len; first = end) {
      end = row_get_cell_end (row, first);
      if (opens_with (row, first, end, labels))
        return take_subject (rows, i, first, end);
    }
  }
  return excerpt_new ();
}
