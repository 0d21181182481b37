/* SPDX-License-Identifier: Apache-2.0 */

/* A streak is darker than what is on both sides of it in nearly every row of the scan where
 * that is bare paper, up to the very edges, where nobody prints. Both sides must be alike:
 * a crease has its shadow on one side only. */

#include "ocr/streak.h"

#include "ocr/ink.h"
#include "ocr/raster.h"

#define DEPTH_MIN   12 /* levels below both sides */
#define SIDES_ALIKE 14
#define BARE_BELOW  30 /* levels under the column's usual light: no bare paper */
#define REACH_CELLS 4
#define ROW_STEP    3
#define BANDS       16 /* of the height; a streak is in each of them */
#define HIT_SHARE   0.85
#define BARE_SHARE  0.3
#define END_MM      5.0
#define END_SHARE   0.7
#define APART_MM    2.0
#define EDGE_MM     1.5
#define MM_PER_INCH 25.4

/* The bands after the last are the very ends of the sheet, where frames end. */
#define COUNTERS (BANDS + 2)

typedef struct {
  guint16 bare[COUNTERS], hits[COUNTERS];
} Column;

static int
find_paper (Image *dark) {
  guint64 counts[256] = {0};

  ink_count (dark, counts);
  return ink_get_percentile (counts, 0.6);
}

static void
count_row (const guint8 *row, int width, int paper, int band, Column *columns) {
  for (int x = REACH_CELLS; x < width - REACH_CELLS; x++) {
    int left = row[x - REACH_CELLS], right = row[x + REACH_CELLS];

    if (MIN (left, right) < paper - BARE_BELOW)
      continue;
    columns[x].bare[band]++;
    columns[x].hits[band]
        += row[x] <= MIN (left, right) - DEPTH_MIN && ABS (left - right) <= SIDES_ALIKE;
  }
}

static gboolean
is_streak (const Column *column, int rows_a_band) {
  int bare = 0, hits = 0, full = 0;

  for (int band = 0; band < BANDS; band++) {
    bare += column->bare[band];
    hits += column->hits[band];
    full += column->hits[band] >= HIT_SHARE / 2 * column->bare[band];
  }
  for (int end = BANDS; end < COUNTERS; end++)
    if (column->hits[end] < END_SHARE * column->bare[end])
      return FALSE;
  return full >= BANDS - 1 && hits >= HIT_SHARE * bare
         && bare >= BARE_SHARE * rows_a_band * BANDS;
}

static void
count_all (Image *dark, Column *columns) {
  int width = pixGetWidth (dark), height = pixGetHeight (dark), paper = find_paper (dark);
  int end = (int) (END_MM * image_get_res_dpi (dark) / MM_PER_INCH);
  g_autofree guint8 *row = g_malloc ((gsize) width);

  for (int y = 0; y < height; y += ROW_STEP) {
    l_uint32 *line = raster_get_line (dark, y);

    for (int x = 0; x < width; x++)
      row[x] = GET_DATA_BYTE (line, x);
    count_row (row, width, paper, y * BANDS / height, columns);
    if (y < end || y >= height - end)
      count_row (row, width, paper, y < end ? BANDS : BANDS + 1, columns);
  }
}

GArray *
streak_find (const Glimpse *glimpse) {
  int width = pixGetWidth (glimpse->dark), height = pixGetHeight (glimpse->dark);
  double cells_per_mm = image_get_res_dpi (glimpse->dark) / MM_PER_INCH, last = -APART_MM;
  g_autofree Column *columns = g_new0 (Column, (gsize) width);
  GArray *streaks = g_array_new (FALSE, FALSE, sizeof (double));

  count_all (glimpse->dark, columns);
  for (int x = 0; x < width; x++) {
    double at_mm = (x + 0.5) / cells_per_mm;

    if (!is_streak (&columns[x], height / ROW_STEP / BANDS) || at_mm < EDGE_MM
        || at_mm > width / cells_per_mm - EDGE_MM || at_mm - last < APART_MM)
      continue;
    g_array_append_val (streaks, at_mm);
    last = at_mm;
  }
  return streaks;
}
