/* SPDX-License-Identifier: Apache-2.0 */

/* Three chunks are held in memory, whatever the length of the file: the first, because
 * libtiff comes back to a page's first bytes when it knows where its directory is; the one
 * at the end, because only the next byte or the end tells whether it is the last; and the
 * one before it, because libtiff leaves room for the directory, writes what follows, and
 * comes back: wherever the directory lies, the bytes since then are at hand. A chunk is sealed exactly once: sealed twice with other bytes it would give away both. The
 * first chunk's room is left open in the file and filled at the end; a file without it is
 * self-evidently not whole, and has its part name still. */

#include "config/sealer.h"

#include "config/chunk.h"
#include "config/fault.h"
#include "config/whole.h"

#include <sodium.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct Sealer {
  int fd;
  guint8 header[CHUNK_HEADER_BYTES];
  guint8 key[CHUNK_KEY_BYTES];
  guint64 size;   /* plain bytes so far */
  guint64 number; /* of the chunk at the end */
  guint8 first[CHUNK_PLAIN_BYTES];
  guint8 before[CHUNK_PLAIN_BYTES]; /* number - 1; unused while @number is below 2 */
  guint8 end[CHUNK_PLAIN_BYTES];    /* unused while @number is 0 */
  guint8 sealed[CHUNK_SEALED_BYTES];
};

Sealer *
sealer_new (int fd, const guint8 *key, const char *label) {
  Sealer *sealer = sodium_malloc (sizeof *sealer);

  if (sealer == NULL)
    g_error ("no memory for a sealed file");
  memset (sealer, 0, sizeof *sealer);
  sealer->fd = fd;
  chunk_make_header (sealer->header);
  chunk_derive_key (key, sealer->header, label, sealer->key);
  return sealer;
}

void
sealer_free (Sealer *sealer) {
  sodium_free (sealer);
}

guint64
sealer_get_size (const Sealer *sealer) {
  return sealer->size;
}

static gboolean
write_at (int fd, guint64 offset, const guint8 *bytes, gsize size, GError **error) {
  return whole_write_at (fd, offset, bytes, size)
         || fault_set_errno (error, FAULT_STORAGE, "cannot write a sealed file");
}

static gboolean
put_chunk (Sealer *sealer, guint64 number, gboolean last, const guint8 *plain, gsize size,
           GError **error) {
  chunk_seal (sealer->key, number, last, plain, size, sealer->sealed);
  return write_at (sealer->fd, CHUNK_HEADER_BYTES + number * CHUNK_SEALED_BYTES,
                   sealer->sealed, size + CHUNK_TAG_BYTES, error);
}

/* The chunk at the end is full and more comes: what was before it is sealed for good. */
static gboolean
move_on (Sealer *sealer, GError **error) {
  if (sealer->number > 1
      && !put_chunk (sealer, sealer->number - 1, FALSE, sealer->before, CHUNK_PLAIN_BYTES,
                     error))
    return FALSE;
  if (sealer->number > 0)
    memcpy (sealer->before, sealer->end, CHUNK_PLAIN_BYTES);
  sealer->number++;
  return TRUE;
}

/* Appends what fits into the chunk at the end. */
static gboolean
append_some (Sealer *sealer, const guint8 *bytes, gsize size, gsize *taken,
             GError **error) {
  gsize filled = (gsize) (sealer->size - sealer->number * CHUNK_PLAIN_BYTES);

  if (filled == CHUNK_PLAIN_BYTES) {
    if (!move_on (sealer, error))
      return FALSE;
    filled = 0;
  }
  *taken = MIN (size, CHUNK_PLAIN_BYTES - filled);
  memcpy ((sealer->number == 0 ? sealer->first : sealer->end) + filled, bytes, *taken);
  sealer->size += *taken;
  return TRUE;
}

static gboolean
append (Sealer *sealer, const guint8 *bytes, gsize size, GError **error) {
  while (size > 0) {
    gsize taken;

    if (!append_some (sealer, bytes, size, &taken, error))
      return FALSE;
    bytes += taken;
    size -= taken;
  }
  return TRUE;
}

/* The plain bytes of chunk @number, or NULL: it is sealed. */
static guint8 *
get_held (Sealer *sealer, guint64 number) {
  if (number == 0)
    return sealer->first;
  if (number == sealer->number)
    return sealer->end;
  return number + 1 == sealer->number ? sealer->before : NULL;
}

/* All that is written is in the file already, in as many chunks as it may be. */
static gboolean
rewrite (Sealer *sealer, guint64 offset, const guint8 *bytes, gsize size,
         GError **error) {
  while (size > 0) {
    gsize inside = (gsize) (offset % CHUNK_PLAIN_BYTES);
    gsize some = MIN (size, CHUNK_PLAIN_BYTES - inside);
    guint8 *held = get_held (sealer, offset / CHUNK_PLAIN_BYTES);

    if (held == NULL) {
      g_set_error (error, FAULT, FAULT_USAGE, "what is sealed cannot be written again");
      return FALSE;
    }
    memcpy (held + inside, bytes, some);
    offset += some;
    bytes += some;
    size -= some;
  }
  return TRUE;
}

gboolean
sealer_write (Sealer *sealer, guint64 offset, const void *bytes, gsize size,
              GError **error) {
  static const guint8 zeros[CHUNK_PLAIN_BYTES];
  guint64 kept;

  if (offset > sealer->size + CHUNK_PLAIN_BYTES) {
    g_set_error (error, FAULT, FAULT_USAGE, "a sealed file has no such holes");
    return FALSE;
  }
  if (offset > sealer->size
      && !append (sealer, zeros, (gsize) (offset - sealer->size), error))
    return FALSE;
  kept = MIN (size, sealer->size - offset);
  if (kept > 0 && !rewrite (sealer, offset, bytes, (gsize) kept, error))
    return FALSE;
  return append (sealer, (const guint8 *) bytes + kept, size - (gsize) kept, error);
}

gboolean
sealer_finish (Sealer *sealer, GError **error) {
  gsize filled = (gsize) (sealer->size - sealer->number * CHUNK_PLAIN_BYTES);
  gboolean alone = sealer->number == 0;

  if (sealer->number > 1
      && !put_chunk (sealer, sealer->number - 1, FALSE, sealer->before, CHUNK_PLAIN_BYTES,
                     error))
    return FALSE;
  if (!alone && !put_chunk (sealer, sealer->number, TRUE, sealer->end, filled, error))
    return FALSE;
  return put_chunk (sealer, 0, alone, sealer->first, alone ? filled : CHUNK_PLAIN_BYTES,
                    error)
         && write_at (sealer->fd, 0, sealer->header, CHUNK_HEADER_BYTES, error);
}
