/* SPDX-License-Identifier: Apache-2.0 */

/* Names and durability of a page's files. The raw scan is never touched again after it is
 * there; what the reader makes can be made again from it. */

#include "kiosk/pagefiles.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BLOCK (64 * 1024)

static gboolean
save_file (const Vault *vault, guint number, const char *suffix, const void *bytes,
           gsize size, GError **error) {
  g_autofree char *name = page_file_dup (number, suffix);

  return vault_save (vault, name, bytes, size, 0600, error);
}

static gboolean
save_bytes (const Vault *vault, guint number, const char *suffix, GBytes *bytes,
            GError **error) {
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return save_file (vault, number, suffix, data, size, error);
}

gboolean
pagefiles_save (const Vault *vault, guint number, const Answer *answer, GError **error) {
  g_autofree char *name = g_strdup_printf ("page-%04u", number);
  g_autofree char *json = reading_format (answer->reading, name, TRUE);
  g_autoptr (GBytes) image = pageimage_format (answer->image);

  return save_bytes (vault, number, "img", image, error)
         && save_file (vault, number, "json", json, strlen (json), error)
         && (answer->preview == NULL
             || save_bytes (vault, number, "rgb", answer->preview, error));
}

static gboolean
copy_file (int from_fd, const char *path, guint64 *size_bytes, DurableFile *file,
           GError **error) {
  g_autofree char *block = g_malloc (COPY_BLOCK);
  gssize got;

  *size_bytes = 0;
  while ((got = read (from_fd, block, COPY_BLOCK)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return fault_set_errno (error, FAULT_IMAGE, "cannot read %s", path);
    *size_bytes += (guint64) got;
    if (*size_bytes > LIMIT_IMAGE_BYTES) {
      g_set_error (error, FAULT, FAULT_IMAGE, "%s is longer than %u bytes", path,
                   LIMIT_IMAGE_BYTES);
      return FALSE;
    }
    if (!durable_append (file, block, (gsize) got, error))
      return FALSE;
  }
  if (*size_bytes == 0) {
    g_set_error (error, FAULT, FAULT_IMAGE, "%s is empty", path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
import_fd (int from_fd, const char *path, const Vault *vault, Page *page,
           GError **error) {
  g_autoptr (DurableFile) file = NULL;
  struct stat status;

  if (fstat (from_fd, &status) != 0 || !S_ISREG (status.st_mode)) {
    g_set_error (error, FAULT, FAULT_IMAGE, "%s is not a regular file", path);
    return FALSE;
  }
  file = vault_create (vault, page->file, 0600, error);
  if (file == NULL || !copy_file (from_fd, path, &page->size_bytes, file, error))
    return FALSE;
  return durable_commit (g_steal_pointer (&file), error);
}

Page *
pagefiles_import (const Vault *vault, guint number, const char *path, GError **error) {
  g_autoptr (Page) page = g_new0 (Page, 1);
  int from_fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gboolean imported;

  if (from_fd < 0) {
    fault_set_errno (error, FAULT_IMAGE, "cannot open %s", path);
    return NULL;
  }
  page->number = number;
  page->sheet = number;
  page->file = page_file_dup (number, "orig");
  imported = import_fd (from_fd, path, vault, page, error);
  close (from_fd);
  if (!imported)
    return NULL;
  page->sha256 = vault_hash (vault, page->file, NULL, error);
  return page->sha256 != NULL ? g_steal_pointer (&page) : NULL;
}
