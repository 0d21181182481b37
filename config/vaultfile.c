/* SPDX-License-Identifier: Apache-2.0 */

/* Reading encrypted files. One chunk is kept open, so that reading in order decrypts each
 * chunk once, and going on in the middle costs one chunk. No byte is given out before its
 * chunk has been authenticated; what vault_hash() and vault_load() give has been to its
 * last chunk. */

#define _GNU_SOURCE /* memfd_create */

#include "config/chunk.h"
#include "config/fault.h"
#include "config/vault-private.h"
#include "config/whole.h"

#include <sodium.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define NO_CHUNK G_MAXUINT64

struct VaultFile {
  int fd;
  char *name;
  guint64 file_bytes;
  guint64 plain_bytes;
  guint64 chunks;
  guint64 held; /* number of the chunk in @plain, or NO_CHUNK */
  guint8 key[CHUNK_KEY_BYTES];
  guint8 plain[CHUNK_PLAIN_BYTES];
  guint8 sealed[CHUNK_SEALED_BYTES];
};

void
vault_close (VaultFile *file) {
  if (file == NULL)
    return;
  if (file->fd >= 0)
    close (file->fd);
  g_free (file->name);
  sodium_free (file);
}

/* Exactly @size bytes. */
static gboolean
read_at (VaultFile *file, guint64 offset, guint8 *bytes, gsize size, GError **error) {
  while (size > 0) {
    gssize got = pread (file->fd, bytes, size, (off_t) offset);

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return fault_set_errno (error, FAULT_STORAGE, "cannot read %s", file->name);
    if (got == 0) {
      g_set_error (error, FAULT, FAULT_STORAGE, "%s has been cut", file->name);
      return FALSE;
    }
    bytes += got;
    offset += (guint64) got;
    size -= (gsize) got;
  }
  return TRUE;
}

static gboolean
refuse_file (const VaultFile *file, GError **error) {
  g_set_error (error, FAULT, FAULT_STORAGE,
               "%s does not open: it has been changed, cut or moved", file->name);
  return FALSE;
}

static gboolean
measure_file (VaultFile *file, GError **error) {
  struct stat status;

  if (fstat (file->fd, &status) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot read %s", file->name);
  if (!S_ISREG (status.st_mode)) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s is not a regular file", file->name);
    return FALSE;
  }
  file->file_bytes = (guint64) status.st_size;
  return chunk_measure (file->file_bytes, &file->plain_bytes, &file->chunks)
         || refuse_file (file, error);
}

static gboolean
read_header (VaultFile *file, const Vault *vault, const char *label, GError **error) {
  guint8 header[CHUNK_HEADER_BYTES];

  if (!read_at (file, 0, header, sizeof header, error))
    return FALSE;
  if (!chunk_check_header (header))
    return refuse_file (file, error);
  chunk_derive_key (vault->file_key, header, label, file->key);
  return TRUE;
}

VaultFile *
vault_open (const Vault *vault, const char *name, GError **error) {
  g_autofree char *path = g_build_filename (vault->folder, name, NULL);
  g_autofree char *label = vault_label_dup (vault, name);
  g_autoptr (VaultFile) file = sodium_malloc (sizeof *file);

  if (file == NULL)
    g_error ("no memory for a sealed file");
  memset (file, 0, sizeof *file);
  file->name = g_strdup (name);
  file->held = NO_CHUNK;
  file->fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file->fd < 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot open %s", name);
    return NULL;
  }
  if (!measure_file (file, error) || !read_header (file, vault, label, error))
    return NULL;
  return g_steal_pointer (&file);
}

guint64
vault_file_get_size (const VaultFile *file) {
  return file->plain_bytes;
}

static gboolean
hold_chunk (VaultFile *file, guint64 number, GError **error) {
  guint64 offset = CHUNK_HEADER_BYTES + number * CHUNK_SEALED_BYTES;
  gsize size = (gsize) MIN (CHUNK_SEALED_BYTES, file->file_bytes - offset);

  if (file->held == number)
    return TRUE;
  file->held = NO_CHUNK;
  if (!read_at (file, offset, file->sealed, size, error))
    return FALSE;
  if (!chunk_open (file->key, number, number + 1 == file->chunks, file->sealed, size,
                   file->plain))
    return refuse_file (file, error);
  file->held = number;
  return TRUE;
}

