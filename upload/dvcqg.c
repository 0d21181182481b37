/* SPDX-License-Identifier: Apache-2.0 */

/*   begun before? --yes--> look up --there--.
 *      | no          (ask first)  |absent    |
 *      v                          v          |
 *   files (noted, each) -> "creating" noted -> DongBoHoSoMC isUpdating=False
 *      | 0                | -3, 3 "đã tồn tại": once more as update, if it was begun
 *      v                  v
 *   (noted) -> CapNhatTienDoHoSoMC -> (noted) -> TraCuuHoSo: the proof
 *
 * The key is our own code of the dossier (MaHoSo). An answer is a success when HTTP says 200
 * and error_code is 0, however it is written. A session that is refused is asked for once
 * more; then a person must look.
 *
 * The look-up must name our dossier once, not turned away. Where it lists files, they must
 * be ours, all of them and no other. Each file needs more than a promise: its digest when
 * it was uploaded, or its length in the list or at its address. */

#include "upload/dvcqg.h"

#include "config/json.h"
#include "upload/dvcqgform.h"
#include "upload/envelope.h"

#include <string.h>

#define NOTE_CREATING "creating"
#define NOTE_CREATED  "created"
#define NOTE_RECEIVED "received"
#define NOTE_PROGRESS "progress"
#define NOTED         "1"
#define EXISTS        "da ton tai"
#define SUCCESS       "thanh cong"
#define NEW           "1"
#define RECEIVED      "2"

typedef struct {
  const PortalSettings *settings; /* borrowed: outlives the portal */
  Http *http;
  Access *access;
  Tus *tus;
  char *integration_url, *lookup_url, *upload_url;
  gboolean has_envelope;
} Dvcqg;

typedef struct {
  Dvcqg *dvcqg;
  Attempt *base;
  GPtrArray *filed;
  gboolean was_creating; /* before this attempt began */
} Visit;

/* What a message is made of. */
typedef struct {
  const char *service;
  const char *updating; /* "True", "False", or NULL */
  const char *status;   /* of the dossier */
} Errand;

/* --- calls -------------------------------------------------------------------------- */

/* What a session that is over is called, in folded words. */
static gboolean
is_about_session (const HttpAnswer *answer) {
  static const char *const words[]
      = {"session", "phien", "dang nhap", "xac thuc", "het han", "token"};

  if (answer->status == 401 || answer->status == 403)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (answer->outcome == PORTAL_REFUSED && answer->json != NULL
        && envelope_says (answer->json, words[i]))
      return TRUE;
  }
  return FALSE;
}

static char *
format_url (const Dvcqg *dvcqg, const Errand *errand, const char *base) {
  gboolean in_query = g_str_equal (dvcqg->settings->is_updating, "query");
  const char *unit = dvcqg->settings->madonvi;
  g_autofree char *escaped = g_uri_escape_string (unit != NULL ? unit : "", NULL, FALSE);
  g_autoptr (GString) url = g_string_new (base);

  if (!dvcqg->has_envelope)
    g_string_append_printf (url, "/%s?MaDinhDanhDV=%s", errand->service, escaped);
  if (errand->updating != NULL && (in_query || !dvcqg->has_envelope))
    g_string_append_printf (url, "%sisUpdating=%s",
                            strchr (url->str, '?') != NULL ? "&" : "?", errand->updating);
  return g_string_free (g_steal_pointer (&url), FALSE);
}

static char *
format_message (Visit *visit, const Errand *errand, const char *session) {
  const Dvcqg *dvcqg = visit->dvcqg;
  gboolean in_body = g_str_equal (dvcqg->settings->is_updating, "body");
  const DvcqgEnvelope envelope = {session, dvcqg->settings->madonvi, errand->service,
                                  in_body ? errand->updating : NULL};

  if (errand->status != NULL)
    return dvcqgform_dossier (&envelope, dvcqg->settings, visit->base, visit->filed,
                              errand->status);
  if (g_str_equal (errand->service, "TraCuuHoSo"))
    return dvcqgform_lookup (&envelope, visit->base->dossier->code);
  return dvcqgform_progress (&envelope, dvcqg->settings, visit->base);
}

static HttpAnswer *
call_once (Visit *visit, const Errand *errand, const char *base) {
  Dvcqg *dvcqg = visit->dvcqg;
  const char *session = NULL;
  g_autofree char *url = format_url (dvcqg, errand, base);
  g_autofree char *message = NULL;
  HttpAnswer *answer = NULL;

  if (dvcqg->has_envelope) {
    session = access_get_session (dvcqg->access, &answer);
    if (session == NULL)
      return answer;
  }
  message = format_message (visit, errand, session);
  answer = http_post_json (dvcqg->http, url, message);
  envelope_judge (answer);
  return answer;
}

