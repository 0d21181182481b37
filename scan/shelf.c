/* SPDX-License-Identifier: Apache-2.0 */

/* A file and not memory, since a page may be 100 MB and is wanted once. Columns are read in
 * blocks of neighbours: reading one at a time would touch every line of the file for each
 * of them. */

#include "scan/shelf.h"

#include "scan/spill.h"

#include <string.h>
#include <unistd.h>

#define BLOCK_COLUMNS 64u

struct Shelf {
  int spill;
  guint lines;
  guint pixels;
  guint pixel_bytes;
  guint8 *block;     /* BLOCK_COLUMNS columns, one after the other */
  guint block_first; /* column; @pixels when there is none */
};

Shelf *
shelf_new (guint lines, guint pixels, guint pixel_bytes, GError **error) {
  Shelf *shelf;
  int spill = spill_open ((guint64) lines * pixels * pixel_bytes, error);

  if (spill < 0)
    return NULL;
  shelf = g_new0 (Shelf, 1);
  shelf->spill = spill;
  shelf->lines = lines;
  shelf->pixels = pixels;
  shelf->pixel_bytes = pixel_bytes;
  shelf->block_first = pixels;
  return shelf;
}

void
shelf_free (Shelf *shelf) {
  close (shelf->spill);
  g_free (shelf->block);
  g_free (shelf);
}

static gsize
get_line_bytes (const Shelf *shelf) {
  return (gsize) shelf->pixels * shelf->pixel_bytes;
}

gboolean
shelf_write (Shelf *shelf, guint line, const guint8 *bytes, GError **error) {
  gsize size = get_line_bytes (shelf);

  return spill_write (shelf->spill, bytes, size, (guint64) size * line, error);
}

gboolean
shelf_read (Shelf *shelf, guint line, guint8 *bytes, GError **error) {
  return shelf_read_part (shelf, line, 0, shelf->pixels, bytes, error);
}

gboolean
shelf_read_part (Shelf *shelf, guint line, guint first, guint count, guint8 *bytes,
                 GError **error) {
  gsize offset = (gsize) line * shelf->pixels + first;

  g_assert (line < shelf->lines && first + count <= shelf->pixels);
  return spill_read (shelf->spill, bytes, (gsize) count * shelf->pixel_bytes,
                     offset * shelf->pixel_bytes, error);
}

static gboolean
load_block (Shelf *shelf, guint first, GError **error) {
  guint columns = MIN (BLOCK_COLUMNS, shelf->pixels - first);
  gsize bytes = shelf->pixel_bytes;
  g_autofree guint8 *run = g_malloc (BLOCK_COLUMNS * bytes);

  if (shelf->block == NULL)
    shelf->block = g_malloc (BLOCK_COLUMNS * bytes * shelf->lines);
  for (gsize line = 0; line < shelf->lines; line++) {
    if (!shelf_read_part (shelf, (guint) line, first, columns, run, error))
      return FALSE;
    for (gsize i = 0; i < columns; i++)
      memcpy (shelf->block + (i * shelf->lines + line) * bytes, run + i * bytes, bytes);
  }
  shelf->block_first = first;
  return TRUE;
}

gboolean
shelf_read_column (Shelf *shelf, guint column, guint8 *bytes, GError **error) {
  guint first = column / BLOCK_COLUMNS * BLOCK_COLUMNS;
  gsize size = (gsize) shelf->lines * shelf->pixel_bytes;

  if (shelf->block_first != first && !load_block (shelf, first, error))
    return FALSE;
  memcpy (bytes, shelf->block + (column - first) * size, size);
  return TRUE;
}
