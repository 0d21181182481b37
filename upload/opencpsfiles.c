/* SPDX-License-Identifier: Apache-2.0 */

/* The papers of a dossier at an OpenCPS portal. Each is filed under a key that follows from
 * the dossier's key and the paper's number, so a file whose answer was lost is recognised
 * in the list and not sent again. The list may hold our files, each once and of its
 * length, and nothing else. */

#include "upload/opencps-private.h"

#include "config/json.h"
#include "upload/envelope.h"
#include "upload/manifest.h"

#include <string.h>

#define UNKNOWN_COMPONENT   "KHAC" /* a paper that stands for no component: "other" */
#define MARK_ORIGINAL       "0"
#define MARK_COPY           "1"
#define OPENCPS_FILE_FIELDS 7 /* that are said of every file */

typedef OpencpsVisit Visit;

char *
opencps_paper_key_dup (const char *key, guint number) {
  g_autofree char *name = g_strdup_printf ("%s:%u", key, number);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA1, name, -1);

  /* RFC 4122, version 5: a name's digest with version and variant written over it. */
  digest[12] = '5';
  digest[16] = "89ab"[g_ascii_xdigit_value (digest[16]) % 4];
  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", digest, digest + 8, digest + 12,
                          digest + 16, digest + 20);
}

JsonObject *
opencps_get_entry (JsonArray *data, guint i) {
  JsonNode *node = json_array_get_element (data, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
opencps_get_listing (JsonObject *object) {
  JsonArray *data = envelope_get_list (object);
  gint64 total = envelope_get_size (object, (const char *const[]){"total", NULL});

  if (data == NULL && total == 0) { /* nothing to list, so no list */
    json_object_set_array_member (object, "data", json_array_new ());
    data = envelope_get_list (object);
  }
  if (data == NULL || (total >= 0 && total != json_array_get_length (data)))
    return NULL;
  return data;
}

/* The paper that is filed under @key, or -1. */
static int
find_paper (Visit *visit, const char *key) {
  for (guint i = 0; i < attempt_count_papers (visit->base); i++) {
    const Paper *paper = attempt_get_paper (visit->base, i);
    g_autofree char *own = opencps_paper_key_dup (visit->key, paper->number);

    if (g_ascii_strcasecmp (own, key) == 0)
      return (int) i;
  }
  return -1;
}

/* One entry of the portal's list of files: ours, once, of the right length, or a matter
 * for a person. */
static gboolean
take_file (Visit *visit, JsonObject *entry) {
  g_autofree char *key
      = envelope_dup_text (entry, (const char *const[]){"referenceUid", NULL});
  gint64 size_bytes = envelope_get_size (entry, (const char *const[]){"fileSize", NULL});
  gboolean removed = envelope_is_true (entry, "removed");
  int index = key == NULL ? -1 : find_paper (visit, key);
  const Paper *paper;

  if (index < 0)
    return removed
           || attempt_stop (
               visit->base, PORTAL_REFUSED,
               "The portal's dossier holds a file that is not ours; a person must "
               "look at it.");
  paper = attempt_get_paper (visit->base, index);
  if (removed || visit->filed[index] || size_bytes != (gint64) paper->size_bytes)
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "A file of ours was removed, doubled or changed at the portal; a person "
        "must look at it.");
  visit->filed[index] = TRUE;
  return TRUE;
}

gboolean
opencps_list_files (Visit *visit) {
  g_autofree char *path = g_strconcat (visit->path, "/files", NULL);
  g_autoptr (HttpAnswer) answer
      = http_send (visit->opencps->http,
                   &(HttpRequest){.method = "GET", .url = path, .wanted = HTTP_ANY_JSON});
  JsonArray *data;

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  data = opencps_get_listing (answer->json);
  if (data == NULL)
    return attempt_stop_unclear (visit->base);
  memset (visit->filed, 0, attempt_count_papers (visit->base) * sizeof (gboolean));
  for (guint i = 0; i < json_array_get_length (data); i++) {
    JsonObject *entry = opencps_get_entry (data, i);

    if (entry == NULL)
      return attempt_stop_unclear (visit->base);
    if (!take_file (visit, entry))
      return FALSE;
  }
  return TRUE;
}

static const char *
get_component (const Paper *paper) {
  return paper->component != NULL ? paper->component : UNKNOWN_COMPONENT;
}

/* What is said of a file: beside it in a form, or in an upload's metadata. */
static void
fill_fields (Visit *visit, const Paper *paper, const char *key, const char *template,
             HttpField *fields) {
  const HttpField all[OPENCPS_FILE_FIELDS] = {
      {"referenceUid", key},
      {"dossierTemplateNo", template},
      {"dossierPartNo", get_component (paper)},
      {"displayName", paper->title != NULL ? paper->title : paper->file},
      {"fileType", "pdf"},
      {"isSync", "true"},
      {NULL, NULL},
  };

  memcpy (fields, all, sizeof all);
}

/* The file in a multipart form, or the form that points to its upload. */
static HttpAnswer *
post_file (Visit *visit, const Paper *paper, HttpField *fields, const Sealed *sealed,
           const char *upload_url) {
  g_autofree char *path = g_strconcat (visit->path, "/files", NULL);
  g_autofree char *values = manifest_format_fields (visit->base->manifest, paper->number);
  const HttpFile file = {"file", paper->file, sealed};
  HttpRequest request
      = {.method = "POST", .url = path, .form = fields, .wanted = HTTP_WORD};

  fields[OPENCPS_FILE_FIELDS - 1] = (HttpField){"formData", values};
  fields[OPENCPS_FILE_FIELDS] = (HttpField){"uploadUrl", upload_url};
  fields[OPENCPS_FILE_FIELDS + 1] = (HttpField){NULL, NULL};
  if (upload_url == NULL)
    request.file = &file;
  return http_send (visit->opencps->http, &request);
}

/* Where uploads and dossiers are one house, the file may have been filed already when its
 * upload was whole: then there is nothing to add, whatever the portal calls that. */
static gboolean
check_filed (Visit *visit, guint index, const HttpAnswer *answer, gboolean uploaded) {
  if (answer->outcome == PORTAL_DONE
      && json_object_has_member (answer->json, "referenceUid"))
    return take_file (visit, answer->json);
  if (answer->outcome == PORTAL_DONE) /* without a word: then it is in the list */
    return opencps_list_files (visit)
           && (visit->filed[index] || attempt_stop_unclear (visit->base));
  if (answer->status == 409 || (uploaded && answer->outcome == PORTAL_REFUSED))
    return opencps_list_files (visit)
           && (visit->filed[index] || attempt_check_answer (visit->base, answer));
  return attempt_check_answer (visit->base, answer);
}

static gboolean
add_file (Visit *visit, guint index) {
  const Paper *paper = attempt_get_paper (visit->base, index);
  g_autofree char *key = opencps_paper_key_dup (visit->key, paper->number);
  g_autofree char *template
      = g_strconcat (visit->base->dossier->procedure, OPENCPS_TEMPLATE_SUFFIX, NULL);
  g_autoptr (Sealed) sealed = attempt_check_hours (visit->base, paper)
                                  ? attempt_open_paper (visit->base, paper)
                                  : NULL;
  HttpField fields[OPENCPS_FILE_FIELDS + 2];
  g_autofree char *upload_url = NULL;
  g_autoptr (HttpAnswer) answer = NULL;
  PortalProof ignored;

  if (sealed == NULL)
    return FALSE;
  fill_fields (visit, paper, key, template, fields);
  if (visit->opencps->tus != NULL
      && !tus_send (visit->opencps->tus, visit->base, paper, sealed, fields, &upload_url,
                    &ignored))
    return FALSE;
  answer = post_file (visit, paper, fields, sealed, upload_url);
  return check_filed (visit, index, answer, upload_url != NULL);
}

gboolean
opencps_add_files (Visit *visit) {
  for (guint i = 0; i < attempt_count_papers (visit->base); i++) {
    if (visit->filed[i])
      continue;
    if (visit->standing != STANDING_NEW)
      return attempt_stop (
          visit->base, PORTAL_REFUSED,
          "The portal's dossier was submitted without all of its files; a person "
          "must look at it.");
    if (!add_file (visit, i))
      return FALSE;
  }
  return TRUE;
}

/* Says of component @component how many papers were handed in, and whether originals. */
static gboolean
mark_component (Visit *visit, const char *component) {
  g_autofree char *escaped = g_uri_escape_string (component, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("%s/marks/%s", visit->path, escaped);
  g_autofree char *count = NULL;
  g_autoptr (HttpAnswer) answer = NULL;
  gboolean original = TRUE;
  guint papers = 0;

  for (guint i = 0; i < attempt_count_papers (visit->base); i++) {
    const Paper *paper = attempt_get_paper (visit->base, i);

    if (g_str_equal (get_component (paper), component)) {
      papers++;
      original = original && paper->original;
    }
  }
  count = g_strdup_printf ("%u", papers);
  answer = http_send (
      visit->opencps->http,
      &(HttpRequest){.method = "POST",
                     .url = path,
                     .form = (const HttpField[]){
                         {"fileMark", original ? MARK_ORIGINAL : MARK_COPY},
                         {"recordCount", count},
                         {NULL, NULL},
                     },
                     .wanted = HTTP_WORD});
  return attempt_check_answer (visit->base, answer);
}

gboolean
opencps_mark_papers (Visit *visit) {
  g_autoptr (GHashTable) marked = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < attempt_count_papers (visit->base); i++) {
    const char *component = get_component (attempt_get_paper (visit->base, i));

    if (g_hash_table_add (marked, (char *) component)
        && !mark_component (visit, component))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_back_file (Visit *visit, const Paper *paper) {
  g_autofree char *key = opencps_paper_key_dup (visit->key, paper->number);
  g_autofree char *path = g_strdup_printf ("%s/files/%s", visit->path, key);
  g_autoptr (HttpAnswer) answer
      = http_get_file (visit->opencps->http, path, paper->size_bytes);

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  if (answer->size_bytes == paper->size_bytes
      && g_strcmp0 (answer->sha256, paper->sha256) == 0)
    return TRUE;
  return attempt_stop (
      visit->base, PORTAL_REFUSED,
      "The portal holds other bytes than were sent; a person must look at it.");
}

gboolean
opencps_read_back (Visit *visit) {
  for (guint i = 0; i < attempt_count_papers (visit->base); i++) {
    if (!visit->filed[i])
      return attempt_stop (visit->base, PORTAL_REFUSED,
                           "The portal's dossier lacks a file that was sent; a person "
                           "must look at it.");
    if (!read_back_file (visit, attempt_get_paper (visit->base, i)))
      return FALSE;
    attempt_note_proof (visit->base, PORTAL_PROOF_READ_BACK);
  }
  return TRUE;
}
