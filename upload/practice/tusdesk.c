/* SPDX-License-Identifier: Apache-2.0 */

/* The server's side of https://tus.io/protocols/resumable-upload. An append is taken when
 * its offset is ours, it fits, and its checksum is right; else 409, 413, 460. Of one that is cut off
 * all that came is kept, also when a checksum was to cover the whole: the digest of the
 * file, which is checked at its end, covers that. */

#include "upload/practice/tusdesk.h"

#include "config/limits.h"

#include <string.h>

#define VERSION    "1.0.0"
#define EXTENSIONS "creation,checksum"
#define ALGORITHMS "sha256"
#define PATCH_TYPE "application/offset+octet-stream"
#define NO_CONTENT 204

static void
add_number (Reply *reply, const char *name, guint64 number) {
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  reply_add_header (reply, name, text);
}

static void
set_empty (Reply *reply, guint status) {
  reply_set_bytes (reply, status, "text/plain", g_bytes_new (NULL, 0));
  reply_add_header (reply, "Tus-Resumable", VERSION);
}

void
tusdesk_offer (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  set_empty (reply, NO_CONTENT);
  reply_add_header (reply, "Tus-Version", VERSION);
  reply_add_header (reply, "Tus-Extension", EXTENSIONS);
  reply_add_header (reply, "Tus-Checksum-Algorithm", ALGORITHMS);
  add_number (reply, "Tus-Max-Size", LIMIT_UPLOAD_BYTES);
}

char *
tusdesk_read_metadata (const char *metadata, const char *name) {
  g_auto (GStrv) pairs = g_strsplit (metadata, ",", -1);

  for (guint i = 0; pairs[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (g_strstrip (pairs[i]), " ", 2);
    g_autofree guchar *value = NULL;
    gsize length;

    if (g_strv_length (words) != 2 || !g_str_equal (words[0], name) || *words[1] == '\0')
      continue;
    value = g_base64_decode (words[1], &length);
    return g_strndup ((const char *) value, length);
  }
  return NULL;
}

static gboolean
check_version (const DeskRequest *request, Reply *reply) {
  if (g_strcmp0 (desk_get_header (request, "Tus-Resumable"), VERSION) == 0)
    return TRUE;
  reply_set_refusal (reply, 412, "Tus-Resumable must be " VERSION);
  reply_add_header (reply, "Tus-Version", VERSION);
  return FALSE;
}

static gboolean
get_number (const DeskRequest *request, const char *name, guint64 most, guint64 *number) {
  const char *text = desk_get_header (request, name);

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, most, number, NULL);
}

void
tusdesk_create (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  const char *metadata = desk_get_header (request, "Upload-Metadata");
  g_autofree char *name = NULL;
  g_autofree char *location = NULL;
  g_autoptr (Loose) loose = NULL;
  g_autoptr (GError) fault = NULL;
  guint64 length;

  if (!check_version (request, reply))
    return;
  if (!get_number (request, "Upload-Length", LIMIT_UPLOAD_BYTES, &length)) {
    reply_set_refusal (reply, 413, "Upload-Length is missing or too large");
    return;
  }
  metadata = metadata != NULL ? metadata : "";
  name = tusdesk_read_metadata (metadata, "filename");
  loose = depot_create (desk->depot, name != NULL ? name : "", metadata, length, &fault);
  if (loose == NULL) {
    reply_set_fault (reply, fault);
    return;
  }
  location = g_strdup_printf ("/tus/%s", loose->id);
  set_empty (reply, 201);
  reply_add_header (reply, "Location", location);
  reply->kept = TRUE;
  reply_set_subject (reply, 0, loose->id, NULL);
}

/* The upload that the path names; NULL after a refusal. */
static Loose *
find_upload (Desk *desk, const DeskRequest *request, Reply *reply) {
  g_autoptr (GError) fault = NULL;
  Loose *loose;

  if (!check_version (request, reply))
    return NULL;
  loose = depot_load (desk->depot, request->key, &fault);
  if (fault != NULL)
    reply_set_fault (reply, fault);
  else if (loose == NULL)
    reply_set_refusal (reply, 404, "there is no such upload");
  return loose;
}

