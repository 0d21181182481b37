/* SPDX-License-Identifier: Apache-2.0 */

/* A file and not memory, since a page may be 100 MB and is wanted once. Columns are read in
 * blocks of neighbours: reading one at a time would touch every line of the file for each
 * of them. */

#include "scan/shelf.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_COLUMNS 64u

struct Shelf {
  int fd;
  guint lines;
  guint pixels;
  guint pixel_bytes;
  guint8 *block;     /* BLOCK_COLUMNS columns, one after the other */
  guint block_first; /* column; @pixels when there is none */
};

static int
open_nameless (void) {
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "hopper-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    unlink (path);
  return fd;
}

Shelf *
shelf_new (guint lines, guint pixels, guint pixel_bytes, GError **error) {
  Shelf *shelf;
  int fd;

  if ((guint64) lines * pixels * pixel_bytes > LIMIT_HOPPER_SHELF_BYTES) {
    g_set_error (error, FAULT, FAULT_IMAGE, "the image is too large to be turned");
    return NULL;
  }
  fd = open_nameless ();
  if (fd < 0) {
    fault_set_errno (error, FAULT_IMAGE, "no temporary file in %s", g_get_tmp_dir ());
    return NULL;
  }
  shelf = g_new0 (Shelf, 1);
  shelf->fd = fd;
  shelf->lines = lines;
  shelf->pixels = pixels;
  shelf->pixel_bytes = pixel_bytes;
  shelf->block_first = pixels;
  return shelf;
}

void
shelf_free (Shelf *shelf) {
  close (shelf->fd);
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
  off_t place = (off_t) (size * line);

  while (size > 0) {
    gssize written = pwrite (shelf->fd, bytes, size, place);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return fault_set_errno (error, FAULT_IMAGE, "the temporary file is full");
    bytes += written;
    place += written;
    size -= (gsize) written;
  }
  return TRUE;
}

static gboolean
read_at (Shelf *shelf, guint8 *bytes, gsize size, gsize offset, GError **error) {
  off_t place = (off_t) offset;

  while (size > 0) {
    gssize got = pread (shelf->fd, bytes, size, place);

    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return fault_set_errno (error, FAULT_IMAGE, "the temporary file cannot be read");
    bytes += got;
    place += got;
    size -= (gsize) got;
  }
  return TRUE;
}

gboolean
shelf_read (Shelf *shelf, guint line, guint8 *bytes, GError **error) {
  return read_at (shelf, bytes, get_line_bytes (shelf), get_line_bytes (shelf) * line,
                  error);
}

static gboolean
load_block (Shelf *shelf, guint first, GError **error) {
  guint columns = MIN (BLOCK_COLUMNS, shelf->pixels - first);
  gsize bytes = shelf->pixel_bytes;
  g_autofree guint8 *run = g_malloc (BLOCK_COLUMNS * bytes);

  if (shelf->block == NULL)
    shelf->block = g_malloc (BLOCK_COLUMNS * bytes * shelf->lines);
  for (gsize line = 0; line < shelf->lines; line++) {
    if (!read_at (shelf, run, columns * bytes,
                  get_line_bytes (shelf) * line + first * bytes, error))
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
