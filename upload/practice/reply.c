/* SPDX-License-Identifier: Apache-2.0 */

/* The body is a list of pieces so that a large file goes out from its mapping, untouched
 * or with one byte changed, without being copied. */

#include "upload/practice/reply.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/log.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES (256u * 1024) /* a multiple of every page size */
#define JSON_TYPE   "application/json; charset=utf-8"

/* The page of a network that wants to be logged in to. */
static const char captive_page[]
    = "<!DOCTYPE html><html><head><title>Đăng nhập Wi-Fi</title></head>"
      "<body><form><input name='phone'><button>Kết nối</button></form></body></html>\n";
static const char wrong_schema[] = "{\"ok\":true,\"items\":{\"0\":[]}}";
static const char two_words[] = "{\"error_code\":\"0\",\"error_code\":\"9\",\"code\":200,"
                                "\"code\":500,\"total\":0,\"total\":1,\"data\":[]}";
static const char no_json[] = "{\"dossierId\": 10001, \"referenceUid\": ";

Reply *
reply_new (void) {
  Reply *reply = g_new0 (Reply, 1);

  reply->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  reply->headers = g_ptr_array_new_with_free_func (g_free);
  return reply;
}

void
reply_free (Reply *reply) {
  g_ptr_array_unref (reply->pieces);
  g_ptr_array_unref (reply->headers);
  g_free (reply->uid);
  g_free (reply->sha256);
  g_free (reply->used);
  g_free (reply);
}

void
reply_add_header (Reply *reply, const char *name, const char *value) {
  g_ptr_array_add (reply->headers, g_strdup (name));
  g_ptr_array_add (reply->headers, g_strdup (value));
}

void
reply_set_subject (Reply *reply, gint64 dossier_id, const char *uid, const char *sha256) {
  g_free (reply->uid);
  g_free (reply->sha256);
  reply->dossier_id = dossier_id;
  reply->uid = g_strdup (uid);
  reply->sha256 = g_strdup (sha256);
}

void
reply_set_fault (Reply *reply, const GError *fault) {
  log_warning ("request not carried out: %s", fault->message);
  reply_set_refusal (reply, 507, "the practice portal cannot keep anything now");
}

void
reply_set_bytes (Reply *reply, guint status, const char *content_type, GBytes *bytes) {
  reply->status = status;
  reply->content_type = content_type;
  g_ptr_array_set_size (reply->pieces, 0);
  g_ptr_array_add (reply->pieces, bytes);
}

typedef struct {
  void *start;
  gsize size;
} Mapping;

static void
free_mapping (gpointer data) {
  Mapping *mapping = data;

  munmap (mapping->start, mapping->size);
  g_free (mapping);
}

static gboolean
add_piece (Reply *reply, int fd, gsize at, gsize size) {
  void *start = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, (off_t) at);
  Mapping *mapping;

  if (start == MAP_FAILED)
    return FALSE;
  mapping = g_new (Mapping, 1);
  *mapping = (Mapping){start, size};
  g_ptr_array_add (reply->pieces,
                   g_bytes_new_with_free_func (start, size, free_mapping, mapping));
  return TRUE;
}

static gboolean
add_pieces (Reply *reply, int fd) {
  struct stat status;
  gsize size;

  if (fstat (fd, &status) != 0)
    return FALSE;
  size = (gsize) status.st_size;
  for (gsize at = 0; at < size; at += PIECE_BYTES) {
    if (!add_piece (reply, fd, at, MIN (PIECE_BYTES, size - at)))
      return FALSE;
  }
  return TRUE;
}

gboolean
reply_set_file (Reply *reply, guint status, const char *content_type, const char *path,
                GError **error) {
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean added;

  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open %s", path);
  reply->status = status;
  reply->content_type = content_type;
  g_ptr_array_set_size (reply->pieces, 0);
  added = add_pieces (reply, fd);
  if (!added)
    fault_set_errno (error, FAULT_STORAGE, "cannot map %s", path);
  close (fd);
  return added;
}

static void
set_text (Reply *reply, guint status, const char *content_type, char *text) {
  reply_set_bytes (reply, status, content_type, g_bytes_new_take (text, strlen (text)));
}

void
reply_set_json (Reply *reply, guint status, JsonBuilder *builder) {
  set_text (reply, status, JSON_TYPE, json_format (builder, FALSE));
}

void
reply_set_refusal (Reply *reply, guint status, const char *message) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_int (builder, "code", status);
  json_add_string (builder, "message", message);
  json_builder_end_object (builder);
  reply_set_json (reply, status, builder);
}

gsize
reply_get_size (const Reply *reply) {
  gsize size = 0;

  for (guint i = 0; i < reply->pieces->len; i++)
    size += g_bytes_get_size (reply->pieces->pdata[i]);
  return size;
}

static void
set_status_only (Reply *reply, Trouble trouble) {
  reply_set_refusal (reply, trouble.status, "the practice portal was told to answer so");
  reply->retry_after = trouble.retry_after;
}

