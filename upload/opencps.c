/* SPDX-License-Identifier: Apache-2.0 */

/* One attempt is a straight line of steps, each of which first looks at what is there:
 *
 *   find by key -> (create) -> note the number -> list files -> (add what is missing)
 *     -> mark the papers -> (submit) -> prove: dossier, set of files, every byte
 *
 * A step that fails ends the attempt with its answer; the next attempt starts over and
 * skips what has arrived. Everything that is created carries a key of ours (the dossier's
 * id, and one for each paper derived from it), so a request whose answer was lost is not
 * repeated blindly. What stands under our key and is not ours is never put right here: a
 * person must look.
 *
 * PLANT_NO_IDEMPOTENCY is a bug that the crash campaign must find (meson
 * -Dplant=no_idempotency): a fresh key for each attempt, and no look at what is there. It
 * is never in a shipped build. */

#include "upload/opencps.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "upload/http.h"
#include "upload/manifest.h"

#include <string.h>

#define DOSSIERS_PATH     "/o/rest/v2/dossiers"
#define COUNTER           "3" /* originality: taken in at a one-stop counter */
#define ID_TYPE           "citizen"
#define TEMPLATE_SUFFIX   "_01"
#define UNKNOWN_COMPONENT "KHAC" /* a paper that stands for no component: "other" */
#define MARK_ORIGINAL     "0"
#define MARK_COPY         "1"
#define PROBE_KEY         "00000000-0000-0000-0000-000000000000"

struct Opencps {
  Http *http;
  char *gov_agency_code;
};

/* What a status at the portal means for us. */
typedef enum {
  STANDING_NEW,
  STANDING_SUBMITTED,
  STANDING_TURNED_AWAY,
  STANDING_UNKNOWN,
} Standing;

static const struct {
  const char *status;
  Standing standing;
} standings[] = {
    {"new", STANDING_NEW},
    {"receiving", STANDING_SUBMITTED},
    {"waiting", STANDING_SUBMITTED},
    {"processing", STANDING_SUBMITTED},
    {"pausing", STANDING_SUBMITTED},
    {"posting", STANDING_SUBMITTED},
    {"releasing", STANDING_SUBMITTED},
    {"paying", STANDING_SUBMITTED},
    {"interoperating", STANDING_SUBMITTED},
    {"done", STANDING_SUBMITTED},
    {"correcting", STANDING_TURNED_AWAY},
    {"cancelling", STANDING_TURNED_AWAY},
    {"cancelled", STANDING_TURNED_AWAY},
    {"denied", STANDING_TURNED_AWAY},
    {"unresolved", STANDING_TURNED_AWAY},
};

/* One attempt at one dossier. Steps return TRUE to go on. */
typedef struct {
  Opencps *opencps;
  const Dossier *dossier;
  char *sealed; /* folder */
  char *key;
  char *path; /* of the dossier at the portal, once it is there */
  Standing standing;
  JsonObject *manifest;
  gboolean *filed; /* by paper: it is at the portal with its length */
  PortalAnswer *answer;
} Attempt;

