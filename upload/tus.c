/* SPDX-License-Identifier: Apache-2.0 */

/* One file to one upload. The server's offset is the truth; what is noted in the store is
 * the address, how far the server had come, and how often we had to begin again.
 *
 *            .--- none noted ---> create ---> note the address --.
 *            |                                                   v
 *   begin ---+                     .--- 204: on -----------.-> PATCH
 *            '--- noted ---> HEAD -+--- offset = length ---|--> whole: compare digests
 *                             ^    '--- 404, 410, lies ----+--> create anew (MOST_RESTARTS)
 *                             '------ 409, 460, cut off ---'
 *
 * A cut-off PATCH is followed by a HEAD at once, as long as each round has brought the
 * offset on; without progress the attempt ends and comes back later. Without checksums the
 * rest goes in one request, since servers keep what has arrived of it; with checksums a
 * stretch that is cut off is lost, so stretches are small. */

#include "upload/tus.h"

#include "config/limits.h"
#include "config/log.h"

#include <string.h>

#define VERSION           "1.0.0"
#define CONTENT_TYPE      "application/offset+octet-stream"
#define STRETCHES         256u  /* of a file that goes with checksums */
#define STRETCHES_LOSSY   1024u /* to a server that drops what it got of one */
#define STRETCH_MIN_BYTES (64u * 1024)
#define STRETCH_MAX_BYTES (4u * 1024 * 1024)
#define SMALLER_MIN_BYTES (256u * 1024) /* when a server calls a stretch too long */
#define MOST_RESTARTS     3u
#define MOST_MISMATCHES   3u  /* of checksums, in a row */
#define NOTES             16u /* that are written along a file */

struct Tus {
  Access *access;
  char *url;
  gboolean asked;    /* what the server can do */
  gboolean sha256;   /* it checks stretches */
  gboolean is_lossy; /* it has dropped the beginning of one that was cut off */
  gint64 most_bytes; /* of an upload; -1: not said */
};

/* One file on its way. */
typedef struct {
  Tus *tus;
  Attempt *attempt;
  const Paper *paper;
  const Sealed *sealed;
  const HttpField *metadata;
  char *note;         /* its name */
  char *url;          /* NULL: none yet */
  guint64 offset;     /* where the server is */
  guint64 acked;      /* the farthest it has ever said to be */
  guint64 noted;      /* offset in the store */
  gboolean is_whole;  /* so it has said when it was asked */
  guint64 most_bytes; /* of one stretch */
  guint restarts, mismatches;
  char *digest; /* that the server shows, or NULL */
} Upload;

static void
free_upload (Upload *upload) {
  g_free (upload->note);
  g_free (upload->url);
  g_free (upload->digest);
  g_free (upload);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Upload, free_upload)

Tus *
tus_new (Access *access, const PortalSettings *settings) {
  Tus *tus;

  if (!g_str_equal (settings->files, "tus"))
    return NULL;
  tus = g_new0 (Tus, 1);
  tus->access = access;
  tus->url = g_strdup (settings->tus_url);
  tus->most_bytes = -1;
  return tus;
}

void
tus_free (Tus *tus) {
  if (tus == NULL)
    return;
  g_free (tus->url);
  g_free (tus);
}

static HttpAnswer *
send (Tus *tus, const char *method, const char *url, const HttpField *headers) {
  return access_send (tus->access, &(HttpRequest){.method = method,
                                                  .url = url,
                                                  .headers = headers,
                                                  .wanted = HTTP_NOTHING});
}

/* --- what the server can do --------------------------------------------------------- */

/* Whether the list @header of @answer has @word in it. */
static gboolean
offers (const HttpAnswer *answer, const char *header, const char *word) {
  const char *list = httpanswer_get_header (answer, header);
  g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    if (g_ascii_strcasecmp (g_strstrip (words[i]), word) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A server that does not know OPTIONS can still do what every one can. */
static gboolean
ask_abilities (Tus *tus, Attempt *attempt) {
  g_autoptr (HttpAnswer) answer = NULL;

  if (tus->asked)
    return TRUE;
  answer = send (tus, "OPTIONS", tus->url, NULL);
  if (answer->status == 0)
    return attempt_check_answer (attempt, answer);
  tus->asked = answer->status < 500;
  tus->sha256 = offers (answer, "tus-extension", "checksum")
                && offers (answer, "tus-checksum-algorithm", "sha256");
  tus->most_bytes = httpanswer_get_header_int (answer, "tus-max-size");
  return TRUE;
}

/* --- notes -------------------------------------------------------------------------- */

/* "OFFSET RESTARTS URL"; the address is empty when there is none. */
static gboolean
save_note (Upload *upload) {
  g_autofree char *value
      = g_strdup_printf ("%" G_GUINT64_FORMAT " %u %s", upload->offset, upload->restarts,
                         upload->url != NULL ? upload->url : "");

  upload->noted = upload->offset;
  return attempt_set_note (upload->attempt, upload->note, value);
}

static gboolean
load_note (Upload *upload) {
  g_autofree char *value = NULL;
  g_auto (GStrv) words = NULL;
  guint64 restarts;

  if (!attempt_get_note (upload->attempt, upload->note, &value))
    return FALSE;
  words = g_strsplit (value != NULL ? value : "", " ", 3);
  if (g_strv_length (words) != 3
      || !g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXINT64, &upload->noted, NULL)
      || !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT, &restarts, NULL))
    return TRUE;
  upload->restarts = (guint) restarts;
  upload->acked = upload->noted;
  if (*words[2] != '\0')
    upload->url = g_strdup (words[2]);
  return TRUE;
}

