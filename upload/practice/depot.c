/* SPDX-License-Identifier: Apache-2.0 */

/* ID.json says what the file is, and is durable before the place is promised; ID.bin holds
 * what has come, and its length is the offset. A kill during an append leaves a few bytes
 * more than were promised, which are good: they are what the client sent. */

#include "upload/practice/depot.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"
#include "config/whole.h"
#include "upload/practice/desk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_BYTES (64u * 1024)

struct Depot {
  char *folder;
};

void
loose_free (Loose *loose) {
  if (loose == NULL)
    return;
  g_free (loose->id);
  g_free (loose->name);
  g_free (loose->metadata);
  g_free (loose->path);
  g_free (loose);
}

Depot *
depot_open (const char *folder, GError **error) {
  Depot *depot;

  if (!durable_mkdir (folder, error) || !durable_sweep (folder, error))
    return NULL;
  depot = g_new0 (Depot, 1);
  depot->folder = g_strdup (folder);
  return depot;
}

void
depot_close (Depot *depot) {
  g_free (depot->folder);
  g_free (depot);
}

static char *
build_path (const Depot *depot, const char *id, const char *suffix) {
  return g_strdup_printf ("%s/%s.%s", depot->folder, id, suffix);
}

static char *
format_note (const Loose *loose) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "name", loose->name);
  json_add_string (builder, "metadata", loose->metadata);
  json_add_int (builder, "length", (gint64) loose->length);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

Loose *
depot_create (Depot *depot, const char *name, const char *metadata, guint64 length,
              GError **error) {
  g_autoptr (Loose) loose = g_new0 (Loose, 1);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *path = NULL;
  g_autofree char *note = NULL;

  loose->id = g_strdup (uuid);
  loose->name = g_utf8_make_valid (name, -1);
  loose->metadata = g_utf8_make_valid (metadata, -1);
  loose->length = length;
  loose->path = build_path (depot, loose->id, "bin");
  path = build_path (depot, loose->id, "json");
  note = format_note (loose);
  if (!durable_save (loose->path, "", 0, 0600, error)
      || !durable_save (path, note, strlen (note), 0600, error))
    return NULL;
  return g_steal_pointer (&loose);
}

static gboolean
copy (int fd, const Slice *bytes, GError **error) {
  g_autofree char *block = g_malloc (BLOCK_BYTES);

  for (gsize at = 0; at < bytes->size_bytes; at += BLOCK_BYTES) {
    gsize size = MIN (BLOCK_BYTES, bytes->size_bytes - at);

    if (!slice_read (bytes, at, block, size, error))
      return FALSE;
    if (!whole_write (fd, block, size))
      return fault_set_errno (error, FAULT_STORAGE, "cannot keep an upload");
  }
  return TRUE;
}

gboolean
depot_append (Depot *depot, Loose *loose, const Slice *bytes, GError **error) {
  int fd = open (loose->path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
  gboolean kept;

  g_assert (bytes->size_bytes <= loose->length - loose->offset);
  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open %s", loose->path);
  kept = copy (fd, bytes, error);
  if (kept && fdatasync (fd) != 0)
    kept = fault_set_errno (error, FAULT_STORAGE, "cannot keep %s", loose->path);
  close (fd);
  if (kept)
    loose->offset += bytes->size_bytes;
  return kept;
}

Loose *
depot_load (Depot *depot, const char *id, GError **error) {
  g_autoptr (Loose) loose = g_new0 (Loose, 1);
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) note = NULL;
  struct stat status;

  if (!desk_allow_key (id))
    return NULL;
  path = build_path (depot, id, "json");
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  note = json_load (path, error);
  if (note == NULL)
    return NULL;
  loose->id = g_strdup (id);
  loose->name = g_strdup (json_get_string (note, "name", ""));
  loose->metadata = g_strdup (json_get_string (note, "metadata", ""));
  loose->length = (guint64) json_get_int (note, "length", 0);
  loose->path = build_path (depot, id, "bin");
  if (stat (loose->path, &status) != 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot read %s", loose->path);
    return NULL;
  }
  loose->offset = MIN ((guint64) status.st_size, loose->length);
  return g_steal_pointer (&loose);
}

gboolean
depot_read (const Loose *loose, Slice *body, GError **error) {
  int fd = open (loose->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open %s", loose->path);
  *body = (Slice){fd, 0, loose->offset};
  return TRUE;
}

char *
depot_hash (const Loose *loose, GError **error) {
  return durable_hash (loose->path, NULL, error);
}