gssize
vault_file_read (VaultFile *file, guint64 offset, void *bytes, gsize size,
                 GError **error) {
  gsize taken = 0;

  if (file->plain_bytes == 0 && !hold_chunk (file, 0, error))
    return -1;
  while (taken < size && offset < file->plain_bytes) {
    guint64 number = offset / CHUNK_PLAIN_BYTES;
    gsize inside = (gsize) (offset % CHUNK_PLAIN_BYTES);
    gsize some = (gsize) MIN (CHUNK_PLAIN_BYTES - inside, file->plain_bytes - offset);

    if (!hold_chunk (file, number, error))
      return -1;
    some = MIN (some, size - taken);
    memcpy ((guint8 *) bytes + taken, file->plain + inside, some);
    taken += some;
    offset += some;
  }
  return (gssize) taken;
}

/* --- the whole file ----------------------------------------------------------------- */

/* Calls @take for each chunk in order. */
typedef gboolean (*TakeFunc) (const guint8 *plain, gsize size, gpointer data,
                              GError **error);

static gboolean
read_chunks (VaultFile *file, TakeFunc take, gpointer data, GError **error) {
  for (guint64 i = 0; i < file->chunks; i++) {
    guint64 start = i * CHUNK_PLAIN_BYTES;

    if (!hold_chunk (file, i, error)
        || !take (file->plain, (gsize) MIN (CHUNK_PLAIN_BYTES, file->plain_bytes - start),
                  data, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_bytes (const guint8 *plain, gsize size, gpointer data, GError **error) {
  g_byte_array_append (data, plain, (guint) size);
  return TRUE;
}

GBytes *
vault_load (const Vault *vault, const char *name, gsize most_bytes, GError **error) {
  g_autoptr (VaultFile) file = vault_open (vault, name, error);
  g_autoptr (GByteArray) bytes = NULL;

  if (file == NULL)
    return NULL;
  if (file->plain_bytes > most_bytes || file->plain_bytes > G_MAXINT32) {
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "%s is longer than %" G_GSIZE_FORMAT " bytes", name, most_bytes);
    return NULL;
  }
  bytes = g_byte_array_sized_new ((guint) file->plain_bytes);
  if (!read_chunks (file, take_bytes, bytes, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
take_sum (const guint8 *plain, gsize size, gpointer data, GError **error) {
  g_checksum_update (data, plain, (gssize) size);
  return TRUE;
}

char *
vault_hash (const Vault *vault, const char *name, guint64 *size_bytes, GError **error) {
  g_autoptr (VaultFile) file = vault_open (vault, name, error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  if (file == NULL || !read_chunks (file, take_sum, sum, error))
    return NULL;
  if (size_bytes != NULL)
    *size_bytes = file->plain_bytes;
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
take_fd (const guint8 *plain, gsize size, gpointer data, GError **error) {
  return whole_write (GPOINTER_TO_INT (data), plain, size)
         || fault_set_errno (error, FAULT_TEMPORARY, "no memory for a page");
}

int
vault_open_memory (const Vault *vault, const char *name, GError **error) {
  const int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  g_autoptr (VaultFile) file = vault_open (vault, name, error);
  int fd;

  if (file == NULL)
    return -1;
  fd = memfd_create ("page", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) {
    fault_set_errno (error, FAULT_TEMPORARY, "no memory for a page");
    return -1;
  }
  if (!read_chunks (file, take_fd, GINT_TO_POINTER (fd), error)) {
    close (fd);
    return -1;
  }
  if (lseek (fd, 0, SEEK_SET) != 0 || fcntl (fd, F_ADD_SEALS, seals) != 0) {
    fault_set_errno (error, FAULT_TEMPORARY, "a page in memory cannot be closed");
    close (fd);
    return -1;
  }
  return fd;
}