static void
attempt_free (Attempt *attempt) {
  g_free (attempt->sealed);
  g_free (attempt->key);
  g_free (attempt->path);
  g_clear_pointer (&attempt->manifest, json_object_unref);
  g_free (attempt->filed);
  portal_answer_free (attempt->answer);
  g_free (attempt);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

/* Ends the attempt; FALSE for `return`. */
static gboolean
stop (Attempt *attempt, PortalOutcome outcome, const char *sentence) {
  attempt->answer->outcome = outcome;
  g_free (attempt->answer->sentence);
  attempt->answer->sentence = g_strdup (sentence);
  return FALSE;
}

/* Goes on when @answer is done, else ends the attempt with what it says. */
static gboolean
check_answer (Attempt *attempt, const HttpAnswer *answer) {
  if (answer->outcome == PORTAL_DONE)
    return TRUE;
  attempt->answer->retry_after_s = answer->retry_after_s;
  return stop (attempt, answer->outcome, answer->sentence);
}

static gboolean
stop_unclear (Attempt *attempt) {
  return stop (attempt, PORTAL_LATER,
               "The portal's answer lacks what it must say; it is asked again later.");
}

/* --- what the portal says ----------------------------------------------------------- */

/* Numbers and codes go into addresses, rows and receipts: few characters, bounded. */
static gboolean
is_plain_code (const char *text) {
  gsize length = strspn (text, "0123456789.-_/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz");

  return length > 0 && length <= LIMIT_PORTAL_ID_BYTES && text[length] == '\0';
}

/* The dossier's number, which the portal gives as a number or as text; NULL when absent. */
static char *
read_number (JsonObject *object) {
  gint64 number = json_get_int (object, "dossierId", 0);
  const char *text = json_get_string (object, "dossierId", NULL);

  if (number > 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return g_strdup (text);
}

static Standing
read_standing (JsonObject *object) {
  const char *status = json_get_string (object, "dossierStatus", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (standings); i++) {
    if (g_strcmp0 (status, standings[i].status) == 0)
      return standings[i].standing;
  }
  return STANDING_UNKNOWN;
}

/* Believes the dossier object only when it is ours, under the number we know. */
static gboolean
take_dossier (Attempt *attempt, JsonObject *object) {
  g_autofree char *number = read_number (object);
  const char *code = json_get_string (object, "dossierNo", NULL);
  const char *key = json_get_string (object, "referenceUid", NULL);

  if (number == NULL || key == NULL)
    return stop_unclear (attempt);
  if (!g_str_equal (key, attempt->key))
    return stop (attempt, PORTAL_REFUSED,
                 "The portal answered with another dossier; a person must look at it.");
  if (!is_plain_code (number) || strchr (number, '/') != NULL
      || (code != NULL && *code != '\0' && !is_plain_code (code)))
    return stop (
        attempt, PORTAL_REFUSED,
        "The portal gave a number that cannot be one; a person must look at it.");
  if (attempt->answer->portal_id != NULL
      && !g_str_equal (attempt->answer->portal_id, number))
    return stop (
        attempt, PORTAL_REFUSED,
        "The portal knows the dossier under another number than before; a person "
        "must look at it.");
  g_free (attempt->answer->portal_id);
  attempt->answer->portal_id = g_strdup (number);
  if (code != NULL && *code != '\0') {
    g_free (attempt->answer->portal_code);
    attempt->answer->portal_code = g_strdup (code);
  }
  g_free (attempt->path);
  attempt->path = g_strdup_printf (DOSSIERS_PATH "/%s", number);
  attempt->standing = read_standing (object);
  if (attempt->standing != STANDING_TURNED_AWAY)
    return TRUE;
  return stop (attempt, PORTAL_REFUSED,
               "The portal has turned the dossier away; a person must look at it.");
}

/* Element @i of a listing, or NULL. */
static JsonObject *
get_entry (JsonArray *data, guint i) {
  JsonNode *node = json_array_get_element (data, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The "data" of a listing whose "total" agrees with it. */
static JsonArray *
get_listing (JsonObject *object) {
  JsonArray *data = json_get_array (object, "data");

  if (data == NULL || json_get_int (object, "total", -1) != json_array_get_length (data))
    return NULL;
  return data;
}

/* --- dossier ------------------------------------------------------------------------ */

/* Sets the attempt's path when the portal has a dossier under our key. */
static gboolean
find_dossier (Attempt *attempt) {
  g_autofree char *path
      = g_strdup_printf (DOSSIERS_PATH "?referenceUid=%s", attempt->key);
  g_autoptr (HttpAnswer) answer = http_get (attempt->opencps->http, path);
  JsonArray *data;
  JsonObject *entry;

  if (!check_answer (attempt, answer))
    return FALSE;
  data = get_listing (answer->json);
  if (data == NULL)
    return stop_unclear (attempt);
  if (json_array_get_length (data) > 1)
    return stop (attempt, PORTAL_REFUSED,
                 "The portal has several dossiers under one key; a person must look at "
                 "it.");
  if (json_array_get_length (data) == 1) {
    entry = get_entry (data, 0);
    return entry == NULL ? stop_unclear (attempt) : take_dossier (attempt, entry);
  }
  if (attempt->answer->portal_id != NULL)
    return stop (attempt, PORTAL_REFUSED,
                 "The portal no longer knows the dossier; a person must look at it.");
  return TRUE;
}

static HttpAnswer *
post_dossier (Attempt *attempt) {
  const Dossier *dossier = attempt->dossier;
  const Applicant *applicant = &dossier->applicant;
  g_autofree char *template = g_strconcat (dossier->procedure, TEMPLATE_SUFFIX, NULL);
  g_autofree char *count = g_strdup_printf ("%u", dossier->papers->len);
  const HttpField fields[] = {
      {"referenceUid", attempt->key},
      {"serviceCode", dossier->procedure},
      {"serviceName", dossier->procedure_name},
      {"govAgencyCode", attempt->opencps->gov_agency_code},
      {"dossierTemplateNo", template},
      {"dossierName", dossier->procedure_name},
      {"applicantName", applicant->name},
      {"applicantIdType", ID_TYPE},
      {"applicantIdNo", applicant->id_number},
      {"address", applicant->address},
      {"contactName", applicant->name},
      {"contactTelNo", applicant->phone},
      {"originality", COUNTER},
      {"sampleCount", count},
      {NULL, NULL},
  };

  return http_post (attempt->opencps->http, DOSSIERS_PATH, fields);
}

/* A conflict may be our own earlier request: then it is there now. */
static gboolean
create_dossier (Attempt *attempt) {
  g_autoptr (HttpAnswer) answer = post_dossier (attempt);

  if (answer->status == 409)
    return find_dossier (attempt)
           && (attempt->path != NULL || check_answer (attempt, answer));
  return check_answer (attempt, answer) && take_dossier (attempt, answer->json);
}

static gboolean
find_or_create (Attempt *attempt) {
#ifndef PLANT_NO_IDEMPOTENCY
  if (!find_dossier (attempt))
    return FALSE;
  if (attempt->path != NULL)
    return TRUE;
#endif
  return create_dossier (attempt);
}

/* --- files -------------------------------------------------------------------------- */

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
           || stop (attempt, PORTAL_REFUSED,
                    "The portal's dossier holds a file that is not ours; a person must "
                    "look at it.");
  paper = g_ptr_array_index (attempt->dossier->papers, index);
  if (removed || attempt->filed[index] || size_bytes != (gint64) paper->size_bytes)
    return stop (attempt, PORTAL_REFUSED,
                 "A file of ours was removed, doubled or changed at the portal; a person "
                 "must look at it.");
  attempt->filed[index] = TRUE;
  return TRUE;
}

static gboolean
list_files (Attempt *attempt) {
  g_autofree char *path = g_strconcat (attempt->path, "/files", NULL);
  g_autoptr (HttpAnswer) answer = http_get (attempt->opencps->http, path);
  JsonArray *data;

  if (!check_answer (attempt, answer))
    return FALSE;
  data = get_listing (answer->json);
  if (data == NULL)
    return stop_unclear (attempt);
  memset (attempt->filed, 0, attempt->dossier->papers->len * sizeof (gboolean));
  for (guint i = 0; i < json_array_get_length (data); i++) {
    JsonObject *entry = get_entry (data, i);

    if (entry == NULL)
      return stop_unclear (attempt);
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
      = g_strconcat (attempt->dossier->procedure, TEMPLATE_SUFFIX, NULL);
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
  return stop (attempt, PORTAL_REFUSED,
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
    return list_files (attempt)
           && (attempt->filed[index] || check_answer (attempt, answer));
  if (!check_answer (attempt, answer))
    return FALSE;
  return take_file (attempt, answer->json);
}

static gboolean
add_files (Attempt *attempt) {
  for (guint i = 0; i < attempt->dossier->papers->len; i++) {
    if (attempt->filed[i])
      continue;
    if (attempt->standing != STANDING_NEW)
      return stop (
          attempt, PORTAL_REFUSED,
          "The portal's dossier was submitted without all of its files; a person "
          "must look at it.");
    if (!add_file (attempt, i))
      return FALSE;
  }
  return TRUE;
}

/* --- marks and submission ----------------------------------------------------------- */

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
  return check_answer (attempt, answer);
}

static gboolean
mark_papers (Attempt *attempt) {
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
submit (Attempt *attempt) {
  g_autofree char *path = g_strconcat (attempt->path, "/submit", NULL);
  const HttpField nothing[] = {{NULL, NULL}};
  g_autoptr (HttpAnswer) answer = http_post (attempt->opencps->http, path, nothing);

  return check_answer (attempt, answer) && take_dossier (attempt, answer->json);
}

static gboolean
mark_and_submit (Attempt *attempt) {
  return attempt->standing != STANDING_NEW || (mark_papers (attempt) && submit (attempt));
}

/* --- proof -------------------------------------------------------------------------- */

static gboolean
read_back (Attempt *attempt, const Paper *paper) {
  g_autofree char *key = opencps_paper_key_dup (attempt->key, paper->number);
  g_autofree char *path = g_strdup_printf ("%s/files/%s", attempt->path, key);
  g_autoptr (HttpAnswer) answer
      = http_get_file (attempt->opencps->http, path, paper->size_bytes);

  if (!check_answer (attempt, answer))
    return FALSE;
  if (answer->size_bytes == paper->size_bytes
      && g_strcmp0 (answer->sha256, paper->sha256) == 0)
    return TRUE;
  return stop (attempt, PORTAL_REFUSED,
               "The portal holds other bytes than were sent; a person must look at it.");
}

static gboolean
check_submitted (Attempt *attempt) {
  g_autoptr (HttpAnswer) answer = http_get (attempt->opencps->http, attempt->path);

  if (!check_answer (attempt, answer) || !take_dossier (attempt, answer->json))
    return FALSE;
  if (attempt->standing == STANDING_SUBMITTED && attempt->answer->portal_code != NULL)
    return TRUE;
  return stop (
      attempt, PORTAL_LATER,
      "The portal has the dossier, but has not taken it in yet; it is asked again "
      "later.");
}

/* Only what the portal shows counts, not what it said when it was sent. */
static gboolean
prove (Attempt *attempt) {
  if (!check_submitted (attempt) || !list_files (attempt))
    return FALSE;
  for (guint i = 0; i < attempt->dossier->papers->len; i++) {
    if (!attempt->filed[i])
      return stop (
          attempt, PORTAL_REFUSED,
          "The portal's dossier lacks a file that was sent; a person must look at "
          "it.");
    if (!read_back (attempt, g_ptr_array_index (attempt->dossier->papers, i)))
      return FALSE;
  }
  return TRUE;
}

/* --- the adapter -------------------------------------------------------------------- */

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

static gboolean
add_secret (Http *http, const PortalSettings *settings, GError **error) {
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *secret = NULL;

  if (settings->secret_file == NULL)
    return TRUE;
  bytes = package_load_file (settings->secret_file, LIMIT_SECRET_BYTES, &cause);
  if (bytes == NULL) {
    g_set_error_literal (error, FAULT, FAULT_CONFIG, cause->message);
    return FALSE;
  }
  secret = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return http_add_header (http, "Token", g_strstrip (secret), error);
}

Opencps *
opencps_new (const PortalSettings *settings, GError **error) {
  g_autoptr (Http) http = http_new (settings, error);
  Opencps *opencps;

  if (http == NULL || !add_secret (http, settings, error)
      || (settings->group_id != NULL
          && !http_add_header (http, "groupId", settings->group_id, error)))
    return NULL;
  opencps = g_new0 (Opencps, 1);
  opencps->http = g_steal_pointer (&http);
  opencps->gov_agency_code = g_strdup (settings->gov_agency_code);
  return opencps;
}

void
opencps_free (Opencps *opencps) {
  if (opencps == NULL)
    return;
  http_free (opencps->http);
  g_free (opencps->gov_agency_code);
  g_free (opencps);
}

static Attempt *
new_attempt (Opencps *opencps, const Dossier *dossier, const char *folder) {
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->opencps = opencps;
  attempt->dossier = dossier;
  attempt->sealed = g_build_filename (folder, "sealed", NULL);
  attempt->filed = g_new0 (gboolean, dossier->papers->len);
  attempt->answer = g_new0 (PortalAnswer, 1);
  attempt->answer->outcome = PORTAL_LATER;
#ifdef PLANT_NO_IDEMPOTENCY
  attempt->key = g_uuid_string_random ();
#else
  attempt->key = g_strdup (dossier->id);
  attempt->answer->portal_id = g_strdup (dossier->portal_id);
  attempt->answer->portal_code = g_strdup (dossier->portal_code);
#endif
  return attempt;
}

static gboolean
load_manifest (Attempt *attempt) {
  attempt->manifest = manifest_load (attempt->sealed, NULL);
  return attempt->manifest != NULL
         || stop (attempt, PORTAL_REFUSED,
                  "The dossier's manifest on this kiosk's disk is missing or changed; a "
                  "person must look at it.");
}

static gboolean
note_number (Attempt *attempt, PortalCreatedFunc on_created, gpointer data) {
  return on_created (attempt->answer->portal_id, attempt->answer->portal_code, data)
         || stop (attempt, PORTAL_LATER,
                  "The dossier's number at the portal could not be noted down; nothing "
                  "more was sent.");
}

static guint64
elapsed_ms (gint64 since_us) {
  return (guint64) (g_get_monotonic_time () - since_us) / G_TIME_SPAN_MILLISECOND;
}

PortalAnswer *
opencps_send (Opencps *opencps, const Dossier *dossier, const char *folder,
              PortalCreatedFunc on_created, gpointer data) {
  g_autoptr (Attempt) attempt = new_attempt (opencps, dossier, folder);
  gint64 started_us = g_get_monotonic_time ();
  gboolean sent = load_manifest (attempt) && find_or_create (attempt)
                  && note_number (attempt, on_created, data) && list_files (attempt)
                  && add_files (attempt) && mark_and_submit (attempt);

  attempt->answer->send_ms = elapsed_ms (started_us);
  started_us = g_get_monotonic_time ();
  if (sent && prove (attempt))
    stop (attempt, PORTAL_DONE, "The portal holds the dossier with all of its papers.");
  if (sent)
    attempt->answer->prove_ms = elapsed_ms (started_us);
  return g_steal_pointer (&attempt->answer);
}

PortalAnswer *
opencps_probe (Opencps *opencps) {
  g_autoptr (HttpAnswer) answer
      = http_get (opencps->http, DOSSIERS_PATH "?referenceUid=" PROBE_KEY);
  PortalAnswer *probe = g_new0 (PortalAnswer, 1);

  probe->outcome = answer->outcome;
  probe->retry_after_s = answer->retry_after_s;
  probe->sentence = answer->outcome == PORTAL_DONE
                        ? g_strdup ("The portal answers and knows this kiosk.")
                        : g_strdup (answer->sentence);
  return probe;
}