void
tusdesk_show (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (Loose) loose = find_upload (desk, request, reply);

  if (loose == NULL)
    return;
  set_empty (reply, 200);
  add_number (reply, "Upload-Offset", loose->offset);
  add_number (reply, "Upload-Length", loose->length);
  if (*loose->metadata != '\0')
    reply_add_header (reply, "Upload-Metadata", loose->metadata);
  reply_set_subject (reply, 0, loose->id, NULL);
}

/* "sha256 BASE64" over the body; absent is right. */
static gboolean
is_right (const DeskRequest *request, GError **fault) {
  const char *checksum = desk_get_header (request, "Upload-Checksum");
  g_autofree char *sha256 = NULL;
  g_autofree guchar *bytes = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;

  if (checksum == NULL)
    return TRUE;
  if (!g_str_has_prefix (checksum, ALGORITHMS " "))
    return FALSE;
  bytes = g_base64_decode (checksum + strlen (ALGORITHMS " "), &length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  sha256 = slice_hash (&request->body, fault);
  return sha256 != NULL && g_str_equal (text->str, sha256);
}

/* What is whole must be what the metadata says. */
static gboolean
check_whole (const Loose *loose, Reply *reply) {
  g_autofree char *said = tusdesk_read_metadata (loose->metadata, "sha256");
  g_autoptr (GError) fault = NULL;
  g_autofree char *sha256 = NULL;

  if (loose->offset < loose->length)
    return TRUE;
  sha256 = depot_hash (loose, &fault);
  if (sha256 == NULL) {
    reply_set_fault (reply, fault);
    return FALSE;
  }
  reply_set_subject (reply, 0, loose->id, sha256);
  if (said == NULL || g_ascii_strcasecmp (said, sha256) == 0)
    return TRUE;
  reply_set_refusal (reply, 422, "the file is not what its sha256 says");
  return FALSE;
}

static gboolean
check_append (const DeskRequest *request, const Loose *loose, Reply *reply,
              GError **fault) {
  guint64 offset;

  if (!get_number (request, "Upload-Offset", G_MAXUINT64, &offset)
      || offset != loose->offset) {
    reply_set_refusal (reply, 409, "Upload-Offset is not where the upload is");
    add_number (reply, "Upload-Offset", loose->offset);
  } else if (g_strcmp0 (request->content_type, PATCH_TYPE) != 0) {
    reply_set_refusal (reply, 415, "the content type must be " PATCH_TYPE);
  } else if (request->body.size_bytes > loose->length - loose->offset) {
    reply_set_refusal (reply, 413, "more than Upload-Length came");
  } else if (!is_right (request, fault)) {
    reply_set_refusal (reply, 460, "the checksum does not fit");
  } else {
    return TRUE;
  }
  return FALSE;
}

void
tusdesk_append (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (Loose) loose = find_upload (desk, request, reply);
  g_autoptr (GError) fault = NULL;

  if (loose == NULL)
    return;
  reply_set_subject (reply, 0, loose->id, NULL);
  if (!check_append (request, loose, reply, &fault))
    return;
  if (!depot_append (desk->depot, loose, &request->body, &fault)) {
    reply_set_fault (reply, fault);
    return;
  }
  if (!check_whole (loose, reply))
    return;
  set_empty (reply, NO_CONTENT);
  add_number (reply, "Upload-Offset", loose->offset);
  reply->kept = TRUE;
}

void
tusdesk_keep_part (Desk *desk, const DeskRequest *request) {
  g_autoptr (Reply) ignored = reply_new ();
  g_autoptr (Loose) loose = find_upload (desk, request, ignored);
  guint64 offset;

  if (loose == NULL || !get_number (request, "Upload-Offset", G_MAXUINT64, &offset)
      || offset != loose->offset
      || request->body.size_bytes > loose->length - loose->offset)
    return;
  if (!depot_append (desk->depot, loose, &request->body, NULL))
    return;
}
