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
 * PLANT_NO_IDEMPOTENCY is a bug that the crash campaign must find (tests/fault/planted): a
 * fresh key for each attempt, and no look at what is there. It is never in a shipped
 * build. */

#include "upload/opencps-private.h"

#include "config/json.h"
#include "upload/envelope.h"

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

typedef OpencpsVisit Visit;

static void
free_visit (Visit *visit) {
  g_free (visit->key);
  g_free (visit->path);
  g_free (visit->filed);
  g_free (visit);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, free_visit)

/* --- what the portal says ----------------------------------------------------------- */

/* A member that is text or a number, as text; NULL when absent. */
static char *
dup_member (JsonObject *object, const char *name) {
  return envelope_dup_text (object, (const char *const[]){name, NULL});
}

static Standing
read_standing (JsonObject *object) {
  g_autofree char *status = dup_member (object, "dossierStatus");

  for (guint i = 0; status != NULL && i < G_N_ELEMENTS (standings); i++) {
    if (g_ascii_strcasecmp (status, standings[i].status) == 0)
      return standings[i].standing;
  }
  return STANDING_UNKNOWN;
}

/* Believes the dossier object only when it is ours, under the number we know. */
static gboolean
take_dossier (Visit *visit, JsonObject *object) {
  g_autofree char *key = dup_member (object, "referenceUid");
  g_autofree char *code = dup_member (object, "dossierNo");
  g_autofree char *number = dup_member (object, "dossierId");

  if (number == NULL || key == NULL)
    return attempt_stop_unclear (visit->base);
  if (g_ascii_strcasecmp (key, visit->key) != 0)
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal answered with another dossier; a person must look at it.");
  if (!attempt_take_number (visit->base, number,
                            code != NULL && *code != '\0' ? code : NULL))
    return FALSE;
  g_free (visit->path);
  visit->path = g_strdup_printf (DOSSIERS_PATH "/%s", number);
  visit->standing = read_standing (object);
  return visit->standing != STANDING_TURNED_AWAY
         || attempt_stop (visit->base, PORTAL_REFUSED,
                          "The portal has turned the dossier away or asks for more "
                          "papers; a person must look at it.");
}

/* --- dossier ------------------------------------------------------------------------ */

/* How many of a listing are ours, and the last of these (NULL when it is no object). Where
 * a portal lists all that it has, the others are somebody else's; one that lists a single
 * dossier means it for ours. */
static guint
select_ours (Visit *visit, JsonArray *data, JsonObject **ours) {
  guint length = json_array_get_length (data), count = 0;

  *ours = length == 1 ? opencps_get_entry (data, 0) : NULL;
  for (guint i = 0; length > 1 && i < length; i++) {
    JsonObject *entry = opencps_get_entry (data, i);
    g_autofree char *key = entry != NULL ? dup_member (entry, "referenceUid") : NULL;

    if (key == NULL || g_ascii_strcasecmp (key, visit->key) != 0)
      continue;
    *ours = entry;
    count++;
  }
  return length == 1 ? 1 : count;
}

/* Sets the attempt's path when the portal has a dossier under our key. */
static gboolean
find_dossier (Visit *visit) {
  g_autofree char *path = g_strdup_printf (DOSSIERS_PATH "?referenceUid=%s", visit->key);
  g_autoptr (HttpAnswer) answer
      = http_send (visit->opencps->http,
                   &(HttpRequest){.method = "GET", .url = path, .wanted = HTTP_ANY_JSON});
  JsonArray *data;
  JsonObject *entry;
  guint count;

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  data = opencps_get_listing (answer->json);
  if (data == NULL)
    return attempt_stop_unclear (visit->base);
  count = select_ours (visit, data, &entry);
  if (count > 1)
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal has several dossiers under one key; a person must look at "
        "it.");
  if (count == 1)
    return entry == NULL ? attempt_stop_unclear (visit->base)
                         : take_dossier (visit, entry);
  if (visit->base->answer->portal_id != NULL)
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal no longer knows the dossier; a person must look at it.");
  return TRUE;
}

/* The mark of our audit trail goes along, so that it has a witness outside. */
static char *
format_metadata (const Dossier *dossier) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (dossier->mark == NULL)
    return NULL;
  json_builder_begin_object (builder);
  json_add_string (builder, "audit_mark", dossier->mark);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

static HttpAnswer *
post_dossier (Visit *visit) {
  const Dossier *dossier = visit->base->dossier;
  const Applicant *applicant = &dossier->applicant;
  g_autofree char *template
      = g_strconcat (dossier->procedure, OPENCPS_TEMPLATE_SUFFIX, NULL);
  g_autofree char *count = g_strdup_printf ("%u", dossier->papers->len);
  g_autofree char *metadata = format_metadata (dossier);
  const HttpField fields[] = {
      {"referenceUid", visit->key},
      {"serviceCode", dossier->procedure},
      {"serviceName", dossier->procedure_name},
      {"govAgencyCode", visit->opencps->gov_agency_code},
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
      {"metaData", metadata},
      {NULL, NULL},
  };

  return http_send (visit->opencps->http, &(HttpRequest){.method = "POST",
                                                         .url = DOSSIERS_PATH,
                                                         .form = fields,
                                                         .wanted = HTTP_WORD});
}