static HttpAnswer *
call (Visit *visit, const Errand *errand, const char *base) {
  HttpAnswer *answer = call_once (visit, errand, base);

  if (!visit->dvcqg->has_envelope || !is_about_session (answer))
    return answer;
  httpanswer_free (answer);
  access_drop (visit->dvcqg->access);
  return call_once (visit, errand, base);
}

/* Done, and the message says so itself, by its code or in words. */
static gboolean
check_success (Visit *visit, const HttpAnswer *answer) {
  gint64 code;

  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  return envelope_get_code (answer->json, &code) || envelope_says (answer->json, SUCCESS)
         || attempt_stop_unclear (visit->base);
}

/* --- looking up --------------------------------------------------------------------- */

/* Some portals call what they do not have a refusal. */
static gboolean
says_absent (const HttpAnswer *answer) {
  static const char *const words[]
      = {"khong tim thay", "khong ton tai", "chua ton tai", "khong co ho so"};

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (answer->outcome == PORTAL_REFUSED && answer->json != NULL
        && envelope_says (answer->json, words[i]))
      return TRUE;
  }
  return FALSE;
}

/* Our dossier's row, borrowed from *@json (caller unrefs); NULL when there is none. FALSE
 * ends the attempt. */
static gboolean
look_up (Visit *visit, JsonObject **json, JsonObject **row) {
  const Errand errand = {"TraCuuHoSo", NULL, NULL};
  const char *const names[] = {"MaHoSo", "MAHOSO", "mahoso", "maHoSo", NULL};
  g_autoptr (HttpAnswer) answer = call (visit, &errand, visit->dvcqg->lookup_url);
  JsonArray *list;
  JsonObject *content;
  g_autofree char *number = NULL;

  *row = NULL;
  if (says_absent (answer))
    return TRUE;
  if (!attempt_check_answer (visit->base, answer))
    return FALSE;
  *json = json_object_ref (answer->json);
  list = envelope_get_list (answer->json);
  if (list != NULL && json_array_get_length (list) == 0)
    return TRUE;
  content = envelope_get_content (answer->json);
  if (list == NULL && content == answer->json)
    return check_success (visit, answer); /* nothing inside, and no refusal: not there */
  *row = list != NULL ? envelope_get_entry (list, 0) : content;
  number = *row != NULL ? envelope_dup_text (*row, names) : NULL;
  if (number == NULL)
    return attempt_stop_unclear (visit->base);
  if ((list != NULL && json_array_get_length (list) > 1)
      || !g_str_equal (number, visit->base->dossier->code))
    return attempt_stop (
        visit->base, PORTAL_REFUSED,
        "The portal answered with another dossier, or with several; a person must look "
        "at it.");
  return TRUE;
}

static gboolean
check_standing (Visit *visit, JsonObject *row) {
  const char *const names[] = {"TrangThaiHoSo", "TRANGTHAIHOSO", "TrangThai", NULL};
  gint64 status = envelope_get_size (row, names);

  return attempt_check_status (visit->base, status)
         && ((status >= 1 && status <= 10) || attempt_stop_unclear (visit->base));
}

/* --- proof -------------------------------------------------------------------------- */

static gboolean
stop_other_files (Visit *visit) {
  return attempt_stop (visit->base, PORTAL_REFUSED,
                       "The portal's dossier holds other files than were sent; a person "
                       "must look at it.");
}

/* The paper that an entry of the portal's list is about, or -1. */
static int
find_paper (Visit *visit, JsonObject *entry) {
  const char *const ids[] = {"TepDinhKemId", "IdTepTin", "id", NULL};
  g_autofree char *id = envelope_dup_text (entry, ids);

  for (guint i = 0; id != NULL && i < visit->filed->len; i++) {
    if (g_strcmp0 (((Filed *) g_ptr_array_index (visit->filed, i))->id, id) == 0)
      return (int) i;
  }
  return -1;
}

