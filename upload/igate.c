/* SPDX-License-Identifier: Apache-2.0 */

/*   procedure, pattern (kept in memory) -> number -> (noted) -> files -> (noted, each)
 *     -> begun before? search first -> "creating" noted -> apply -> (noted)
 *     -> search: the proof begins -> every file read back
 *
 * The number is the key: the portal gives it to us alone, and it is noted before anything
 * stands under it. Prefixes: bd base data, bt base tools, fi files, pa dossiers. */

#include "upload/igate.h"

#include "config/json.h"
#include "upload/envelope.h"
#include "upload/igateform.h"

#include <string.h>

#define NOTE_NUMBER   "number"
#define NOTE_CREATING "creating"
#define NOTED         "1"

typedef struct {
  const PortalSettings *settings; /* borrowed: outlives the portal */
  Http *http;
  Access *access;
  Tus *tus;
  char *upload_url;
  GHashTable *procedures; /* national code -> IgateProcedure */
} Igate;

typedef struct {
  Igate *igate;
  Attempt *base;
  const IgateProcedure *procedure;
  char *number;
  const GPtrArray *filed; /* once they are there; NULL before */
  gboolean was_creating;  /* before this attempt began */
} Visit;

static HttpAnswer *
get (Visit *visit, HttpWanted wanted, const char *url) {
  return access_send (visit->igate->access,
                      &(HttpRequest){.method = "GET", .url = url, .wanted = wanted});
}

/* --- what the portal knows ---------------------------------------------------------- */

static void
free_procedure (IgateProcedure *procedure) {
  g_free (procedure->id);
  g_free (procedure->code);
  g_free (procedure->pattern);
  g_free (procedure);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IgateProcedure, free_procedure)

/* Local codes are the national one and an organisation's behind it. */
static gboolean
is_code_of (const char *local, const char *national) {
  gsize length = strlen (national);

  return local != NULL && strncmp (local, national, length) == 0
         && (local[length] == '\0' || local[length] == '.');
}

static gboolean
take_procedure (Visit *visit, JsonArray *list, IgateProcedure *procedure) {
  const char *const ids[] = {"id", "_id", NULL};
  const char *const codes[] = {"code", NULL};

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *entry = envelope_get_entry (list, i);
    g_autofree char *code = entry != NULL ? envelope_dup_text (entry, codes) : NULL;
    g_autofree char *id = entry != NULL ? envelope_dup_text (entry, ids) : NULL;

    if (!is_code_of (code, visit->base->dossier->procedure) || !attempt_is_code (code)
        || !attempt_is_code (id))
      continue;
    procedure->id = g_steal_pointer (&id);
    procedure->code = g_steal_pointer (&code);
    return TRUE;
  }
  return attempt_stop (visit->base, PORTAL_REFUSED,
                       "The portal does not know the procedure; a person must look at "
                       "it.");
}

static gboolean
find_procedure (Visit *visit, IgateProcedure *procedure) {
  g_autofree char *keyword
      = g_uri_escape_string (visit->base->dossier->procedure, NULL, FALSE);
  g_autofree char *url = g_strdup_printf (
      "bd/procedure/--can-apply?keyword=%s&spec=page&page=0&size=20", keyword);
  g_autoptr (HttpAnswer) answer = get (visit, HTTP_ANY_JSON, url);

  return attempt_check_answer (visit->base, answer)
         && take_procedure (visit, envelope_get_list (answer->json), procedure);
}

static gboolean
find_pattern (Visit *visit, IgateProcedure *procedure) {
  const char *agency = visit->igate->settings->agency_id;
  g_autofree char *escaped
      = g_uri_escape_string (agency != NULL ? agency : "", NULL, FALSE);
  g_autofree char *url = g_strdup_printf (
      "bd/config/get-pattern?agency-id=%s&procedure-id=%s", escaped, procedure->id);
  g_autoptr (HttpAnswer) answer = get (visit, HTTP_LINE, url);
  const char *const names[] = {"id", "patternId", "value", NULL};
  JsonObject *inside;

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  inside = json_get_object (answer->json, "pattern");
  if (inside == NULL)
    inside = envelope_get_content (answer->json);
  procedure->pattern = envelope_dup_text (inside, names);
  return attempt_is_code (procedure->pattern) || attempt_stop_unclear (visit->base);
}

static gboolean
learn_procedure (Visit *visit) {
  const char *code = visit->base->dossier->procedure;
  g_autoptr (IgateProcedure) procedure = NULL;

  visit->procedure = g_hash_table_lookup (visit->igate->procedures, code);
  if (visit->procedure != NULL)
    return TRUE;
  procedure = g_new0 (IgateProcedure, 1);
  if (!find_procedure (visit, procedure) || !find_pattern (visit, procedure))
    return FALSE;
  visit->procedure = procedure;
  g_hash_table_insert (visit->igate->procedures, g_strdup (code),
                       g_steal_pointer (&procedure));
  return TRUE;
}