static void
set_redirect (Reply *reply, guint status, const char *location) {
  set_text (reply, status, "text/html", g_strdup (captive_page));
  reply->location = location;
}

/* Puts @other in place of @word wherever it stands in the answer. */
static void
change_text (Reply *reply, const char *word, const char *other) {
  gsize size;
  const char *bytes;
  g_autoptr (GString) text = NULL;

  if (word == NULL || reply->pieces->len == 0)
    return;
  bytes = g_bytes_get_data (reply->pieces->pdata[0], &size);
  text = g_string_new_len (bytes, (gssize) size);
  g_string_replace (text, word, other, 0);
  set_text (reply, reply->status, reply->content_type,
            g_string_free (g_steal_pointer (&text), FALSE));
}

/* The same answer about somebody else's dossier or file. */
static void
change_uid (Reply *reply) {
  g_autofree char *other = g_uuid_string_random ();

  change_text (reply, reply->uid, other);
}

/* The same answer about other bytes. */
static void
change_hash (Reply *reply) {
  g_autofree char *other
      = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "other bytes", -1);

  change_text (reply, reply->sha256, other);
}

/* The same answer, with the word that more papers are wanted; each format has its own. */
static void
ask_supplement (Reply *reply) {
  static const char *const words[][2] = {
      {"\"dossierStatus\":\"receiving\"", "\"dossierStatus\":\"correcting\""},
      {"\"TrangThaiHoSo\":\"2\"", "\"TrangThaiHoSo\":\"5\""},
      {"\"dossierStatus\":{\"id\":0}", "\"dossierStatus\":{\"id\":5}"},
      {"\"trangThai\":2", "\"trangThai\":5"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    change_text (reply, words[i][0], words[i][1]);
}

/* Changes the byte in the middle of the first piece, which becomes three. */
static void
change_byte (Reply *reply) {
  g_autoptr (GBytes) whole = g_bytes_ref (reply->pieces->pdata[0]);
  gsize size;
  const unsigned char *bytes = g_bytes_get_data (whole, &size);
  gsize at = size / 2;
  unsigned char changed;

  if (size == 0 || reply->sha256 == NULL)
    return;
  changed = bytes[at] ^ 1u;
  g_ptr_array_remove_index (reply->pieces, 0);
  g_ptr_array_insert (reply->pieces, 0, g_bytes_new_from_bytes (whole, 0, at));
  g_ptr_array_insert (reply->pieces, 1, g_bytes_new (&changed, 1));
  g_ptr_array_insert (reply->pieces, 2,
                      g_bytes_new_from_bytes (whole, at + 1, size - at - 1));
}

void
reply_falsify (Reply *reply, Trouble trouble) {
  switch (trouble.kind) {
  case TROUBLE_STATUS:
    set_status_only (reply, trouble);
    break;
  case TROUBLE_HTML:
    set_text (reply, 200, "text/html; charset=utf-8", g_strdup (captive_page));
    break;
  case TROUBLE_NOT_JSON:
    set_text (reply, 200, JSON_TYPE, g_strdup (no_json));
    break;
  case TROUBLE_EMPTY:
    set_text (reply, 200, JSON_TYPE, g_strdup (""));
    break;
  case TROUBLE_WRONG_SCHEMA:
    set_text (reply, 200, JSON_TYPE, g_strdup (wrong_schema));
    break;
  case TROUBLE_TWO_WORDS:
    set_text (reply, 200, JSON_TYPE, g_strdup (two_words));
    break;
  case TROUBLE_REDIRECT:
    set_redirect (reply, 302, "http://elsewhere.invalid/");
    break;
  case TROUBLE_MOVED:
    set_redirect (reply, 301, "http://127.0.0.1/");
    break;
  case TROUBLE_LOOP:
    set_redirect (reply, 302, "");
    break;
  case TROUBLE_ENDLESS:
    set_text (reply, 200, JSON_TYPE, g_strnfill (64 * 1024, ' '));
    break;
  case TROUBLE_FOREIGN:
    change_uid (reply);
    break;
  case TROUBLE_SUPPLEMENT:
    ask_supplement (reply);
    break;
  case TROUBLE_WRONG_HASH:
    change_hash (reply);
    break;
  case TROUBLE_USED_NUMBER:
    change_text (reply, reply->uid, reply->used != NULL ? reply->used : "");
    break;
  case TROUBLE_WRONG_BYTES:
    change_byte (reply);
    break;
  case TROUBLE_ONLY_ACCEPTED:
    set_text (reply, 202, JSON_TYPE, g_strdup ("{}"));
    break;
  case TROUBLE_NONE:
  case TROUBLE_CLOSE:
  case TROUBLE_LOST:
  case TROUBLE_TRUNCATED:
  case TROUBLE_SLOW:
  case TROUBLE_LATE:
  case TROUBLE_RAW:
    break;
  }
}