/* One entry: ours, once, and where it says so of our length and digest. */
static gboolean
check_entry (Visit *visit, JsonObject *entry, gboolean *seen) {
  const char *const sizes[] = {"DungLuong", "KichThuoc", "size", "fileSize", NULL};
  const char *const hashes[] = {"HashTepTin", "sha256", "hash", NULL};
  int place = entry != NULL ? find_paper (visit, entry) : -1;
  gint64 size;
  g_autofree char *hash = NULL;
  const Paper *paper;
  Filed *filed;

  if (place < 0 || seen[place])
    return stop_other_files (visit);
  seen[place] = TRUE;
  paper = attempt_get_paper (visit->base, (guint) place);
  filed = g_ptr_array_index (visit->filed, place);
  size = envelope_get_size (entry, sizes);
  hash = envelope_dup_text (entry, hashes);
  if ((size >= 0 && (guint64) size != paper->size_bytes)
      || (hash != NULL && strlen (hash) == strlen (paper->sha256)
          && g_ascii_strcasecmp (hash, paper->sha256) != 0))
    return stop_other_files (visit);
  if (size >= 0 && filed->proof == PORTAL_PROOF_NONE)
    filed->proof = PORTAL_PROOF_LOOK_UP;
  return TRUE;
}

/* The list of files in the row, when there is one. */
static gboolean
check_list (Visit *visit, JsonObject *row) {
  JsonArray *list = json_get_array (row, "TaiLieuNop");
  g_autofree gboolean *seen = g_new0 (gboolean, visit->filed->len);
  guint count = 0;

  if (list == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *entry = envelope_get_entry (list, i);
    if (entry != NULL && envelope_is_true (entry, "IsDeleted"))
      continue;
    if (!check_entry (visit, entry, seen))
      return FALSE;
    count++;
  }
  return count == visit->filed->len || stop_other_files (visit);
}

/* A file of which nothing has been shown yet: how long is it at its address? */
static gboolean
measure (Visit *visit, guint i) {
  const Paper *paper = attempt_get_paper (visit->base, i);
  Filed *filed = g_ptr_array_index (visit->filed, i);
  g_autoptr (HttpAnswer) answer = NULL;
  gint64 length;

  if (filed->proof != PORTAL_PROOF_NONE || filed->url == NULL
      || !g_str_has_prefix (filed->url, "https://"))
    return TRUE;
  answer = http_send (
      visit->dvcqg->http,
      &(HttpRequest){.method = "HEAD", .url = filed->url, .wanted = HTTP_NOTHING});
  length = httpanswer_get_header_int (answer, "content-length");
  if (answer->outcome == PORTAL_LATER)
    return attempt_check_answer (visit->base, answer);
  if (answer->outcome == PORTAL_REFUSED || length < 0)
    return TRUE;
  if ((guint64) length != paper->size_bytes)
    return stop_other_files (visit);
  filed->proof = PORTAL_PROOF_LOOK_UP;
  return TRUE;
}

static gboolean
prove (Visit *visit) {
  g_autoptr (JsonObject) json = NULL;
  JsonObject *row;

  attempt_start_proof (visit->base);
  if (!look_up (visit, &json, &row))
    return FALSE;
  if (row == NULL)
    return attempt_stop (
        visit->base, PORTAL_LATER,
        "The portal has taken the dossier, but does not show it yet; it is asked again "
        "later.");
  if (!check_standing (visit, row) || !check_list (visit, row))
    return FALSE;
  for (guint i = 0; i < visit->filed->len; i++) {
    if (!measure (visit, i))
      return FALSE;
  }
  courier_note_proofs (visit->base, visit->filed);
  return TRUE;
}

/* --- sending ------------------------------------------------------------------------ */

static gboolean
take_created (Visit *visit) {
  const char *number = visit->base->dossier->code;

  return attempt_take_number (visit->base, number, number)
         && attempt_set_note (visit->base, NOTE_CREATED, NOTED);
}

/* The portal has something under our code already. It is ours when we had begun to create
 * it, and gets the same message as an update, once; what is another's is not written
 * over. */
static gboolean
post (Visit *visit, const char *updating, const char *status) {
  const Errand errand = {"DongBoHoSoMC", updating, status};
  g_autoptr (HttpAnswer) answer = call (visit, &errand, visit->dvcqg->integration_url);

  if (answer->outcome == PORTAL_REFUSED && answer->json != NULL
      && g_str_equal (updating, "False") && envelope_says (answer->json, EXISTS))
    return visit->was_creating
               ? post (visit, "True", status)
               : attempt_stop (visit->base, PORTAL_REFUSED,
                               "The portal already has a dossier under our code that is "
                               "not ours; a person must look at it.");
  return check_success (visit, answer);
}

/* Asks for a dossier whose creation went unanswered. */
static gboolean
ask_first (Visit *visit, gboolean *found) {
  g_autoptr (JsonObject) json = NULL;
  JsonObject *row = NULL;

  *found = FALSE;
  if (!attempt_has_note (visit->base, NOTE_CREATING, &visit->was_creating))
    return FALSE;
  if (visit->was_creating && !look_up (visit, &json, &row))
    return FALSE;
  *found = row != NULL;
  return row == NULL || take_created (visit);
}