/* Whether what the portal says of the dossier it has just made can be read. */
static gboolean
names_dossier (JsonObject *object) {
  g_autofree char *key = dup_member (object, "referenceUid");
  g_autofree char *number = dup_member (object, "dossierId");

  return key != NULL && number != NULL;
}

/* A conflict may be our own earlier request: then it is there now. So may a dossier be that
 * the portal has made without a word. */
static gboolean
create_dossier (Visit *visit) {
  g_autoptr (HttpAnswer) answer = post_dossier (visit);

  if (answer->status == 409)
    return find_dossier (visit)
           && (visit->path != NULL || attempt_check_answer (visit->base, answer));
  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  if (names_dossier (answer->json))
    return take_dossier (visit, answer->json);
  return find_dossier (visit)
         && (visit->path != NULL || attempt_stop_unclear (visit->base));
}

static gboolean
find_or_create (Visit *visit) {
#ifndef PLANT_NO_IDEMPOTENCY
  if (!find_dossier (visit))
    return FALSE;
  if (visit->path != NULL)
    return TRUE;
#endif
  return create_dossier (visit);
}

/* --- marks and submission ----------------------------------------------------------- */

static gboolean
submit (Visit *visit) {
  g_autofree char *path = g_strconcat (visit->path, "/submit", NULL);
  const HttpField nothing[] = {{NULL, NULL}};
  g_autoptr (HttpAnswer) answer = http_send (
      visit->opencps->http,
      &(HttpRequest){
          .method = "POST", .url = path, .form = nothing, .wanted = HTTP_WORD});

  /* What came of it is seen when the dossier is looked at. */
  return attempt_check_answer (visit->base, answer)
         && (!names_dossier (answer->json) || take_dossier (visit, answer->json));
}

static gboolean
mark_and_submit (Visit *visit) {
  return visit->standing != STANDING_NEW
         || (opencps_mark_papers (visit) && submit (visit));
}

/* --- proof -------------------------------------------------------------------------- */

static gboolean
check_submitted (Visit *visit) {
  g_autoptr (HttpAnswer) answer = http_get (visit->opencps->http, visit->path);

  if (!attempt_check_answer (visit->base, answer) || !take_dossier (visit, answer->json))
    return FALSE;
  if (visit->standing == STANDING_SUBMITTED && visit->base->answer->portal_code != NULL)
    return TRUE;
  return attempt_stop (
      visit->base, PORTAL_LATER,
      "The portal has the dossier, but has not taken it in yet; it is asked again "
      "later.");
}

/* Only what the portal shows counts, not what it said when it was sent. */
static gboolean
prove (Visit *visit) {
  attempt_start_proof (visit->base);
  return check_submitted (visit) && opencps_list_files (visit)
         && opencps_read_back (visit);
}

/* --- the adapter -------------------------------------------------------------------- */

static void
close_opencps (gpointer self) {
  Opencps *opencps = self;

  tus_free (opencps->tus);
  access_free (opencps->access);
  http_free (opencps->http);
  g_free (opencps->gov_agency_code);
  g_free (opencps);
}

static gboolean
set_headers (Opencps *opencps, const PortalSettings *settings, GError **error) {
  g_autofree char *secret = NULL;

  return access_load_secret (settings, &secret, error)
         && http_set_header (opencps->http, "Token", secret, error)
         && http_set_header (opencps->http, "groupId", settings->group_id, error);
}

static gpointer
open_opencps (const PortalSettings *settings, GError **error) {
  Opencps *opencps = g_new0 (Opencps, 1);

  opencps->http = http_new (settings);
  opencps->access = access_new (opencps->http, settings, ACCESS_FIXED, error);
  opencps->gov_agency_code = g_strdup (settings->gov_agency_code);
  opencps->tus = tus_new (opencps->access, settings);
  if (opencps->access != NULL && set_headers (opencps, settings, error))
    return opencps;
  close_opencps (opencps);
  return NULL;
}

static Visit *
new_visit (Opencps *opencps, Attempt *attempt) {
  Visit *visit = g_new0 (Visit, 1);

  visit->opencps = opencps;
  visit->base = attempt;
  visit->filed = g_new0 (gboolean, attempt_count_papers (attempt));
#ifdef PLANT_NO_IDEMPOTENCY
  visit->key = g_uuid_string_random ();
  g_clear_pointer (&attempt->answer->portal_id, g_free);
#else
  visit->key = g_strdup (attempt->dossier->id);
#endif
  return visit;
}

static gboolean
send_dossier (gpointer self, Attempt *attempt) {
  g_autoptr (Visit) visit = new_visit (self, attempt);

  return find_or_create (visit) && opencps_list_files (visit) && opencps_add_files (visit)
         && mark_and_submit (visit) && prove (visit);
}

static PortalAnswer *
probe (gpointer self) {
  Opencps *opencps = self;
  g_autoptr (HttpAnswer) answer
      = http_get (opencps->http, DOSSIERS_PATH "?referenceUid=" PROBE_KEY);

  return access_format_probe (answer);
}

const Adapter opencps_adapter
    = {"opencps", open_opencps, close_opencps, send_dossier, probe};