/* --- creation ----------------------------------------------------------------------- */

static void
add_metadata (GString *text, const char *name, const char *value) {
  g_autofree char *code = NULL;

  if (value == NULL)
    return;
  code = g_base64_encode ((const guchar *) value, strlen (value));
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? "," : "", name, code);
}

static char *
format_metadata (const Upload *upload) {
  GString *text = g_string_new (NULL);

  add_metadata (text, "filename", upload->paper->file);
  add_metadata (text, "filetype", "application/pdf");
  add_metadata (text, "sha256", upload->paper->sha256);
  add_metadata (text, "audit_mark", upload->attempt->dossier->mark);
  for (const HttpField *field = upload->metadata; field != NULL && field->name != NULL;
       field++)
    add_metadata (text, field->name, field->value);
  return g_string_free (text, FALSE);
}

/* The address that @location means, seen from the request; NULL when it leads to another
 * host or out of TLS. */
static char *
resolve (Tus *tus, const char *location) {
  g_autofree char *base_text = http_build_url (access_get_http (tus->access), tus->url);
  g_autofree char *text
      = g_uri_resolve_relative (base_text, location, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) base = g_uri_parse (base_text, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autoptr (GUri) uri
      = text != NULL ? g_uri_parse (text, G_URI_FLAGS_SCHEME_NORMALIZE, NULL) : NULL;

  if (base == NULL || uri == NULL || strlen (text) > LIMIT_UPLOAD_URL_BYTES
      || strchr (text, ' ') != NULL || g_uri_get_userinfo (uri) != NULL
      || g_strcmp0 (g_uri_get_scheme (uri), g_uri_get_scheme (base)) != 0
      || g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (base)) != 0
      || g_uri_get_port (uri) != g_uri_get_port (base))
    return NULL;
  return g_steal_pointer (&text);
}

/* An upload that was created and whose address got lost is empty and of no harm. */
static gboolean
create (Upload *upload) {
  g_autofree char *length
      = g_strdup_printf ("%" G_GUINT64_FORMAT, upload->paper->size_bytes);
  g_autofree char *metadata = format_metadata (upload);
  const HttpField headers[] = {{"Tus-Resumable", VERSION},
                               {"Upload-Length", length},
                               {"Upload-Metadata", metadata},
                               {NULL, NULL}};
  g_autoptr (HttpAnswer) answer = send (upload->tus, "POST", upload->tus->url, headers);
  const char *location;

  if (!attempt_check_answer (upload->attempt, answer))
    return FALSE;
  location = httpanswer_get_header (answer, "location");
  if (location == NULL || *location == '\0')
    return attempt_stop_unclear (upload->attempt);
  upload->url = resolve (upload->tus, location);
  if (upload->url == NULL)
    return attempt_stop (
        upload->attempt, PORTAL_REFUSED,
        "The portal wants the file to go to another host or without encryption; a person "
        "must look at it.");
  upload->offset = upload->acked = 0;
  return save_note (upload);
}

/* Whatever is at the address is of no use: a new one, unless that has happened often. */
static gboolean
start_again (Upload *upload) {
  g_clear_pointer (&upload->url, g_free);
  upload->offset = upload->acked = 0;
  upload->restarts++;
  log_info ("dossier %s, paper %u: upload begins again (%u)",
            upload->attempt->dossier->id, upload->paper->number, upload->restarts);
  if (!save_note (upload))
    return FALSE;
  if (upload->restarts > MOST_RESTARTS)
    return attempt_stop (upload->attempt, PORTAL_REFUSED,
                         "The portal lost or miscounted an upload again and again; a "
                         "person must look at it.");
  return create (upload);
}

/* --- where the server is ------------------------------------------------------------ */

