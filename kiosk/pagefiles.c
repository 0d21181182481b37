/* SPDX-License-Identifier: Apache-2.0 */

/* Names and durability of a page's files. The raw scan is never touched again after it is
 * there; what the reader makes can be made again from it. */

#include "kiosk/pagefiles.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BLOCK (64 * 1024)

static char *
build_path (const char *folder, guint number, const char *suffix) {
  g_autofree char *name = page_file_dup (number, suffix);

  return g_build_filename (folder, name, NULL);
}

static gboolean
save_preview (const char *path, GBytes *preview, GError **error) {
  g_autoptr (GError) cause = NULL;

  if (g_file_set_contents_full (path, g_bytes_get_data (preview, NULL),
                                (gssize) g_bytes_get_size (preview),
                                G_FILE_SET_CONTENTS_NONE, 0600, &cause))
    return TRUE;
  g_set_error (error, FAULT, FAULT_STORAGE, "cannot write a preview: %s", cause->message);
  return FALSE;
}

gboolean
pagefiles_save (const char *folder, guint number, const Answer *answer, GError **error) {
  g_autofree char *image_path = build_path (folder, number, "img");
  g_autofree char *json_path = build_path (folder, number, "json");
  g_autofree char *preview_path = build_path (folder, number, "rgb");
  g_autofree char *name = g_strdup_printf ("page-%04u", number);
  g_autofree char *json = reading_format (answer->reading, name, TRUE);
  g_autoptr (GBytes) image = pageimage_format (answer->image);

  if (!durable_save (image_path, g_bytes_get_data (image, NULL), g_bytes_get_size (image),
                     0600, error)
      || !durable_save (json_path, json, strlen (json), 0600, error))
    return FALSE;
  return answer->preview == NULL || save_preview (preview_path, answer->preview, error);
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
import_fd (int from_fd, const char *path, const char *to, guint64 *size_bytes,
           GError **error) {
  g_autoptr (DurableFile) file = NULL;
  struct stat status;

  if (fstat (from_fd, &status) != 0 || !S_ISREG (status.st_mode)) {
    g_set_error (error, FAULT, FAULT_IMAGE, "%s is not a regular file", path);
    return FALSE;
  }
  file = durable_open (to, 0600, error);
  if (file == NULL || !copy_file (from_fd, path, size_bytes, file, error))
    return FALSE;
  return durable_commit (g_steal_pointer (&file), error);
}

Page *
pagefiles_import (const char *folder, guint number, const char *path, GError **error) {
  g_autoptr (Page) page = g_new0 (Page, 1);
  g_autofree char *to = NULL;
  int from_fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gboolean imported;

  if (from_fd < 0) {
    fault_set_errno (error, FAULT_IMAGE, "cannot open %s", path);
    return NULL;
  }
  page->number = number;
  page->sheet = number;
  page->file = page_file_dup (number, "orig");
  to = g_build_filename (folder, page->file, NULL);
  imported = import_fd (from_fd, path, to, &page->size_bytes, error);
  close (from_fd);
  if (!imported)
    return NULL;
  page->sha256 = durable_hash (to, NULL, error);
  return page->sha256 != NULL ? g_steal_pointer (&page) : NULL;
}
