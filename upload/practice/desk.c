/* SPDX-License-Identifier: Apache-2.0 */

/* One table of resources: pattern, method, kind, door, and the function that answers. In a
 * pattern "#" is a dossierId and "*" a key. Whatever does not fit the table does not
 * exist. Messages name fields, never their values. */

#include "upload/practice/desk.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "upload/practice/dossierdesk.h"
#include "upload/practice/dvcqgdesk.h"
#include "upload/practice/filedesk.h"
#include "upload/practice/igatedesk.h"
#include "upload/practice/logindesk.h"
#include "upload/practice/multipart.h"
#include "upload/practice/showdesk.h"
#include "upload/practice/sixstepdesk.h"
#include "upload/practice/tusdesk.h"

#include <string.h>

#define OPENCPS    "/opencps/o/rest/v2/dossiers"
#define MOST_WORDS 12 /* of a path */

/* What a request must show in its headers. */
typedef enum {
  DOOR_FIXED,  /* the headers Token and groupId */
  DOOR_BEARER, /* a token of ours */
  DOOR_OPEN,   /* nothing; what is needed stands in the body */
  DOOR_PAGE,   /* nothing; served to browsers of this machine only */
  DOOR_ANY,    /* either of the first two, or a session of ours as a token */
} Door;

typedef struct {
  const char *method;
  const char *pattern;
  TroubleStage stage;
  Door door;
  DeskAnswer answer; /* with the dossier when the pattern has one */
} Route;

static const Route routes[] = {
    {"GET", OPENCPS, STAGE_FIND, DOOR_FIXED, dossierdesk_list},
    {"POST", OPENCPS, STAGE_CREATE, DOOR_FIXED, dossierdesk_create},
    {"GET", OPENCPS "/#", STAGE_FIND, DOOR_FIXED, dossierdesk_show},
    {"GET", OPENCPS "/#/files", STAGE_FILES, DOOR_FIXED, filedesk_list},
    {"POST", OPENCPS "/#/files", STAGE_FILE, DOOR_FIXED, filedesk_add},
    {"GET", OPENCPS "/#/files/*", STAGE_READBACK, DOOR_FIXED, filedesk_show},
    {"GET", OPENCPS "/#/marks/*", STAGE_MARK, DOOR_FIXED, dossierdesk_show_mark},
    {"POST", OPENCPS "/#/marks/*", STAGE_MARK, DOOR_FIXED, dossierdesk_set_mark},
    {"POST", OPENCPS "/#/submit", STAGE_SUBMIT, DOOR_FIXED, dossierdesk_submit},
    {"GET", OPENCPS "/#/submitting", STAGE_SUBMIT, DOOR_FIXED, dossierdesk_submit},
    {"POST", OPENCPS "/#/submitting", STAGE_SUBMIT, DOOR_FIXED, dossierdesk_submit},

    {"POST", "/dvcqg/auth", STAGE_TOKEN, DOOR_OPEN, logindesk_session},
    {"POST", "/dvcqg/integration", STAGE_CREATE, DOOR_OPEN, dvcqgdesk_integrate},
    {"POST", "/dvcqg/share", STAGE_FIND, DOOR_OPEN, dvcqgdesk_integrate},
    {"POST", "/dvcqg/plain/*", STAGE_CREATE, DOOR_OPEN, dvcqgdesk_plain},
    {"POST", "/dvcqg/upload", STAGE_FILE, DOOR_OPEN, sixstepdesk_add_file},

    {"POST", "/sixstep/token", STAGE_TOKEN, DOOR_OPEN, logindesk_token},
    {"GET", "/sixstep/GetNextValue", STAGE_NUMBER, DOOR_BEARER, sixstepdesk_number},
    {"POST", "/sixstep/UploadFile", STAGE_FILE, DOOR_BEARER, sixstepdesk_add_file},
    {"POST", "/sixstep/CreateDossier", STAGE_CREATE, DOOR_BEARER, sixstepdesk_create},
    {"POST", "/sixstep/CapNhatTienTrinh", STAGE_PROGRESS, DOOR_BEARER,
     sixstepdesk_progress},
    {"POST", "/sixstep/CapNhatTrangThai", STAGE_MARK, DOOR_BEARER, sixstepdesk_status},
    {"GET", "/sixstep/TraCuuHoSo", STAGE_FIND, DOOR_BEARER, sixstepdesk_find},

    {"POST", "/igate/token", STAGE_TOKEN, DOOR_OPEN, logindesk_token},
    {"GET", "/igate/bd/procedure/--can-apply", STAGE_OTHER, DOOR_BEARER,
     igatedesk_find_procedure},
    {"GET", "/igate/bd/config/get-pattern", STAGE_OTHER, DOOR_BEARER,
     igatedesk_find_pattern},
    {"PUT", "/igate/bt/pattern/*/--get-next-value", STAGE_NUMBER, DOOR_BEARER,
     igatedesk_number},
    {"POST", "/igate/fi/file/--multiple", STAGE_FILE, DOOR_BEARER, igatedesk_add_file},
    {"GET", "/igate/fi/file/*", STAGE_READBACK, DOOR_BEARER, igatedesk_show_file},
    {"POST", "/igate/pa/dossier/--apply-online/", STAGE_CREATE, DOOR_BEARER,
     igatedesk_apply},
    {"GET", "/igate/pa/dossier/search", STAGE_FIND, DOOR_BEARER, igatedesk_search},

    {"GET", "/", STAGE_OTHER, DOOR_PAGE, showdesk_list},
    {"GET", "/dossiers/#", STAGE_OTHER, DOOR_PAGE, showdesk_show},

    {"OPTIONS", "/tus", STAGE_OTHER, DOOR_OPEN, tusdesk_offer},
    {"POST", "/tus", STAGE_UPLOAD, DOOR_ANY, tusdesk_create},
    {"HEAD", "/tus/*", STAGE_OFFSET, DOOR_ANY, tusdesk_show},
    {"PATCH", "/tus/*", STAGE_PATCH, DOOR_ANY, tusdesk_append},
};

