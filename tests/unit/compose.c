/* SPDX-License-Identifier: Apache-2.0 */

#include "compose.h"

#define LETTER_PX 20
#define HEIGHT_PX 36
#define WIDE_PX   60
#define MARGIN_PX 200
#define PITCH_PX  60

void
compose_line (Words *words, int left, int top, const char *text) {
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  guint line = 0;

  if (words->words->len > 0)
    line = ((const Word *) g_ptr_array_index (words->words, words->words->len - 1))->line
           + 1;
  for (guint i = 0; parts[i] != NULL; i++) {
    int width = (int) g_utf8_strlen (parts[i], -1) * LETTER_PX;
    Box box = {left, top, left + width, top + HEIGHT_PX};

    if (*parts[i] == '\0') {
      left += WIDE_PX;
      continue;
    }
    g_assert_true (words_append (words, parts[i], 0.95, box, line));
    left += width + LETTER_PX;
  }
}

Words *
compose_page (const char *const *lines) {
  Words *words = words_new ();

  for (int i = 0; lines[i] != NULL; i++)
    compose_line (words, MARGIN_PX, 100 + i * PITCH_PX, lines[i]);
  return words;
}
