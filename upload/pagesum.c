/* SPDX-License-Identifier: Apache-2.0 */

/* A layer between SQLite and its file. What it writes is whole pages, each with the first
 * bytes of SHA-256 over its number and its contents in the last PAGESUM_BYTES, which
 * SQLite has been told to keep free; what it reads is compared. The number is part of the
 * sum, so a page that has come to another place is found, too.
 *
 * SQLite also reads a few bytes of the first page by themselves (its header, the change
 * counter). These cannot be checked alone; they only ever make it read the whole page.
 *
 * Journals pass through: SQLite has sums of its own in them. Locks, syncs and all else are
 * the system's VFS; no memory map and no WAL, which the store does not use. */

#include "upload/pagesum.h"

#include "config/fault.h"
#include "config/log.h"

#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VFS_NAME       "motcua-pagesum"
#define PAGE_LEAST     512
#define PAGE_MOST      65536
#define RESERVED_AT    20   /* in the header: bytes kept free in each page */
#define PAGE_SIZE_AT   16   /* in the header: two bytes, big-endian */
#define PAGE_USUAL     4096 /* of the databases that we make */
#define HEADER_BYTES   100
#define LOCK_PAGE_BYTE 0x40000000 /* the page with this byte is never written */

/* Our file, with SQLite's behind it. */
typedef struct {
  sqlite3_file base;
  gboolean summed; /* a database and no journal */
} SummedFile;

static sqlite3_file *
get_inner (sqlite3_file *file) {
  return (sqlite3_file *) ((SummedFile *) file + 1);
}

static void
compute_sum (const guint8 *page, gsize size, guint64 number, guint8 *sum) {
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 big_endian = GUINT64_TO_BE (number);
  guint8 digest[32];
  gsize digest_size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) &big_endian, sizeof big_endian);
  g_checksum_update (checksum, page, (gssize) size - PAGESUM_BYTES);
  g_checksum_get_digest (checksum, digest, &digest_size);
  memcpy (sum, digest, PAGESUM_BYTES);
}

static gboolean
is_sound (const guint8 *page, gsize size, guint64 number) {
  guint8 sum[PAGESUM_BYTES];

  compute_sum (page, size, number, sum);
  return memcmp (sum, page + size - PAGESUM_BYTES, PAGESUM_BYTES) == 0;
}

/* Whether @size bytes from @at on are one whole page. */
static gboolean
is_page (int size, sqlite3_int64 at) {
  return size >= PAGE_LEAST && size <= PAGE_MOST && (size & (size - 1)) == 0
         && at % size == 0;
}

/* --- SQLite's methods of a file ----------------------------------------------------- */

static int
close_file (sqlite3_file *file) {
  return get_inner (file)->pMethods->xClose (get_inner (file));
}

static int
read_file (sqlite3_file *file, void *bytes, int size, sqlite3_int64 at) {
  sqlite3_file *inner = get_inner (file);
  int code = inner->pMethods->xRead (inner, bytes, size, at);

  if (code != SQLITE_OK || !((SummedFile *) file)->summed || !is_page (size, at)
      || is_sound (bytes, (gsize) size, (guint64) (at / size) + 1))
    return code;
  log_warning ("page %" G_GINT64_FORMAT " of the database is not as it was written",
               (gint64) (at / size) + 1);
  return SQLITE_IOERR_DATA;
}

static int
write_file (sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at) {
  sqlite3_file *inner = get_inner (file);
  guint8 page[PAGE_MOST];

  if (!((SummedFile *) file)->summed)
    return inner->pMethods->xWrite (inner, bytes, size, at);
  if (!is_page (size, at))
    return SQLITE_IOERR_WRITE;
  memcpy (page, bytes, (gsize) size);
  compute_sum (page, (gsize) size, (guint64) (at / size) + 1,
               page + size - PAGESUM_BYTES);
  return inner->pMethods->xWrite (inner, page, size, at);
}

static int
truncate_file (sqlite3_file *file, sqlite3_int64 size) {
  return get_inner (file)->pMethods->xTruncate (get_inner (file), size);
}

static int
sync_file (sqlite3_file *file, int flags) {
  return get_inner (file)->pMethods->xSync (get_inner (file), flags);
}

static int
measure_file (sqlite3_file *file, sqlite3_int64 *size) {
  return get_inner (file)->pMethods->xFileSize (get_inner (file), size);
}

static int
lock_file (sqlite3_file *file, int level) {
  return get_inner (file)->pMethods->xLock (get_inner (file), level);
}

static int
unlock_file (sqlite3_file *file, int level) {
  return get_inner (file)->pMethods->xUnlock (get_inner (file), level);
}

static int
check_lock (sqlite3_file *file, int *reserved) {
  return get_inner (file)->pMethods->xCheckReservedLock (get_inner (file), reserved);
}

static int
control_file (sqlite3_file *file, int operation, void *argument) {
  return get_inner (file)->pMethods->xFileControl (get_inner (file), operation, argument);
}

static int
get_sector_size (sqlite3_file *file) {
  return get_inner (file)->pMethods->xSectorSize (get_inner (file));
}