static gboolean
create (Visit *visit, gboolean two_steps) {
  gboolean created, found;

  if (!attempt_has_note (visit->base, NOTE_CREATED, &created))
    return FALSE;
  if (created)
    return TRUE;
  if (!ask_first (visit, &found))
    return FALSE;
  return found
         || (attempt_set_note (visit->base, NOTE_CREATING, NOTED)
             && post (visit, "False", two_steps ? NEW : RECEIVED)
             && take_created (visit));
}

/* Where reception takes two messages, the second. */
static gboolean
receive (Visit *visit, gboolean two_steps) {
  gboolean received;

  if (!two_steps)
    return TRUE;
  if (!attempt_has_note (visit->base, NOTE_RECEIVED, &received))
    return FALSE;
  return received
         || (post (visit, "True", RECEIVED)
             && attempt_set_note (visit->base, NOTE_RECEIVED, NOTED));
}

static gboolean
tell_progress (Visit *visit) {
  const Errand errand = {"CapNhatTienDoHoSoMC", NULL, NULL};
  g_autoptr (HttpAnswer) answer = NULL;
  gboolean told;

  if (!attempt_has_note (visit->base, NOTE_PROGRESS, &told))
    return FALSE;
  if (told)
    return TRUE;
  answer = call (visit, &errand, visit->dvcqg->integration_url);
  return check_success (visit, answer)
         && attempt_set_note (visit->base, NOTE_PROGRESS, NOTED);
}

/* --- the adapter -------------------------------------------------------------------- */

static void
close_dvcqg (gpointer self) {
  Dvcqg *dvcqg = self;

  tus_free (dvcqg->tus);
  access_free (dvcqg->access);
  http_free (dvcqg->http);
  g_free (dvcqg->integration_url);
  g_free (dvcqg->lookup_url);
  g_free (dvcqg->upload_url);
  g_free (dvcqg);
}

/* Services are appended with a slash. */
static char *
dup_or (const char *text, const char *absent) {
  char *url = g_strdup (text != NULL ? text : absent);

  while (strlen (url) > 1 && g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  return url;
}

static gpointer
open_dvcqg (const PortalSettings *settings, GError **error) {
  Dvcqg *dvcqg = g_new0 (Dvcqg, 1);

  dvcqg->settings = settings;
  dvcqg->http = http_new (settings);
  dvcqg->has_envelope = g_str_equal (settings->envelope, "yes");
  dvcqg->access = access_new (dvcqg->http, settings,
                              dvcqg->has_envelope ? ACCESS_SESSION : ACCESS_FIXED, error);
  dvcqg->tus = tus_new (dvcqg->access, settings);
  dvcqg->integration_url = dup_or (settings->integration_endpoint, "/integration");
  dvcqg->lookup_url = dup_or (settings->lookup_url, dvcqg->integration_url);
  dvcqg->upload_url = dup_or (settings->upload_url, "/upload");
  if (dvcqg->access != NULL
      && http_set_header (dvcqg->http, "dstcode", settings->dstcode, error)
      && http_set_header (dvcqg->http, "Charset", "utf-8", error))
    return dvcqg;
  close_dvcqg (dvcqg);
  return NULL;
}

static gboolean
send_dossier (gpointer self, Attempt *attempt) {
  Dvcqg *dvcqg = self;
  const Courier courier = {dvcqg->access, dvcqg->tus, dvcqg->upload_url, "files", NULL};
  gboolean two_steps = g_str_equal (dvcqg->settings->reception, "two");
  g_autoptr (GPtrArray) filed = courier_send (&courier, attempt);
  Visit visit = {dvcqg, attempt, filed, FALSE};

  return filed != NULL && create (&visit, two_steps) && receive (&visit, two_steps)
         && tell_progress (&visit) && prove (&visit);
}

/* Without sessions there is nothing to ask but the dossier that nobody has. */
static PortalAnswer *
probe (gpointer self) {
  Dvcqg *dvcqg = self;
  g_autoptr (HttpAnswer) answer = NULL;
  g_autofree char *url = NULL;

  if (dvcqg->has_envelope)
    return access_probe (dvcqg->access);
  url = format_url (dvcqg, &(Errand){"TraCuuHoSo", NULL, NULL}, dvcqg->lookup_url);
  answer = http_post_json (dvcqg->http, url, "{\"mahoso\":\"-\"}");
  return access_format_probe (answer);
}

const Adapter dvcqg_adapter = {"dvcqg", open_dvcqg, close_dvcqg, send_dossier, probe};
