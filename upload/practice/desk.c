/* SPDX-License-Identifier: Apache-2.0 */

/* One table of resources: pattern, method, kind, and the function that answers. In a
 * pattern "#" is a dossierId and "*" a key. Whatever does not fit the table does not
 * exist. Messages name fields, never their values. */

#include "upload/practice/desk.h"

#include "config/limits.h"
#include "upload/practice/dossierdesk.h"
#include "upload/practice/filedesk.h"

#include <string.h>

#define BASE_PATH "/opencps/o/rest/v2/dossiers"

typedef struct {
  const char *method;
  const char *pattern;
  TroubleStage stage;
  DeskAnswer answer; /* with the dossier when the pattern has one */
} Route;

static const Route routes[] = {
    {"GET", "", STAGE_FIND, dossierdesk_list},
    {"POST", "", STAGE_CREATE, dossierdesk_create},
    {"GET", "/#", STAGE_FIND, dossierdesk_show},
    {"GET", "/#/files", STAGE_FILES, filedesk_list},
    {"POST", "/#/files", STAGE_FILE, filedesk_add},
    {"GET", "/#/files/*", STAGE_READBACK, filedesk_show},
    {"GET", "/#/marks/*", STAGE_MARK, dossierdesk_show_mark},
    {"POST", "/#/marks/*", STAGE_MARK, dossierdesk_set_mark},
    {"POST", "/#/submit", STAGE_SUBMIT, dossierdesk_submit},
    {"GET", "/#/submitting", STAGE_SUBMIT, dossierdesk_submit},
    {"POST", "/#/submitting", STAGE_SUBMIT, dossierdesk_submit},
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
  if (!g_str_has_prefix (path, BASE_PATH))
    return g_steal_pointer (&request);
  words = g_strsplit (path + strlen (BASE_PATH), "/", 8);
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

void
desk_answer (Registry *registry, const DeskRequest *request, Reply *reply) {
  const Route *route = request->route;
  g_autoptr (Filing) filing = NULL;
  g_autoptr (GError) fault = NULL;

  if (route == NULL) {
    reply_set_refusal (reply, 404, "there is no such resource");
    return;
  }
  if (request->dossier_id != 0) {
    filing = registry_load (registry, request->dossier_id, &fault);
    if (fault != NULL)
      reply_set_fault (reply, fault);
    else if (filing == NULL)
      reply_set_refusal (reply, 404, "there is no such dossier");
    if (filing == NULL)
      return;
  }
  route->answer (registry, request, filing, reply);
}
