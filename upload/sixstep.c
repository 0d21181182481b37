/* SPDX-License-Identifier: Apache-2.0 */

/*   number -> (noted) -> files -> (noted, each) -> "creating" noted -> create -> (noted)
 *     -> progress -> (noted) -> status -> (noted) -> look-up, where there is one -> done
 *
 * The number is the key: the portal gives it to us alone, and it is noted before anything
 * stands under it. A create whose answer was lost is asked for again: by look-up where the
 * portal has one, else by sending the same message under the same number, to which a portal
 * that has it answers "đã tồn tại". That word is believed only of a number under which we
 * had begun to create. A number whose answer was lost is lost; nothing stands under it. */

#include "upload/sixstep.h"

#include "config/json.h"
#include "upload/envelope.h"
#include "upload/sixstepform.h"

#define NOTE_NUMBER   "number"
#define NOTE_CREATING "creating"
#define NOTE_CREATED  "created"
#define NOTE_PROGRESS "progress"
#define NOTE_STATUS   "status"
#define NOTED         "1"
#define EXISTS        "da ton tai"

typedef struct {
  Http *http;
  Access *access;
  Tus *tus;
  char *unit;
  char *unit_name;
  char *number_url, *upload_url, *create_url, *progress_url, *status_url;
  char *lookup_url; /* or NULL */
} Sixstep;

typedef struct {
  Sixstep *sixstep;
  Attempt *base;
  char *number;
  gboolean was_creating; /* before this attempt began */
} Visit;

/* --- number ------------------------------------------------------------------------- */

