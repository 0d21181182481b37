/* SPDX-License-Identifier: Apache-2.0 */

/* The letters are strokes, so no font is embedded for them and the invisible text of the page
 * stays what was read. A letter stands on a grid 4 wide and 7 high; a stroke is a row of
 * points, a letter a list of strokes. */

#include "ocr/pdfmark.h"

#include "ocr/pdftext.h"

#include <math.h>

#define STEP        5.5 /* from letter to letter */
#define GAP         3.0 /* between the words, beside that */
#define LETTER_HIGH 7.0
#define PEN         0.25 /* width of a stroke */
#define REACH       0.7  /* of the diagonal that the words take */

typedef struct {
  double x, y;
} Point;

typedef struct {
  guint letter; /* that it belongs to, from 0 */
  guint points;
  Point at[7];
} Stroke;

#define A_STROKES(n)                                                                     \
  {n, 3, {{0, 0}, {2, 7}, {4, 0}}}, {n, 2, {{0.8, 2.5}, {3.2, 2.5}}}, {                  \
    n, 3, {                                                                              \
      {1, 8}, {2, 9}, {                                                                  \
        3, 8                                                                             \
      }                                                                                  \
    }                                                                                    \
  }

static const Stroke strokes[] = {
    {0, 2, {{0, 7}, {4, 7}}}, /* T */
    {0, 2, {{2, 7}, {2, 0}}},
    A_STROKES (1), /* Ậ */
    {1, 2, {{2, -1.7}, {2, -1.6}}},
    {2, 7, {{0, 0}, {0, 7}, {3, 7}, {4, 6}, {4, 4.5}, {3, 3.5}, {0, 3.5}}}, /* P */
    {3, 2, {{0, 0}, {0, 7}}},                                               /* H */
    {3, 2, {{4, 0}, {4, 7}}},
    {3, 2, {{0, 3.5}, {4, 3.5}}},
    {4, 6, {{0, 7}, {0, 1}, {1, 0}, {3, 0}, {4, 1}, {4, 7}}}, /* U */
    A_STROKES (5),                                            /* Ấ */
    {5, 2, {{3, 9.2}, {4, 10.2}}},
    {6, 4, {{0, 0}, {0, 7}, {4, 0}, {4, 7}}}, /* N */
};

#define LETTERS      7
#define FIRST_SECOND 3 /* the letter that the second word begins with */

static void
append_numbers (GString *content, const double *numbers, guint count,
                const char *operator) {
  for (guint i = 0; i < count; i++) {
    pdftext_append_number (content, numbers[i]);
    g_string_append_c (content, ' ');
  }
  g_string_append_printf (content, "%s\n", operator);
}

static void
append_stroke (GString *content, const Stroke *stroke) {
  double left = stroke->letter * STEP + (stroke->letter >= FIRST_SECOND ? GAP : 0);

  for (guint i = 0; i < stroke->points; i++) {
    double at[] = {left + stroke->at[i].x, stroke->at[i].y};

    append_numbers (content, at, G_N_ELEMENTS (at), i == 0 ? "m" : "l");
  }
  g_string_append (content, "S\n");
}

void
pdfmark_append (GString *content, double width_pt, double height_pt) {
  double length = LETTERS * STEP + GAP;
  double diagonal = hypot (width_pt, height_pt);
  double scale = REACH * diagonal / length;
  double along_x = scale * width_pt / diagonal;
  double along_y = scale * height_pt / diagonal;
  /* The middle of the words stands in the middle of the page. */
  double matrix[] = {along_x,
                     along_y,
                     -along_y,
                     along_x,
                     (width_pt - along_x * length + along_y * LETTER_HIGH) / 2,
                     (height_pt - along_y * length - along_x * LETTER_HIGH) / 2};
  double red[] = {0.85, 0.15, 0.15};
  double pen[] = {PEN};

  g_string_append (content, "q\n");
  append_numbers (content, red, G_N_ELEMENTS (red), "RG");
  append_numbers (content, matrix, G_N_ELEMENTS (matrix), "cm");
  append_numbers (content, pen, G_N_ELEMENTS (pen), "w");
  g_string_append (content, "1 J 1 j\n");
  for (guint i = 0; i < G_N_ELEMENTS (strokes); i++)
    append_stroke (content, &strokes[i]);
  g_string_append (content, "Q\n");
}