/* The value of @name in the metadata that the server keeps; NULL when it is not there. */
static char *
read_metadata (const HttpAnswer *answer, const char *name) {
  const char *list = httpanswer_get_header (answer, "upload-metadata");
  g_auto (GStrv) pairs = g_strsplit (list != NULL ? list : "", ",", -1);

  for (guint i = 0; pairs[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (g_strstrip (pairs[i]), " ", 2);
    g_autofree guchar *value = NULL;
    gsize length;

    if (words[0] == NULL || words[1] == NULL || g_ascii_strcasecmp (words[0], name) != 0
        || *words[1] == '\0')
      continue;
    value = g_base64_decode (words[1], &length);
    return g_strndup ((const char *) value, length);
  }
  return NULL;
}

/* Whether the answer tells an offset that can be one. */
static gboolean
is_plausible (const Upload *upload, const HttpAnswer *answer) {
  gint64 offset = httpanswer_get_header_int (answer, "upload-offset");
  gint64 length = httpanswer_get_header_int (answer, "upload-length");

  return offset >= 0 && (guint64) offset <= upload->paper->size_bytes
         && (guint64) offset >= upload->acked
         && (httpanswer_get_header (answer, "upload-length") == NULL
             || (length >= 0 && (guint64) length == upload->paper->size_bytes));
}

static gboolean
stop_busy (Upload *upload) {
  return attempt_stop (
      upload->attempt, PORTAL_LATER,
      "The portal is still busy with an earlier part of the file; it is tried again "
      "later.");
}

/* Asks where the server is; begins again when what is there is of no use. */
static gboolean
look (Upload *upload) {
  const HttpField headers[] = {{"Tus-Resumable", VERSION}, {NULL, NULL}};
  g_autoptr (HttpAnswer) answer = send (upload->tus, "HEAD", upload->url, headers);

  if (answer->status == 423)
    return stop_busy (upload);
  if (answer->status == 403 || answer->status == 404 || answer->status == 410)
    return start_again (upload);
  if (!attempt_check_answer (upload->attempt, answer))
    return FALSE;
  if (httpanswer_get_header (answer, "upload-offset") == NULL)
    return attempt_stop_unclear (upload->attempt);
  if (!is_plausible (upload, answer))
    return start_again (upload);
  upload->offset = (guint64) httpanswer_get_header_int (answer, "upload-offset");
  upload->acked = upload->offset;
  upload->is_whole = upload->offset == upload->paper->size_bytes;
  g_free (upload->digest);
  upload->digest = read_metadata (answer, "sha256");
  return TRUE;
}

/* --- bytes -------------------------------------------------------------------------- */

/* What a cut may cost, against what each request costs. */
static guint64
choose_checked_stretch (const Upload *upload) {
  guint stretches = upload->tus->is_lossy ? STRETCHES_LOSSY : STRETCHES;
  guint64 least = STRETCH_MIN_BYTES / (stretches / STRETCHES);

  return CLAMP (upload->paper->size_bytes / stretches, least, STRETCH_MAX_BYTES);
}

static guint64
choose_stretch (const Upload *upload) {
  guint64 rest = upload->paper->size_bytes - upload->offset;
  guint64 stretch = upload->most_bytes;

  if (upload->tus->sha256)
    stretch = MIN (stretch, choose_checked_stretch (upload));
  return MIN (rest, stretch);
}

static HttpAnswer *
patch (Upload *upload, guint64 size_bytes) {
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, upload->offset);
  g_autofree char *checksum = NULL;
  guint8 digest[SEALED_DIGEST_BYTES];

  if (upload->tus->sha256) {
    g_autofree char *code = NULL;

    if (!sealed_digest (upload->sealed, upload->offset, size_bytes, digest))
      return httpanswer_new_failure (HTTP_FAILURE_DISK);
    code = g_base64_encode (digest, sizeof digest);
    checksum = g_strconcat ("sha256 ", code, NULL);
  }
  return access_send (
      upload->tus->access,
      &(HttpRequest){.method = "PATCH",
                     .url = upload->url,
                     .headers = (const HttpField[]){{"Tus-Resumable", VERSION},
                                                    {"Content-Type", CONTENT_TYPE},
                                                    {"Upload-Offset", offset},
                                                    {"Upload-Checksum", checksum},
                                                    {NULL, NULL}},
                     .bytes = upload->sealed,
                     .at = upload->offset,
                     .size_bytes = size_bytes,
                     .wanted = HTTP_NOTHING});
}

/* The server says it has the stretch and stands behind it. */
static gboolean
is_taken (const Upload *upload, const HttpAnswer *answer, guint64 size_bytes) {
  gint64 offset = httpanswer_get_header_int (answer, "upload-offset");

  return answer->outcome == PORTAL_DONE && offset >= 0
         && (guint64) offset == upload->offset + size_bytes;
}

