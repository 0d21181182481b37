/* SPDX-License-Identifier: Apache-2.0 */

/* Everything goes through one block at a time. Mapping the file would be shorter, but what
 * has been looked at would stand in the process's memory as a whole. */

#define _GNU_SOURCE /* memmem */
#include "upload/practice/slice.h"

#include "config/durable.h"
#include "config/fault.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES (64 * 1024)

Slice
slice_cut (const Slice *slice, gsize at, gsize size_bytes) {
  g_assert (at <= slice->size_bytes && size_bytes <= slice->size_bytes - at);
  return (Slice){slice->fd, slice->offset + at, size_bytes};
}

gboolean
slice_read (const Slice *slice, gsize at, void *bytes, gsize size, GError **error) {
  char *rest = bytes;

  g_assert (at <= slice->size_bytes && size <= slice->size_bytes - at);
  while (size > 0) {
    gssize got = pread (slice->fd, rest, size, (off_t) (slice->offset + at));

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return fault_set_errno (error, FAULT_STORAGE, "cannot read a file");
    if (got == 0) {
      g_set_error_literal (error, FAULT, FAULT_STORAGE, "a file has become shorter");
      return FALSE;
    }
    rest += got;
    at += (gsize) got;
    size -= (gsize) got;
  }
  return TRUE;
}

char *
slice_dup (const Slice *slice, GError **error) {
  g_autofree char *text = g_malloc0 (slice->size_bytes + 1);

  if (!slice_read (slice, 0, text, slice->size_bytes, error))
    return NULL;
  return g_steal_pointer (&text);
}

/* Blocks overlap by the needle less one byte, so that none is missed between two. */
gboolean
slice_find (const Slice *slice, gsize from, const char *needle, gsize *at,
            GError **error) {
  gsize needle_bytes = strlen (needle);
  g_autofree char *block = g_malloc (BLOCK_BYTES);

  g_assert (needle_bytes >= 1 && needle_bytes <= SLICE_NEEDLE_BYTES);
  *at = slice->size_bytes;
  while (from + needle_bytes <= slice->size_bytes) {
    gsize size = MIN (BLOCK_BYTES, slice->size_bytes - from);
    const char *found;

    if (!slice_read (slice, from, block, size, error))
      return FALSE;
    found = memmem (block, size, needle, needle_bytes);
    if (found != NULL) {
      *at = from + (gsize) (found - block);
      return TRUE;
    }
    from += size - needle_bytes + 1;
  }
  return TRUE;
}

/* Called for each block in order. */
typedef gboolean (*BlockFunc) (const char *block, gsize size, gpointer data,
                               GError **error);

static gboolean
walk_blocks (const Slice *slice, BlockFunc on_block, gpointer data, GError **error) {
  g_autofree char *block = g_malloc (BLOCK_BYTES);

  for (gsize at = 0; at < slice->size_bytes; at += BLOCK_BYTES) {
    gsize size = MIN (BLOCK_BYTES, slice->size_bytes - at);

    if (!slice_read (slice, at, block, size, error)
        || !on_block (block, size, data, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_to_sum (const char *block, gsize size, gpointer data, GError **error) {
  g_checksum_update (data, (const guchar *) block, (gssize) size);
  return TRUE;
}

char *
slice_hash (const Slice *slice, GError **error) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  if (!walk_blocks (slice, add_to_sum, sum, error))
    return NULL;
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
add_to_file (const char *block, gsize size, gpointer data, GError **error) {
  return durable_append (data, block, size, error);
}

gboolean
slice_save (const Slice *slice, const char *path, int mode, GError **error) {
  g_autoptr (DurableFile) file = durable_open (path, mode, error);

  if (file == NULL || !walk_blocks (slice, add_to_file, file, error))
    return FALSE;
  return durable_commit (g_steal_pointer (&file), error);
}