/* --- number ------------------------------------------------------------------------- */

static gboolean
ask_number (Visit *visit) {
  g_autofree char *code = g_uri_escape_string (visit->procedure->code, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("bt/pattern/%s/--get-next-value?code=%s",
                                          visit->procedure->pattern, code);
  g_autoptr (HttpAnswer) answer
      = access_send (visit->igate->access,
                     &(HttpRequest){.method = "PUT", .url = url, .wanted = HTTP_LINE});
  const char *const names[] = {"value", "nextValue", "code", NULL};

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  visit->number = envelope_dup_text (envelope_get_content (answer->json), names);
  if (!attempt_is_code (visit->number))
    return attempt_stop_unclear (visit->base);
  return attempt_set_note (visit->base, NOTE_NUMBER, visit->number);
}

static gboolean
take_number (Visit *visit) {
  return attempt_get_note (visit->base, NOTE_NUMBER, &visit->number)
         && (visit->number != NULL || ask_number (visit));
}

/* --- the dossier -------------------------------------------------------------------- */

static gboolean
stop_other_files (Visit *visit) {
  return attempt_stop (visit->base, PORTAL_REFUSED,
                       "The portal's dossier holds other files than were sent; a person "
                       "must look at it.");
}

/* Believes what names our number. */
static gboolean
take_dossier (Visit *visit, JsonObject *object) {
  const char *const ids[] = {"id", "_id", NULL};
  const char *const codes[] = {"code", NULL};
  g_autofree char *id = envelope_dup_text (object, ids);
  g_autofree char *code = envelope_dup_text (object, codes);

  if (id == NULL || code == NULL)
    return attempt_stop_unclear (visit->base);
  if (!g_str_equal (code, visit->number))
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal answered with another dossier; a person must look at it.");
  return attempt_take_number (visit->base, id, code);
}

/* Statuses of iGate that end or stop a dossier are those of the interchange. */
static gboolean
check_standing (Visit *visit, JsonObject *object) {
  JsonObject *status = json_get_object (object, "dossierStatus");
  const char *const ids[] = {status != NULL ? "id" : "dossierStatus", NULL};
  gint64 id = envelope_get_size (status != NULL ? status : object, ids);

  if (id == 3 || id == 5 || id == 6 || id == 7 || id == 8)
    return attempt_stop (visit->base, PORTAL_REFUSED,
                         "The portal has turned the dossier away or asks for more; a "
                         "person must look at it.");
  return TRUE;
}

static gboolean
is_filed (Visit *visit, JsonObject *file) {
  const char *const ids[] = {"id", "_id", NULL};
  g_autofree char *id = envelope_dup_text (file, ids);

  for (guint i = 0; id != NULL && i < visit->filed->len; i++) {
    if (g_strcmp0 (((Filed *) g_ptr_array_index (visit->filed, i))->id, id) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Where the portal shows what it holds of the dossier, that is our files and no others. */
static gboolean
check_files (Visit *visit, JsonObject *object) {
  JsonArray *forms = json_get_array (object, "dossierFormFile");
  guint count = 0;

  if (forms == NULL || visit->filed == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (forms); i++) {
    JsonObject *form = envelope_get_entry (forms, i);
    JsonArray *files = form != NULL ? json_get_array (form, "file") : NULL;

    for (guint j = 0; files != NULL && j < json_array_get_length (files); j++) {
      JsonObject *file = envelope_get_entry (files, j);

      if (file == NULL || !is_filed (visit, file))
        return stop_other_files (visit);
      count++;
    }
  }
  return count == visit->filed->len || stop_other_files (visit);
}

/* *@found: the portal has our dossier, and its number is taken. */
static gboolean
search (Visit *visit, gboolean *found) {
  g_autofree char *code = g_uri_escape_string (visit->number, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("pa/dossier/search?code=%s", code);
  g_autoptr (HttpAnswer) answer = get (visit, HTTP_ANY_JSON, url);
  JsonArray *list;
  JsonObject *entry;

  *found = FALSE;
  if (answer->status == 404 && answer->json != NULL) /* the portal's own word */
    return TRUE;
  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  list = envelope_get_list (answer->json);
  if (list == NULL)
    return attempt_stop_unclear (visit->base);
  if (json_array_get_length (list) == 0)
    return TRUE;
  entry = envelope_get_entry (list, 0);
  if (json_array_get_length (list) > 1)
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal has several dossiers under one number; a person must look at it.");
  if (entry == NULL)
    return attempt_stop_unclear (visit->base);
  *found = take_dossier (visit, entry) && check_standing (visit, entry)
           && check_files (visit, entry);
  return *found;
}

/* Whether what the portal says of the dossier it has just made can be read. */
static gboolean
names_dossier (JsonObject *object) {
  g_autofree char *id
      = envelope_dup_text (object, (const char *const[]){"id", "_id", NULL});
  g_autofree char *code = envelope_dup_text (object, (const char *const[]){"code", NULL});

  return id != NULL && code != NULL;
}

static gboolean
apply (Visit *visit, const GPtrArray *filed) {
  g_autofree char *message = igateform_apply (visit->base, visit->igate->settings,
                                              visit->procedure, visit->number, filed);
  g_autoptr (HttpAnswer) answer = access_send (
      visit->igate->access, &(HttpRequest){.method = "POST",
                                           .url = "pa/dossier/--apply-online/",
                                           .json = message,
                                           .wanted = HTTP_WORD});
  gboolean found = FALSE;

  /* What conflicts may be our own earlier request: then it is there now. */
  if (answer->status == 409 && !visit->was_creating)
    return attempt_stop (visit->base, PORTAL_REFUSED,
                         "The portal already has a dossier under the number that it gave "
                         "us; a person must look at it.");
  if (answer->status == 409)
    return search (visit, &found)
           && (found || attempt_check_answer (visit->base, answer));
  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  if (names_dossier (envelope_get_content (answer->json)))
    return take_dossier (visit, envelope_get_content (answer->json));
  return search (visit, &found) && (found || attempt_stop_unclear (visit->base));
}

static gboolean
create (Visit *visit, const GPtrArray *filed) {
  gboolean found = FALSE;

  if (visit->base->answer->portal_id != NULL)
    return TRUE;
  if (!attempt_has_note (visit->base, NOTE_CREATING, &visit->was_creating)
      || (visit->was_creating && !search (visit, &found)))
    return FALSE;
  return found
         || (attempt_set_note (visit->base, NOTE_CREATING, NOTED)
             && apply (visit, filed));
}

/* --- proof -------------------------------------------------------------------------- */

static gboolean
read_back (Visit *visit, guint i, const Filed *filed) {
  const Paper *paper = attempt_get_paper (visit->base, i);
  g_autofree char *url = g_strdup_printf ("fi/file/%s", filed->id);
  g_autoptr (HttpAnswer) answer = access_send (
      visit->igate->access, &(HttpRequest){.method = "GET",
                                           .url = url,
                                           .wanted = HTTP_FILE,
                                           .most_bytes = paper->size_bytes});

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  if (answer->size_bytes != paper->size_bytes
      || g_strcmp0 (answer->sha256, paper->sha256) != 0)
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal holds other bytes than were sent; a person must look at it.");
  attempt_note_proof (visit->base, PORTAL_PROOF_READ_BACK);
  return TRUE;
}

static gboolean
prove (Visit *visit, const GPtrArray *filed) {
  gboolean found;

  attempt_start_proof (visit->base);
  if (!search (visit, &found))
    return FALSE;
  if (!found)
    return attempt_stop (
        visit->base, PORTAL_LATER,
        "The portal has taken the dossier, but does not show it yet; it is asked again "
        "later.");
  for (guint i = 0; i < filed->len; i++) {
    const Filed *one = g_ptr_array_index (filed, i);

    if (one->proof == PORTAL_PROOF_TUS)
      attempt_note_proof (visit->base, one->proof);
    else if (!read_back (visit, i, one))
      return FALSE;
  }
  return TRUE;
}

/* --- the adapter -------------------------------------------------------------------- */

static void
close_igate (gpointer self) {
  Igate *igate = self;

  tus_free (igate->tus);
  access_free (igate->access);
  http_free (igate->http);
  g_hash_table_unref (igate->procedures);
  g_free (igate->upload_url);
  g_free (igate);
}

static gpointer
open_igate (const PortalSettings *settings, GError **error) {
  Igate *igate = g_new0 (Igate, 1);

  igate->settings = settings;
  igate->http = http_new (settings);
  igate->access = access_new (igate->http, settings, ACCESS_TOKEN, error);
  igate->tus = tus_new (igate->access, settings);
  igate->upload_url = g_strdup (
      settings->upload_url != NULL ? settings->upload_url : "fi/file/--multiple?uuid=1");
  igate->procedures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) free_procedure);
  if (igate->access != NULL)
    return igate;
  close_igate (igate);
  return NULL;
}

static gboolean
send_dossier (gpointer self, Attempt *attempt) {
  Igate *igate = self;
  const HttpField fields[] = {{"account-id", igate->settings->account_id}, {NULL, NULL}};
  const Courier courier = {igate->access, igate->tus, igate->upload_url, "files", fields};
  Visit visit = {igate, attempt, NULL, NULL, NULL, FALSE};
  g_autoptr (GPtrArray) filed = NULL;
  gboolean sent = FALSE;

  if (learn_procedure (&visit) && take_number (&visit)) {
    filed = courier_send (&courier, attempt);
    visit.filed = filed;
    sent = filed != NULL && create (&visit, filed) && prove (&visit, filed);
  }
  g_free (visit.number);
  return sent;
}

static PortalAnswer *
probe (gpointer self) {
  return access_probe (((Igate *) self)->access);
}

const Adapter igate_adapter = {"igate", open_igate, close_igate, send_dossier, probe};
