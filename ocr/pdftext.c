/* SPDX-License-Identifier: Apache-2.0 */

/* The searchable layer. Words of one line share a baseline and a size, so that a viewer's
 * selection runs evenly and an extractor sees one line; the horizontal scale of each word
 * makes it as wide as its box. Baseline and size come from the medians over the line's
 * letters: a descender, a tone mark, a box that is far too tall or some specks that were
 * taken for words move nothing.
 *
 * Every word ends in a space, which is what parts words in extracted text; the line's
 * change of baseline parts lines. */

#include "ocr/pdftext.h"

#include "ocr/pdffont.h"

#define REPLACEMENT 0xfffd

typedef struct {
  double top_px, bottom_px;
} LineSpan;

void
pdftext_append_number (GString *content, double number) {
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (content, g_ascii_formatd (buffer, sizeof buffer, "%.3f", number));
}

static gint
compare_int (gconstpointer a, gconstpointer b) {
  int left = *(const int *) a, right = *(const int *) b;

  return (left > right) - (left < right);
}

static int
find_median (GArray *values) {
  g_array_sort (values, compare_int);
  return g_array_index (values, int, values->len / 2);
}

/* The words from @first on that share its line number; returns the one after. */
static guint
find_line_end (const Words *words, guint first) {
  const Word *head = words->words->pdata[first];
  guint end = first + 1;

  while (end < words->words->len
         && ((const Word *) words->words->pdata[end])->line == head->line)
    end++;
  return end;
}

static LineSpan
measure_line (const Words *words, guint first, guint end) {
  g_autoptr (GArray) tops = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) bottoms = g_array_new (FALSE, FALSE, sizeof (int));
  LineSpan span;

  for (guint i = first; i < end; i++) {
    const Word *word = words->words->pdata[i];

    for (glong letters = g_utf8_strlen (word->text, -1); letters > 0; letters--) {
      g_array_append_val (tops, word->box.top);
      g_array_append_val (bottoms, word->box.bottom);
    }
  }
  span.top_px = find_median (tops);
  span.bottom_px = MAX (find_median (bottoms), span.top_px + 1);
  return span;
}

/* A code is one UTF-16 unit, and no ToUnicode value may be U+0000, U+FEFF or U+FFFE
 * (ISO 19005-2, 6.2.11.7.2). */
static gboolean
is_shown (gunichar character) {
  return character > 0 && character < 0xfffe && character != 0xfeff;
}

/* <hex> Tj; returns how many characters the word has. */
static guint
append_shown (GString *content, const char *text) {
  guint count = 0;

  g_string_append_c (content, '<');
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);

    g_string_append_printf (content, "%04X",
                            is_shown (character) ? character : REPLACEMENT);
    count++;
  }
  g_string_append (content, "0020> Tj\n");
  return count;
}

/* x y Td would add up rounding; each word gets a matrix of its own. */
static void
append_word (GString *content, const Word *word, double size_pt, double baseline_pt,
             double pt_per_px) {
  double width_pt = MAX (word->box.right - word->box.left, 1) * pt_per_px;
  double natural_pt = (double) g_utf8_strlen (word->text, -1) * size_pt * PDFFONT_ADVANCE
                      / PDFFONT_UNITS_PER_EM;

  pdftext_append_number (content, 100 * width_pt / natural_pt);
  g_string_append (content, " Tz 1 0 0 1 ");
  pdftext_append_number (content, word->box.left * pt_per_px);
  g_string_append_c (content, ' ');
  pdftext_append_number (content, baseline_pt);
  g_string_append (content, " Tm ");
  append_shown (content, word->text);
}

static void
append_line (GString *content, const Words *words, guint first, guint end,
             guint height_px, double pt_per_px) {
  LineSpan span = measure_line (words, first, end);
  double size_pt = (span.bottom_px - span.top_px) * pt_per_px;
  double baseline_pt = (height_px - span.bottom_px) * pt_per_px
                       + size_pt * PDFFONT_DESCENT / PDFFONT_UNITS_PER_EM;

  g_string_append (content, "/F0 ");
  pdftext_append_number (content, size_pt);
  g_string_append (content, " Tf\n");
  for (guint i = first; i < end; i++)
    append_word (content, words->words->pdata[i], size_pt, baseline_pt, pt_per_px);
}

void
pdftext_append (GString *content, const Words *words, guint height_px, double pt_per_px) {
  guint first = 0;

  if (words == NULL || words->words->len == 0)
    return;
  g_string_append (content, "BT\n3 Tr\n");
  while (first < words->words->len) {
    guint end = find_line_end (words, first);

    append_line (content, words, first, end, height_px, pt_per_px);
    first = end;
  }
  g_string_append (content, "ET\n");
}