static gboolean
ask_number (Visit *visit) {
  g_autofree char *code = g_uri_escape_string (visit->sixstep->unit, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s?code=%s", visit->sixstep->number_url, code);
  g_autoptr (HttpAnswer) answer
      = access_send (visit->sixstep->access,
                     &(HttpRequest){.method = "GET", .url = url, .wanted = HTTP_LINE});
  const char *const names[] = {"value", "data", "maHoSo", NULL};

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  visit->number = envelope_dup_text (answer->json, names);
  if (visit->number == NULL)
    visit->number = envelope_dup_text (envelope_get_content (answer->json), names);
  if (visit->number == NULL)
    return attempt_stop_unclear (visit->base);
  if (!attempt_is_code (visit->number))
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal gave a number that cannot be one; a person must look at it.");
  return attempt_set_note (visit->base, NOTE_NUMBER, visit->number);
}

static gboolean
take_number (Visit *visit) {
  return attempt_get_note (visit->base, NOTE_NUMBER, &visit->number)
         && (visit->number != NULL || ask_number (visit));
}

/* --- the dossier -------------------------------------------------------------------- */

/* Not every portal tells one. */
static gboolean
check_standing (Visit *visit, JsonObject *content) {
  const char *const names[] = {"TrangThai", "TrangThaiHoSo", NULL};

  return attempt_check_status (visit->base, envelope_get_size (content, names));
}

/* Believes what names our number, and notes it down. */
static gboolean
take_created (Visit *visit, JsonObject *json) {
  const char *const numbers[] = {"maHoSo", "MaHoSo", NULL};
  const char *const ids[] = {"idHoSo", "IdHoSo", "IDHoSo", "id", NULL};
  JsonObject *content = envelope_get_content (json);
  g_autofree char *number = envelope_dup_text (content, numbers);
  g_autofree char *id = envelope_dup_text (content, ids);

  if (number == NULL || id == NULL)
    return attempt_stop_unclear (visit->base);
  if (!g_str_equal (number, visit->number))
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal answered with another dossier; a person must look at it.");
  return check_standing (visit, content)
         && attempt_take_number (visit->base, id, visit->number)
         && attempt_set_note (visit->base, NOTE_CREATED, NOTED);
}

/* The portal has something under our number already. */
static gboolean
take_existing (Visit *visit, const HttpAnswer *answer) {
  const char *const ids[] = {"idHoSo", "IdHoSo", "IDHoSo", NULL};
  g_autofree char *id = NULL;

  if (!visit->was_creating)
    return attempt_stop (visit->base, PORTAL_REFUSED,
                         "The portal already has a dossier under the number that it gave "
                         "us; a person must look at it.");
  id = envelope_dup_text (envelope_get_content (answer->json), ids);
  if (id == NULL) /* it knew it under one before, or knows it by its number */
    id = g_strdup (visit->base->answer->portal_id != NULL ? visit->base->answer->portal_id
                                                          : visit->number);
  return attempt_take_number (visit->base, id, visit->number)
         && attempt_set_note (visit->base, NOTE_CREATED, NOTED);
}

/* Asks for the dossier; *@found stays FALSE when there is none, or nobody to ask. */
static gboolean
look_up (Visit *visit, gboolean *found) {
  g_autofree char *url = NULL;
  g_autoptr (HttpAnswer) answer = NULL;
  JsonArray *list;

  *found = FALSE;
  if (visit->sixstep->lookup_url == NULL)
    return TRUE;
  url = g_strdup_printf ("%s?maHoSo=%s", visit->sixstep->lookup_url, visit->number);
  answer
      = access_send (visit->sixstep->access, &(HttpRequest){.method = "GET", .url = url});
  if (answer->status == 404)
    return TRUE;
  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  list = envelope_get_list (answer->json);
  if (list != NULL && json_array_get_length (list) == 0)
    return TRUE;
  *found = take_created (visit, answer->json);
  return *found;
}

static gboolean
post_create (Visit *visit, const GPtrArray *filed) {
  g_autofree char *message
      = sixstepform_create (visit->base, visit->number, visit->sixstep->unit, filed);
  g_autoptr (HttpAnswer) answer = access_send (
      visit->sixstep->access, &(HttpRequest){.method = "POST",
                                             .url = visit->sixstep->create_url,
                                             .json = message,
                                             .wanted = HTTP_WORD});

  if (answer->outcome == PORTAL_REFUSED && answer->json != NULL
      && envelope_says (answer->json, EXISTS))
    return take_existing (visit, answer);
  return attempt_check_answer (visit->base, answer) && take_created (visit, answer->json);
}

static gboolean
create (Visit *visit, const GPtrArray *filed) {
  gboolean created, found;

  if (!attempt_has_note (visit->base, NOTE_CREATED, &created)
      || !attempt_has_note (visit->base, NOTE_CREATING, &visit->was_creating))
    return FALSE;
  if (created)
    return TRUE;
  found = FALSE;
  if (visit->was_creating && !look_up (visit, &found))
    return FALSE;
  return found
         || (attempt_set_note (visit->base, NOTE_CREATING, NOTED)
             && post_create (visit, filed));
}

/* --- progress and status ------------------------------------------------------------ */

/* A message that may be sent again: it always says the same. */
static gboolean
tell_once (Visit *visit, const char *note, const char *url, const char *message) {
  g_autoptr (HttpAnswer) answer = NULL;
  gboolean told;

  if (!attempt_has_note (visit->base, note, &told))
    return FALSE;
  if (told)
    return TRUE;
  answer = access_send (
      visit->sixstep->access,
      &(HttpRequest){.method = "POST", .url = url, .json = message, .wanted = HTTP_WORD});
  return attempt_check_answer (visit->base, answer)
         && attempt_set_note (visit->base, note, NOTED);
}

static gboolean
tell (Visit *visit) {
  const Sixstep *sixstep = visit->sixstep;
  g_autofree char *progress = sixstepform_progress (visit->base, visit->number,
                                                    sixstep->unit, sixstep->unit_name);
  g_autofree char *status
      = sixstepform_status (visit->base, visit->number, sixstep->unit_name);

  return tell_once (visit, NOTE_PROGRESS, sixstep->progress_url, progress)
         && tell_once (visit, NOTE_STATUS, sixstep->status_url, status);
}

/* The files have been proved by their digests; where the portal can be asked, it must have
 * the dossier, too. */
static gboolean
prove (Visit *visit, const GPtrArray *filed) {
  gboolean found = FALSE;

  attempt_start_proof (visit->base);
  if (!look_up (visit, &found))
    return FALSE;
  if (!found && visit->sixstep->lookup_url != NULL)
    return attempt_stop (
        visit->base, PORTAL_LATER,
        "The portal has taken the dossier, but does not show it yet; it is asked again "
        "later.");
  courier_note_proofs (visit->base, filed);
  return TRUE;
}

/* --- the adapter -------------------------------------------------------------------- */

static void
close_sixstep (gpointer self) {
  Sixstep *sixstep = self;

  tus_free (sixstep->tus);
  access_free (sixstep->access);
  http_free (sixstep->http);
  g_free (sixstep->unit);
  g_free (sixstep->unit_name);
  g_free (sixstep->number_url);
  g_free (sixstep->upload_url);
  g_free (sixstep->create_url);
  g_free (sixstep->progress_url);
  g_free (sixstep->status_url);
  g_free (sixstep->lookup_url);
  g_free (sixstep);
}

/* @url of the settings, or the step's @name below the common address. */
static char *
dup_url (const PortalSettings *settings, const char *url, const char *name) {
  if (url != NULL)
    return g_strdup (url);
  if (settings->integration_endpoint == NULL)
    return g_strdup (name);
  return g_strdup_printf (
      "%s%s%s", settings->integration_endpoint,
      g_str_has_suffix (settings->integration_endpoint, "/") ? "" : "/", name);
}

static gpointer
open_sixstep (const PortalSettings *settings, GError **error) {
  Sixstep *sixstep = g_new0 (Sixstep, 1);

  sixstep->http = http_new (settings);
  sixstep->access = access_new (sixstep->http, settings, ACCESS_TOKEN, error);
  sixstep->tus = tus_new (sixstep->access, settings);
  sixstep->unit = g_strdup (settings->madonvi != NULL ? settings->madonvi : "");
  sixstep->unit_name = g_strdup (settings->tendonvi);
  sixstep->number_url = dup_url (settings, settings->number_url, "GetNextValue");
  sixstep->upload_url = dup_url (settings, settings->upload_url, "UploadFile");
  sixstep->create_url = dup_url (settings, settings->create_url, "CreateDossier");
  sixstep->progress_url = dup_url (settings, settings->progress_url, "CapNhatTienTrinh");
  sixstep->status_url = dup_url (settings, settings->status_url, "CapNhatTrangThai");
  sixstep->lookup_url = g_strdup (settings->lookup_url);
  if (sixstep->access != NULL
      && http_set_header (sixstep->http, "dstcode", settings->dstcode, error))
    return sixstep;
  close_sixstep (sixstep);
  return NULL;
}

static gboolean
send_dossier (gpointer self, Attempt *attempt) {
  Sixstep *sixstep = self;
  const Courier courier
      = {sixstep->access, sixstep->tus, sixstep->upload_url, "files", NULL};
  Visit visit = {sixstep, attempt, NULL, FALSE};
  g_autoptr (GPtrArray) filed = NULL;
  gboolean sent = FALSE;

  if (take_number (&visit)) {
    filed = courier_send (&courier, attempt);
    sent = filed != NULL && create (&visit, filed) && tell (&visit)
           && prove (&visit, filed);
  }
  g_free (visit.number);
  return sent;
}

static PortalAnswer *
probe (gpointer self) {
  return access_probe (((Sixstep *) self)->access);
}

const Adapter sixstep_adapter
    = {"sixstep", open_sixstep, close_sixstep, send_dossier, probe};
