/* SPDX-License-Identifier: Apache-2.0 */

/* A line is one write to a descriptor in append mode and one sync. What a crash can leave
 * is a last line without its end; it says nothing that was promised to anyone, and is cut
 * off at the next start so that every line stays whole JSON. A disk that fails once is
 * not asked again: the portal stops. */

#include "upload/practice/ledger.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_BYTES 4096 /* longer than any line of ours */

struct Ledger {
  char *path;
  int fd;
};

/* Length of @path up to and with its last line end. */
static gboolean
find_end (int fd, off_t *end) {
  char bytes[LINE_BYTES];
  struct stat status;
  gssize got;

  if (fstat (fd, &status) != 0)
    return FALSE;
  *end = MAX (status.st_size - LINE_BYTES, 0);
  got = pread (fd, bytes, sizeof bytes, *end);
  if (got < 0)
    return FALSE;
  while (got > 0 && bytes[got - 1] != '\n')
    got--;
  *end += got;
  return TRUE;
}

static gboolean
cut_torn_line (int fd) {
  off_t end;

  return find_end (fd, &end) && ftruncate (fd, end) == 0 && fsync (fd) == 0;
}

Ledger *
ledger_open (const char *path, GError **error) {
  g_autoptr (Ledger) ledger = NULL;
  int fd;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !durable_save (path, "", 0, 0600, error))
    return NULL;
  fd = open (path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot open %s", path);
    return NULL;
  }
  ledger = g_new0 (Ledger, 1);
  ledger->path = g_strdup (path);
  ledger->fd = fd;
  if (!cut_torn_line (fd)) {
    fault_set_errno (error, FAULT_STORAGE, "cannot repair %s", path);
    return NULL;
  }
  return g_steal_pointer (&ledger);
}

void
ledger_close (Ledger *ledger) {
  close (ledger->fd);
  g_free (ledger->path);
  g_free (ledger);
}

static void
add_text (JsonBuilder *builder, const char *member, const char *text) {
  if (text != NULL && *text != '\0')
    json_add_string (builder, member, text);
}

static void
add_number (JsonBuilder *builder, const char *member, gint64 number) {
  if (number != 0)
    json_add_int (builder, member, number);
}

static char *
format_time (void) {
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
}

static char *
format_line (const LedgerLine *line) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *time = format_time ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "time", time);
  add_text (builder, "event", line->event);
  add_text (builder, "method", line->method);
  add_text (builder, "stage", line->stage);
  add_text (builder, "fault", line->trouble);
  add_number (builder, "dossierId", line->dossier_id);
  add_text (builder, "referenceUid", line->uid);
  add_text (builder, "sha256", line->sha256);
  add_number (builder, "status", line->status);
  json_builder_end_object (builder);
  text = json_format (builder, FALSE);
  return g_strconcat (text, "\n", NULL);
}

gboolean
ledger_append (Ledger *ledger, const LedgerLine *line, GError **error) {
  g_autofree char *text = format_line (line);
  gsize size = strlen (text);
  gssize written;

  g_assert (size <= LINE_BYTES);
  do
    written = write (ledger->fd, text, size);
  while (written < 0 && errno == EINTR);
  if (written >= 0 && (gsize) written < size)
    errno = ENOSPC;
  if (written != (gssize) size || fdatasync (ledger->fd) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot write %s", ledger->path);
  return TRUE;
}
