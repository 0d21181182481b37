/* SPDX-License-Identifier: Apache-2.0 */

/* The papers of a dossier at an OpenCPS portal. Each is filed under a key that follows from
 * the dossier's key and the paper's number, so a file whose answer was lost is recognised
 * in the list and not sent again. The list may hold our files, each once and of its
 * length, and nothing else. */

#include "upload/opencps-private.h"

#include "config/durable.h"
#include "config/json.h"
#include "upload/manifest.h"

#include <string.h>

#define UNKNOWN_COMPONENT "KHAC" /* a paper that stands for no component: "other" */
#define MARK_ORIGINAL     "0"
#define MARK_COPY         "1"

typedef OpencpsAttempt Attempt;

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
  JsonArray *data = json_get_array (object, "data");

  if (data == NULL || json_get_int (object, "total", -1) != json_array_get_length (data))
    return NULL;
  return data;
}

/* The paper that is filed under @key, or -1. */
static int
find_paper (Attempt *attempt, const char *key) {
  for (guint i = 0; i < attempt->dossier->papers->len; i++) {
    const Paper *paper = g_ptr_array_index (attempt->dossier->papers, i);
    g_autofree char *own = opencps_paper_key_dup (attempt->key, paper->number);

    if (g_str_equal (own, key))
      return (int) i;
  }
  return -1;
}

/* One entry of the portal's list of files: ours, once, of the right length, or a matter
 * for a person. */
static gboolean
take_file (Attempt *attempt, JsonObject *entry) {
  const char *key = json_get_string (entry, "referenceUid", NULL);
  gint64 size_bytes = json_get_int (entry, "fileSize", -1);
  gboolean removed = json_get_boolean (entry, "removed", FALSE);
  int index = key == NULL ? -1 : find_paper (attempt, key);
  const Paper *paper;

  if (index < 0)
    return removed
           || opencps_stop (
               attempt, PORTAL_REFUSED,
               "The portal's dossier holds a file that is not ours; a person must "
               "look at it.");
  paper = g_ptr_array_index (attempt->dossier->papers, index);
  if (removed || attempt->filed[index] || size_bytes != (gint64) paper->size_bytes)
    return opencps_stop (
        attempt, PORTAL_REFUSED,
        "A file of ours was removed, doubled or changed at the portal; a person "
        "must look at it.");
  attempt->filed[index] = TRUE;
  return TRUE;
}

gboolean
opencps_list_files (Attempt *attempt) {
  g_autofree char *path = g_strconcat (attempt->path, "/files", NULL);
  g_autoptr (HttpAnswer) answer = http_get (attempt->opencps->http, path);
  JsonArray *data;

  if (!opencps_check_answer (attempt, answer))
    return FALSE;
  data = opencps_get_listing (answer->json);
  if (data == NULL)
    return opencps_stop_unclear (attempt);
  memset (attempt->filed, 0, attempt->dossier->papers->len * sizeof (gboolean));
  for (guint i = 0; i < json_array_get_length (data); i++) {
    JsonObject *entry = opencps_get_entry (data, i);

    if (entry == NULL)
      return opencps_stop_unclear (attempt);
    if (!take_file (attempt, entry))
      return FALSE;
  }
  return TRUE;
}

static const char *
get_component (const Paper *paper) {
  return paper->component != NULL ? paper->component : UNKNOWN_COMPONENT;
}

static HttpAnswer *
post_file (Attempt *attempt, const Paper *paper, const char *key, const char *file) {
  g_autofree char *path = g_strconcat (attempt->path, "/files", NULL);
  g_autofree char *values = manifest_format_fields (attempt->manifest, paper->number);
  g_autofree char *template
      = g_strconcat (attempt->dossier->procedure, OPENCPS_TEMPLATE_SUFFIX, NULL);
  const HttpField fields[] = {
      {"referenceUid", key},
      {"dossierTemplateNo", template},
      {"dossierPartNo", get_component (paper)},
      {"displayName", paper->title != NULL ? paper->title : paper->file},
      {"fileType", "pdf"},
      {"isSync", "true"},
      {"formData", values},
      {NULL, NULL},
  };

  return http_post_file (attempt->opencps->http, path, fields, file, paper->file);
}

