/* SPDX-License-Identifier: Apache-2.0 */

/* Searching a whole page for a QR code costs more than it is worth on pages without one,
 * and on the whole page the search fails more often, since letters and rules look like
 * parts of a finder. So the page is cut into tiles of 2 mm on a coarse picture, and in
 * each the changes between black and white along rows and along columns are counted. A
 * code has two to three changes per tile in both directions everywhere; text has tiles
 * between lines and words that have none. A window of 4 by 4 tiles is as good as its
 * poorer tiles. */

#include "ocr/texture.h"

#include "ocr/raster.h"

#define TILE_MM      2.0
#define WINDOW       4    /* tiles, both ways */
#define POOR_TILES   3    /* tiles of a window that may be poorer than what counts */
#define LEAST        0.75 /* changes per row and per column of a tile */
#define LIKE_BEST    0.6  /* of the best window's worth: what belongs to the same code */
#define NEAR_TILES   3    /* between windows of one place */
#define MARGIN_TILES 4 /* around a place: the quiet zone, and corners that windows miss */
#define PLACE_TILES  30 /* of a larger place only the middle is taken */
#define COARSE_DPI   150
#define CONTRAST     56 /* levels of grey between ink and paper */

typedef struct {
  guint columns, rows;
  double tile_px;
  double *changes; /* per row and column, the lesser of both directions */
} Grid;

typedef struct {
  guint column, row;
  double worth;
} Window;

static void
free_grid (Grid *grid) {
  g_free (grid->changes);
  g_free (grid);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Grid, free_grid)

/* The page at about COARSE_DPI; *scale is what it was divided by. */
static Image *
make_coarse (Image *grey, guint res_dpi, double *scale) {
  *scale = (double) res_dpi / COARSE_DPI;
  if (*scale >= 1.5)
    return pixScaleAreaMap (grey, (float) (1 / *scale), (float) (1 / *scale));
  *scale = 1;
  return pixClone (grey);
}

/* The middle between the darkest and the lightest pixel of a tile, or -1 when they are
 * too near to each other to be ink and paper. */
static int
get_threshold (Image *grey, guint left, guint top, guint size) {
  guint darkest = 255, lightest = 0;

  for (guint y = top; y < top + size; y++) {
    const l_uint32 *line = raster_get_line (grey, y);

    for (guint x = left; x < left + size; x++) {
      guint level = GET_DATA_BYTE (line, x);

      darkest = MIN (darkest, level);
      lightest = MAX (lightest, level);
    }
  }
  return lightest >= darkest + CONTRAST ? (int) (darkest + lightest) / 2 : -1;
}

/* Changes along the rows and the columns of the tile at @left, @top. */
static double
count_changes (Image *grey, guint left, guint top, guint size) {
  int threshold = get_threshold (grey, left, top, size);
  guint along = 0, down = 0;

  for (guint y = top; threshold >= 0 && y + 1 < top + size; y++) {
    const l_uint32 *line = raster_get_line (grey, y);
    const l_uint32 *next = line + pixGetWpl (grey);

    for (guint x = left; x + 1 < left + size; x++) {
      gboolean light = GET_DATA_BYTE (line, x) > threshold;

      along += light != (GET_DATA_BYTE (line, x + 1) > threshold);
      down += light != (GET_DATA_BYTE (next, x) > threshold);
    }
  }
  return (double) MIN (along, down) / (size - 1);
}

static Grid *
measure_tiles (Image *coarse, double res_dpi) {
  g_autoptr (Grid) grid = g_new0 (Grid, 1);
  guint size;

  grid->tile_px = TILE_MM * res_dpi / 25.4;
  size = (guint) grid->tile_px;
  grid->columns = (guint) (pixGetWidth (coarse) / grid->tile_px);
  grid->rows = (guint) (pixGetHeight (coarse) / grid->tile_px);
  if (size < 4 || grid->columns < WINDOW || grid->rows < WINDOW)
    return NULL;
  grid->changes = g_new0 (double, (gsize) grid->columns * grid->rows);
  for (guint row = 0; row < grid->rows; row++)
    for (guint column = 0; column < grid->columns; column++)
      grid->changes[row * grid->columns + column] = count_changes (
          coarse, (guint) (column * grid->tile_px), (guint) (row * grid->tile_px), size);
  return g_steal_pointer (&grid);
}