gboolean
desk_allow_key (const char *key) {
  gsize length = key != NULL ? strlen (key) : 0;

  if (length == 0 || length > LIMIT_PORTAL_ID_BYTES || *key == '.')
    return FALSE;
  for (; *key != '\0'; key++) {
    if (!g_ascii_isalnum (*key) && strchr ("-._", *key) == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
desk_check_outcome (Reply *reply, RegistryOutcome outcome, const char *conflict,
                    const GError *fault) {
  switch (outcome) {
  case REGISTRY_KEPT:
    reply->kept = TRUE;
    return TRUE;
  case REGISTRY_THERE:
    return TRUE;
  case REGISTRY_CONFLICT:
    reply_set_refusal (reply, 409, conflict);
    return FALSE;
  case REGISTRY_FULL:
    reply_set_refusal (reply, 422, "the dossier is full");
    return FALSE;
  case REGISTRY_EMPTY:
    reply_set_refusal (reply, 422, "the dossier has no files");
    return FALSE;
  case REGISTRY_FAULT:
    reply_set_fault (reply, fault);
    return FALSE;
  }
  g_assert_not_reached ();
}

static gboolean
match_word (const char *pattern, const char *word, DeskRequest *request) {
  if (g_str_equal (pattern, "#"))
    return g_ascii_string_to_signed (word, 10, 1, G_MAXINT64, &request->dossier_id, NULL);
  if (!g_str_equal (pattern, "*"))
    return g_str_equal (pattern, word);
  g_free (request->key);
  request->key = g_strdup (word);
  return desk_allow_key (word);
}

static gboolean
match_pattern (const char *pattern, char **words, DeskRequest *request) {
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  guint count = g_strv_length (wanted);

  if (count != g_strv_length (words))
    return FALSE;
  for (guint i = 0; i < count; i++) {
    if (!match_word (wanted[i], words[i], request))
      return FALSE;
  }
  return TRUE;
}

DeskRequest *
desk_request_new (const char *method, const char *path) {
  g_autoptr (DeskRequest) request = g_new0 (DeskRequest, 1);
  g_auto (GStrv) words = NULL;

  request->method = "";
  request->stage = STAGE_OTHER;
  request->body = (Slice){.fd = -1};
  words = g_strsplit (path, "/", MOST_WORDS);
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
    const Route *route = &routes[i];

    if (!g_str_equal (route->method, method)
        || !match_pattern (route->pattern, words, request))
      continue;
    request->method = route->method;
    request->stage = route->stage;
    request->route = route;
    break;
  }
  return g_steal_pointer (&request);
}

void
desk_request_free (DeskRequest *request) {
  g_free (request->key);
  g_free (request);
}

/* --- what a request brings ---------------------------------------------------------- */

const char *
desk_get_header (const DeskRequest *request, const char *name) {
  return request->get_header != NULL ? request->get_header (request->headers, name)
                                     : NULL;
}

const char *
desk_get_query (const DeskRequest *request, const char *name) {
  return request->query != NULL ? g_hash_table_lookup (request->query, name) : NULL;
}

JsonObject *
desk_parse_json (const DeskRequest *request, Reply *reply) {
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = slice_dup (&request->body, &cause);
  g_autofree char *wrapped = NULL;
  JsonObject *json;

  if (text == NULL) {
    reply_set_fault (reply, cause);
    return NULL;
  }
  if (*g_strchug (text) == '[')
    wrapped = g_strconcat ("{\"value\":", text, "}", NULL);
  json = json_parse (wrapped != NULL ? wrapped : text,
                     strlen (wrapped != NULL ? wrapped : text), LIMIT_FORM_BYTES,
                     FAULT_PROTOCOL, "request", &cause);
  if (json == NULL)
    reply_set_refusal (reply, 400, "the message is not JSON");
  return json;
}

GPtrArray *
desk_parse_parts (const DeskRequest *request, Reply *reply) {
  g_autoptr (GError) cause = NULL;
  GPtrArray *parts = multipart_parse (request->content_type, &request->body, &cause);

  if (g_error_matches (cause, FAULT, FAULT_STORAGE))
    reply_set_fault (reply, cause);
  else if (parts == NULL)
    reply_set_refusal (reply, 400, cause->message);
  return parts;
}

guint64
desk_get_most_bytes (const DeskRequest *request) {
  return request->stage == STAGE_FILE || request->stage == STAGE_PATCH
             ? LIMIT_UPLOAD_BYTES
             : LIMIT_FORM_BYTES;
}

TroubleStage
desk_name_stage (const DeskRequest *request) {
  const Route *route = request->route;

  if (route != NULL
      && (route->answer == dvcqgdesk_integrate || route->answer == dvcqgdesk_plain))
    return dvcqgdesk_name_stage (request);
  return request->stage;
}

gboolean
desk_is_page (const DeskRequest *request) {
  const Route *route = request->route;

  return route != NULL && route->door == DOOR_PAGE;
}

/* --- doors -------------------------------------------------------------------------- */

static gboolean
admit_fixed (Desk *desk, const DeskRequest *request, Reply *reply) {
  if (!gate_is_secret (desk->gate, desk_get_header (request, "Token")))
    reply_set_refusal (reply, 401, "the header Token is missing or wrong");
  else if (!gate_is_group (desk->gate, desk_get_header (request, "groupId")))
    reply_set_refusal (reply, 403, "the header groupId is missing or wrong");
  else
    return TRUE;
  return FALSE;
}

static gboolean
admit_bearer (Desk *desk, const DeskRequest *request, Reply *reply) {
  if (gate_knows_bearer (desk->gate, desk_get_header (request, "Authorization")))
    return TRUE;
  reply_set_refusal (reply, 401, "the token is missing, wrong or over");
  return FALSE;
}

gboolean
desk_admit (Desk *desk, const DeskRequest *request, Reply *reply) {
  const Route *route = request->route;

  switch (route != NULL ? route->door : DOOR_FIXED) {
  case DOOR_FIXED:
    return admit_fixed (desk, request, reply);
  case DOOR_BEARER:
    return admit_bearer (desk, request, reply);
  case DOOR_OPEN:
  case DOOR_PAGE:
    return TRUE;
  case DOOR_ANY:
    return desk_get_header (request, "Token") != NULL
               ? admit_fixed (desk, request, reply)
               : admit_bearer (desk, request, reply);
  }
  g_assert_not_reached ();
}

void
desk_abandon (Desk *desk, const DeskRequest *request) {
  if (request->stage == STAGE_PATCH)
    tusdesk_keep_part (desk, request);
}

void
desk_answer (Desk *desk, const DeskRequest *request, Reply *reply) {
  const Route *route = request->route;
  g_autoptr (Filing) filing = NULL;
  g_autoptr (GError) fault = NULL;

  if (route == NULL) {
    reply_set_refusal (reply, 404, "there is no such resource");
    return;
  }
  if (request->dossier_id != 0) {
    filing = registry_load (desk->registry, request->dossier_id, &fault);
    if (fault != NULL)
      reply_set_fault (reply, fault);
    else if (filing == NULL)
      reply_set_refusal (reply, 404, "there is no such dossier");
    if (filing == NULL)
      return;
  }
  route->answer (desk, request, filing, reply);
}
