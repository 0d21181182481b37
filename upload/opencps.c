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

#include "upload/opencps-private.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "upload/manifest.h"

#include <string.h>

#define DOSSIERS_PATH "/o/rest/v2/dossiers"
#define COUNTER       "3" /* originality: taken in at a one-stop counter */
#define ID_TYPE       "citizen"
#define PROBE_KEY     "00000000-0000-0000-0000-000000000000"

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

typedef OpencpsAttempt Attempt;

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

gboolean
opencps_stop (Attempt *attempt, PortalOutcome outcome, const char *sentence) {
  attempt->answer->outcome = outcome;
  g_free (attempt->answer->sentence);
  attempt->answer->sentence = g_strdup (sentence);
  return FALSE;
}

gboolean
opencps_check_answer (Attempt *attempt, const HttpAnswer *answer) {
  if (answer->outcome == PORTAL_DONE)
    return TRUE;
  attempt->answer->retry_after_s = answer->retry_after_s;
  return opencps_stop (attempt, answer->outcome, answer->sentence);
}

gboolean
opencps_stop_unclear (Attempt *attempt) {
  return opencps_stop (
      attempt, PORTAL_LATER,
      "The portal's answer lacks what it must say; it is asked again later.");
}

/* --- what the portal says ----------------------------------------------------------- */

/* Numbers and codes go into addresses, rows and receipts: few characters, bounded. */
static gboolean
is_plain_code (const char *text) {
  gsize length = strspn (text, "0123456789.-_/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz");

  return length > 0 && length <= LIMIT_PORTAL_ID_BYTES && text[length] == '\0'
         && *text != '.';
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

/* What cannot be believed of a dossier object, as a sentence; NULL: nothing. */
static const char *
find_lie (const Attempt *attempt, const char *key, const char *number, const char *code) {
  const char *known = attempt->answer->portal_id;

  if (!g_str_equal (key, attempt->key))
    return "The portal answered with another dossier; a person must look at it.";
  if (!is_plain_code (number) || strchr (number, '/') != NULL
      || (*code != '\0' && !is_plain_code (code)))
    return "The portal gave a number that cannot be one; a person must look at it.";
  if (known != NULL && !g_str_equal (known, number))
    return "The portal knows the dossier under another number than before; a person must "
           "look at it.";
  return NULL;
}

static void
note_dossier (Attempt *attempt, const char *number, const char *code) {
  g_free (attempt->answer->portal_id);
  g_free (attempt->path);
  attempt->answer->portal_id = g_strdup (number);
  attempt->path = g_strdup_printf (DOSSIERS_PATH "/%s", number);
  if (*code == '\0')
    return;
  g_free (attempt->answer->portal_code);
  attempt->answer->portal_code = g_strdup (code);
}

/* Believes the dossier object only when it is ours, under the number we know. */
static gboolean
take_dossier (Attempt *attempt, JsonObject *object) {
  const char *key = json_get_string (object, "referenceUid", NULL);
  const char *code = json_get_string (object, "dossierNo", "");
  g_autofree char *number = read_number (object);
  const char *lie;

  if (number == NULL || key == NULL)
    return opencps_stop_unclear (attempt);
  lie = find_lie (attempt, key, number, code);
  if (lie != NULL)
    return opencps_stop (attempt, PORTAL_REFUSED, lie);
  note_dossier (attempt, number, code);
  attempt->standing = read_standing (object);
  return attempt->standing != STANDING_TURNED_AWAY
         || opencps_stop (attempt, PORTAL_REFUSED,
                          "The portal has turned the dossier away; a person must look at "
                          "it.");
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

  if (!opencps_check_answer (attempt, answer))
    return FALSE;
  data = opencps_get_listing (answer->json);
  if (data == NULL)
    return opencps_stop_unclear (attempt);
  if (json_array_get_length (data) > 1)
    return opencps_stop (
        attempt, PORTAL_REFUSED,
        "The portal has several dossiers under one key; a person must look at "
        "it.");
  if (json_array_get_length (data) == 1) {
    entry = opencps_get_entry (data, 0);
    return entry == NULL ? opencps_stop_unclear (attempt) : take_dossier (attempt, entry);
  }
  if (attempt->answer->portal_id != NULL)
    return opencps_stop (
        attempt, PORTAL_REFUSED,
        "The portal no longer knows the dossier; a person must look at it.");
  return TRUE;
}

static HttpAnswer *
post_dossier (Attempt *attempt) {
  const Dossier *dossier = attempt->dossier;
  const Applicant *applicant = &dossier->applicant;
  g_autofree char *template
      = g_strconcat (dossier->procedure, OPENCPS_TEMPLATE_SUFFIX, NULL);
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
           && (attempt->path != NULL || opencps_check_answer (attempt, answer));
  return opencps_check_answer (attempt, answer) && take_dossier (attempt, answer->json);
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

/* --- marks and submission ----------------------------------------------------------- */

static gboolean
submit (Attempt *attempt) {
  g_autofree char *path = g_strconcat (attempt->path, "/submit", NULL);
  const HttpField nothing[] = {{NULL, NULL}};
  g_autoptr (HttpAnswer) answer = http_post (attempt->opencps->http, path, nothing);

  return opencps_check_answer (attempt, answer) && take_dossier (attempt, answer->json);
}

static gboolean
mark_and_submit (Attempt *attempt) {
  return attempt->standing != STANDING_NEW
         || (opencps_mark_papers (attempt) && submit (attempt));
}

/* --- proof -------------------------------------------------------------------------- */

static gboolean
check_submitted (Attempt *attempt) {
  g_autoptr (HttpAnswer) answer = http_get (attempt->opencps->http, attempt->path);

  if (!opencps_check_answer (attempt, answer) || !take_dossier (attempt, answer->json))
    return FALSE;
  if (attempt->standing == STANDING_SUBMITTED && attempt->answer->portal_code != NULL)
    return TRUE;
  return opencps_stop (
      attempt, PORTAL_LATER,
      "The portal has the dossier, but has not taken it in yet; it is asked again "
      "later.");
}

/* Only what the portal shows counts, not what it said when it was sent. */
static gboolean
prove (Attempt *attempt) {
  return check_submitted (attempt) && opencps_list_files (attempt)
         && opencps_read_back (attempt);
}

/* --- the adapter -------------------------------------------------------------------- */

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
  g_autoptr (Http) http = http_new (settings);
  Opencps *opencps;

  if (!add_secret (http, settings, error)
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
         || opencps_stop (
             attempt, PORTAL_REFUSED,
             "The dossier's manifest on this kiosk's disk is missing or changed; a "
             "person must look at it.");
}

static gboolean
note_number (Attempt *attempt, PortalCreatedFunc on_created, gpointer data) {
  return on_created (attempt->answer->portal_id, attempt->answer->portal_code, data)
         || opencps_stop (
             attempt, PORTAL_LATER,
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
                  && note_number (attempt, on_created, data)
                  && opencps_list_files (attempt) && opencps_add_files (attempt)
                  && mark_and_submit (attempt);

  attempt->answer->send_ms = elapsed_ms (started_us);
  started_us = g_get_monotonic_time ();
  if (sent && prove (attempt))
    opencps_stop (attempt, PORTAL_DONE,
                  "The portal holds the dossier with all of its papers.");
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