static gboolean
advance (Upload *upload, guint64 size_bytes) {
  upload->offset += size_bytes;
  upload->acked = upload->offset;
  upload->mismatches = 0;
  return (upload->offset < upload->paper->size_bytes
          && upload->offset - upload->noted < upload->paper->size_bytes / NOTES)
         || save_note (upload);
}

static gboolean
stop_mismatched (Upload *upload) {
  return attempt_stop (upload->attempt, PORTAL_LATER,
                       "The portal received other bytes than were sent, again and again; "
                       "it is tried again later.");
}

/* After a stretch that was not taken: look where the server is, and go on only when it has
 * come on. */
static gboolean
recover (Upload *upload, const HttpAnswer *answer) {
  guint64 before = upload->offset;
  guint restarts = upload->restarts;

  if (answer->status == 460 && ++upload->mismatches >= MOST_MISMATCHES)
    return stop_mismatched (upload);
  if (answer->status == 423)
    return stop_busy (upload);
  if (answer->status == 413 && upload->most_bytes > SMALLER_MIN_BYTES) {
    upload->most_bytes = MAX (MIN (upload->most_bytes, upload->paper->size_bytes) / 4,
                              SMALLER_MIN_BYTES);
    return TRUE;
  }
  if (answer->status >= 400 && answer->status < 500 && answer->status != 409
      && answer->status != 460 && answer->status != 404 && answer->status != 410)
    return attempt_check_answer (upload->attempt, answer);
  if (!look (upload))
    return FALSE;
  if (answer->status == 0 && upload->offset == before)
    upload->tus->is_lossy = TRUE;
  if (upload->offset > before || upload->restarts > restarts || answer->status == 409
      || answer->status == 460)
    return TRUE;
  return answer->outcome == PORTAL_DONE ? attempt_stop_unclear (upload->attempt)
                                        : attempt_check_answer (upload->attempt, answer);
}

/* How often in a row the server may be somewhere else than it said. */
#define MOST_CONFLICTS 3u

static gboolean
send_rest (Upload *upload) {
  guint conflicts = 0;

  while (upload->offset < upload->paper->size_bytes) {
    guint64 size_bytes = choose_stretch (upload);
    g_autoptr (HttpAnswer) answer = patch (upload, size_bytes);

    if (is_taken (upload, answer, size_bytes)) {
      conflicts = 0;
      if (!advance (upload, size_bytes))
        return FALSE;
      continue;
    }
    conflicts = answer->status == 409 ? conflicts + 1 : 0;
    if (conflicts > MOST_CONFLICTS)
      return attempt_stop_unclear (upload->attempt);
    if (!recover (upload, answer))
      return FALSE;
  }
  return TRUE;
}

/* --- the whole ---------------------------------------------------------------------- */

static Upload *
new_upload (Tus *tus, Attempt *attempt, const Paper *paper, const Sealed *sealed,
            const HttpField *metadata) {
  Upload *upload = g_new0 (Upload, 1);

  upload->tus = tus;
  upload->attempt = attempt;
  upload->paper = paper;
  upload->sealed = sealed;
  upload->metadata = metadata;
  upload->most_bytes = G_MAXUINT64;
  upload->note = g_strdup_printf ("tus/%u/%s", paper->number, paper->sha256);
  return upload;
}

static gboolean
find_or_create (Upload *upload) {
  if (!load_note (upload))
    return FALSE;
  return upload->url != NULL ? look (upload) : create (upload);
}

/* The server's last word: whole, and under which digest. */
static gboolean
check_whole (Upload *upload, PortalProof *proof) {
  while (!upload->is_whole) {
    if (!look (upload) || !send_rest (upload))
      return FALSE;
  }
  *proof = PORTAL_PROOF_NONE;
  if (upload->digest == NULL)
    return TRUE;
  if (g_ascii_strcasecmp (upload->digest, upload->paper->sha256) != 0)
    return attempt_stop (upload->attempt, PORTAL_REFUSED,
                         "The portal keeps the file under another digest; a person must "
                         "look at it.");
  *proof = PORTAL_PROOF_TUS;
  return TRUE;
}

gboolean
tus_send (Tus *tus, Attempt *attempt, const Paper *paper, const Sealed *sealed,
          const HttpField *metadata, char **url, PortalProof *proof) {
  g_autoptr (Upload) upload = new_upload (tus, attempt, paper, sealed, metadata);

  if (!ask_abilities (tus, attempt))
    return FALSE;
  if (tus->most_bytes >= 0 && paper->size_bytes > (guint64) tus->most_bytes)
    return attempt_stop (attempt, PORTAL_REFUSED,
                         "A file is longer than the portal takes; a person must look at "
                         "it.");
  if (!find_or_create (upload) || !send_rest (upload) || !check_whole (upload, proof))
    return FALSE;
  *url = g_steal_pointer (&upload->url);
  return TRUE;
}