/* What is sent is what was sealed; a disk that changed it is a matter for a person. */
static gboolean
check_sealed (Attempt *attempt, const Paper *paper, const char *file) {
  guint64 size_bytes = 0;
  g_autofree char *sha256 = durable_hash (file, &size_bytes, NULL);

  if (sha256 != NULL && size_bytes == paper->size_bytes
      && g_strcmp0 (sha256, paper->sha256) == 0)
    return TRUE;
  return opencps_stop (
      attempt, PORTAL_REFUSED,
      "A sealed file on this kiosk's disk is missing or changed; a person must "
      "look at it.");
}

static gboolean
add_file (Attempt *attempt, guint index) {
  const Paper *paper = g_ptr_array_index (attempt->dossier->papers, index);
  g_autofree char *file = g_build_filename (attempt->sealed, paper->file, NULL);
  g_autofree char *key = opencps_paper_key_dup (attempt->key, paper->number);
  g_autoptr (HttpAnswer) answer = NULL;

  if (!check_sealed (attempt, paper, file))
    return FALSE;
  answer = post_file (attempt, paper, key, file);
  if (answer->status == 409)
    return opencps_list_files (attempt)
           && (attempt->filed[index] || opencps_check_answer (attempt, answer));
  if (!opencps_check_answer (attempt, answer))
    return FALSE;
  return take_file (attempt, answer->json);
}

gboolean
opencps_add_files (Attempt *attempt) {
  for (guint i = 0; i < attempt->dossier->papers->len; i++) {
    if (attempt->filed[i])
      continue;
    if (attempt->standing != STANDING_NEW)
      return opencps_stop (
          attempt, PORTAL_REFUSED,
          "The portal's dossier was submitted without all of its files; a person "
          "must look at it.");
    if (!add_file (attempt, i))
      return FALSE;
  }
  return TRUE;
}

/* Says of component @component how many papers were handed in, and whether originals. */
static gboolean
mark_component (Attempt *attempt, const char *component) {
  g_autofree char *escaped = g_uri_escape_string (component, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("%s/marks/%s", attempt->path, escaped);
  g_autofree char *count = NULL;
  g_autoptr (HttpAnswer) answer = NULL;
  gboolean original = TRUE;
  guint papers = 0;

  for (guint i = 0; i < attempt->dossier->papers->len; i++) {
    const Paper *paper = g_ptr_array_index (attempt->dossier->papers, i);

    if (g_str_equal (get_component (paper), component)) {
      papers++;
      original = original && paper->original;
    }
  }
  count = g_strdup_printf ("%u", papers);
  answer = http_post (attempt->opencps->http, path,
                      (const HttpField[]){
                          {"fileMark", original ? MARK_ORIGINAL : MARK_COPY},
                          {"recordCount", count},
                          {NULL, NULL},
                      });
  return opencps_check_answer (attempt, answer);
}

gboolean
opencps_mark_papers (Attempt *attempt) {
  g_autoptr (GHashTable) marked = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < attempt->dossier->papers->len; i++) {
    const char *component
        = get_component (g_ptr_array_index (attempt->dossier->papers, i));

    if (g_hash_table_add (marked, (char *) component)
        && !mark_component (attempt, component))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_back_file (Attempt *attempt, const Paper *paper) {
  g_autofree char *key = opencps_paper_key_dup (attempt->key, paper->number);
  g_autofree char *path = g_strdup_printf ("%s/files/%s", attempt->path, key);
  g_autoptr (HttpAnswer) answer
      = http_get_file (attempt->opencps->http, path, paper->size_bytes);

  if (!opencps_check_answer (attempt, answer))
    return FALSE;
  if (answer->size_bytes == paper->size_bytes
      && g_strcmp0 (answer->sha256, paper->sha256) == 0)
    return TRUE;
  return opencps_stop (
      attempt, PORTAL_REFUSED,
      "The portal holds other bytes than were sent; a person must look at it.");
}

gboolean
opencps_read_back (Attempt *attempt) {
  for (guint i = 0; i < attempt->dossier->papers->len; i++) {
    if (!attempt->filed[i])
      return opencps_stop (attempt, PORTAL_REFUSED,
                           "The portal's dossier lacks a file that was sent; a person "
                           "must look at it.");
    if (!read_back_file (attempt, g_ptr_array_index (attempt->dossier->papers, i)))
      return FALSE;
  }
  return TRUE;
}