static int
compare_doubles (gconstpointer a, gconstpointer b) {
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
weigh_window (const Grid *grid, guint column, guint row) {
  double tiles[WINDOW * WINDOW];

  for (guint y = 0; y < WINDOW; y++)
    for (guint x = 0; x < WINDOW; x++)
      tiles[y * WINDOW + x] = grid->changes[(row + y) * grid->columns + column + x];
  qsort (tiles, WINDOW * WINDOW, sizeof *tiles, compare_doubles);
  return tiles[POOR_TILES];
}

static int
compare_windows (gconstpointer a, gconstpointer b) {
  double one = ((const Window *) a)->worth, other = ((const Window *) b)->worth;

  return one > other ? -1 : one < other;
}

static GArray *
list_windows (const Grid *grid) {
  GArray *windows = g_array_new (FALSE, FALSE, sizeof (Window));

  for (guint row = 0; row + WINDOW <= grid->rows; row++)
    for (guint column = 0; column + WINDOW <= grid->columns; column++) {
      Window window = {column, row, weigh_window (grid, column, row)};

      if (window.worth >= LEAST)
        g_array_append_val (windows, window);
    }
  g_array_sort (windows, compare_windows);
  return windows;
}

/* A place in tiles: left and top inside, right and bottom just outside. */
static gboolean
is_near (Box place, const Window *window) {
  int column = (int) window->column, row = (int) window->row;

  return column <= place.right + NEAR_TILES && column + WINDOW >= place.left - NEAR_TILES
         && row <= place.bottom + NEAR_TILES && row + WINDOW >= place.top - NEAR_TILES;
}

/* Takes the best of @windows and all near it out; returns what they cover together, or
 * the surroundings of the best when text has joined them. */
static Box
take_place (GArray *windows) {
  Window best = g_array_index (windows, Window, 0);
  Box place = {(int) best.column, (int) best.row, (int) best.column + WINDOW,
               (int) best.row + WINDOW};
  gboolean grown = TRUE;

  while (grown) {
    grown = FALSE;
    for (guint i = windows->len; i-- > 0;) {
      Window window = g_array_index (windows, Window, i);

      if (window.worth < best.worth * LIKE_BEST || !is_near (place, &window))
        continue;
      place.left = MIN (place.left, (int) window.column);
      place.top = MIN (place.top, (int) window.row);
      place.right = MAX (place.right, (int) window.column + WINDOW);
      place.bottom = MAX (place.bottom, (int) window.row + WINDOW);
      g_array_remove_index (windows, i);
      grown = TRUE;
    }
  }
  for (guint i = windows->len; i-- > 0;)
    if (is_near (place, &g_array_index (windows, Window, i)))
      g_array_remove_index (windows, i);
  if (MAX (place.right - place.left, place.bottom - place.top) <= PLACE_TILES)
    return place;
  return (Box){(int) best.column - WINDOW * 2, (int) best.row - WINDOW * 2,
               (int) best.column + WINDOW * 3, (int) best.row + WINDOW * 3};
}

/* Codes are square: the longer side decides. In pixels of the page. */
static Box
scale_place (const Grid *grid, Box place, double scale) {
  double tile = grid->tile_px * scale;
  int width = place.right - place.left, height = place.bottom - place.top;
  int wide = MARGIN_TILES + MAX (0, height - width) / 2;
  int high = MARGIN_TILES + MAX (0, width - height) / 2;

  return (Box){MAX ((int) ((place.left - wide) * tile), 0),
               MAX ((int) ((place.top - high) * tile), 0),
               (int) ((place.right + wide + 1) * tile),
               (int) ((place.bottom + high + 1) * tile)};
}

GArray *
texture_find (Image *grey, guint res_dpi, guint most) {
  g_autoptr (GArray) textures = g_array_new (FALSE, FALSE, sizeof (Texture));
  g_autoptr (GArray) windows = NULL;
  double scale;
  g_autoptr (Image) coarse = make_coarse (grey, res_dpi, &scale);
  g_autoptr (Grid) grid = coarse != NULL ? measure_tiles (coarse, res_dpi / scale) : NULL;

  if (grid == NULL)
    return g_steal_pointer (&textures);
  windows = list_windows (grid);
  while (windows->len > 0 && textures->len < most) {
    Texture texture = {.changes = g_array_index (windows, Window, 0).worth};
    Box place = take_place (windows);

    texture.box = scale_place (grid, place, scale);
    g_array_append_val (textures, texture);
  }
  return g_steal_pointer (&textures);
}