static int
get_traits (sqlite3_file *file) {
  return get_inner (file)->pMethods->xDeviceCharacteristics (get_inner (file));
}

static const sqlite3_io_methods methods = {
    .iVersion = 1, /* no shared memory, no map */
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = measure_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = get_sector_size,
    .xDeviceCharacteristics = get_traits,
};

/* --- the VFS ------------------------------------------------------------------------ */

static int
open_file (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
           int *flags_out) {
  sqlite3_vfs *system = vfs->pAppData;
  int code;

  memset (file, 0, sizeof (SummedFile));
  code = system->xOpen (system, name, get_inner (file), flags, flags_out);
  if (get_inner (file)->pMethods != NULL)
    file->pMethods = &methods;
  ((SummedFile *) file)->summed = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  return code;
}

/* The system's, but for files that are opened. */
const char *
pagesum_get_vfs (void) {
  static sqlite3_vfs vfs;
  static gsize registered;

  if (g_once_init_enter (&registered)) {
    sqlite3_vfs *system = sqlite3_vfs_find (NULL);

    vfs = *system;
    vfs.zName = VFS_NAME;
    vfs.szOsFile = (int) sizeof (SummedFile) + system->szOsFile;
    vfs.pAppData = system;
    vfs.pNext = NULL;
    vfs.xOpen = open_file;
    g_assert (sqlite3_vfs_register (&vfs, 0) == SQLITE_OK);
    g_once_init_leave (&registered, 1);
  }
  return VFS_NAME;
}

/* --- looking at every page ---------------------------------------------------------- */

/* Reads exactly @size bytes from @at on of @from, SQLite's file or a descriptor. */
typedef gboolean (*ReadFunc) (gpointer from, void *bytes, gsize size, gint64 at);

static gboolean
read_inner (gpointer from, void *bytes, gsize size, gint64 at) {
  sqlite3_file *inner = from;

  return inner->pMethods->xRead (inner, bytes, (int) size, at) == SQLITE_OK;
}

static gboolean
read_descriptor (gpointer from, void *bytes, gsize size, gint64 at) {
  gssize got;

  do
    got = pread (GPOINTER_TO_INT (from), bytes, size, at);
  while (got < 0 && errno == EINTR);
  return got == (gssize) size;
}

static gboolean
set_fault (GError **error) {
  g_set_error (error, FAULT, FAULT_STORAGE, "the database cannot be read to its end");
  return FALSE;
}

/* Page size that the header tells; a damaged one may tell none, or another: the first page
 * is then found either way, and each behind it as often as the size is ours. */
static gsize
parse_page_size (const guint8 *header) {
  guint size = (guint) header[PAGE_SIZE_AT] << 8 | header[PAGE_SIZE_AT + 1];

  if (size == 1)
    size = PAGE_MOST;
  return is_page ((int) size, 0) && header[RESERVED_AT] == PAGESUM_BYTES ? size
                                                                         : PAGE_USUAL;
}

static gboolean
check_pages (ReadFunc read, gpointer from, gint64 size_bytes, GPtrArray *findings,
             GError **error) {
  gsize page_size;
  guint8 page[PAGE_MOST];

  if (size_bytes < HEADER_BYTES) {
    g_ptr_array_add (findings, g_strdup ("The database has no whole page."));
    return TRUE;
  }
  if (!read (from, page, HEADER_BYTES, 0))
    return set_fault (error);
  page_size = parse_page_size (page);
  for (gint64 at = 0; at + (gint64) page_size <= size_bytes; at += (gint64) page_size) {
    guint64 number = (guint64) at / page_size + 1;

    if (at == LOCK_PAGE_BYTE)
      continue;
    if (!read (from, page, page_size, at))
      return set_fault (error);
    if (!is_sound (page, page_size, number))
      g_ptr_array_add (findings,
                       g_strdup_printf ("Page %" G_GUINT64_FORMAT
                                        " of the database is not as it was written.",
                                        number));
  }
  if (size_bytes % (gint64) page_size != 0)
    g_ptr_array_add (findings, g_strdup ("The database does not end with a page."));
  return TRUE;
}

gboolean
pagesum_check (gpointer connection, GPtrArray *findings, GError **error) {
  sqlite3_file *file = NULL;
  sqlite3_int64 size_bytes = 0;

  if (sqlite3_file_control (connection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
          != SQLITE_OK
      || file == NULL || file->pMethods != &methods)
    return set_fault (error);
  file = get_inner (file);
  if (file->pMethods->xFileSize (file, &size_bytes) != SQLITE_OK)
    return set_fault (error);
  return check_pages (read_inner, file, size_bytes, findings, error);
}

gboolean
pagesum_scan (const char *path, GPtrArray *findings, GError **error) {
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  gboolean scanned;

  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot read the database");
  scanned = fstat (fd, &status) == 0 && S_ISREG (status.st_mode) ? check_pages (
                read_descriptor, GINT_TO_POINTER (fd), status.st_size, findings, error)
                                                                 : set_fault (error);
  close (fd);
  return scanned;
}
