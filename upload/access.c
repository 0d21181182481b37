/* SPDX-License-Identifier: Apache-2.0 */

/* One token or session a portal and process, never on disk. Its time runs on the monotonic
 * clock: setting the clock neither keeps a dead one nor drops a good one.
 *
 *   none --ask--> fresh --80 % of its time--> stale --ask--> fresh
 *                   '--refused (401, 403): drop, ask, send once more; refused: a person */

#include "upload/access.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "upload/envelope.h"
#include "upload/package.h"

#include <string.h>

#define LIFE_S         3600 /* when the portal does not say */
#define LIFE_LEAST_S   5
#define LIFE_MOST_S    86400
#define USABLE_PERCENT 80

struct Access {
  Http *http;
  AccessKind kind;
  char *url;
  char *style; /* how a token is asked for: "json", "form", "basic" */
  char *user;
  char *secret;
  char *pass; /* the token or session; NULL: none */
  gint64 stale_at_us;
};

gboolean
access_load_secret (const PortalSettings *settings, char **secret, GError **error) {
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) cause = NULL;

  *secret = NULL;
  if (settings->secret_file == NULL)
    return TRUE;
  bytes = package_load_file (settings->secret_file, LIMIT_SECRET_BYTES, &cause);
  if (bytes == NULL) {
    g_set_error_literal (error, FAULT, FAULT_CONFIG, cause->message);
    return FALSE;
  }
  *secret
      = g_strstrip (g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  return TRUE;
}

static const char *
choose (const char *const *texts) {
  while (*texts == NULL)
    texts++;
  return *texts;
}

Access *
access_new (Http *http, const PortalSettings *settings, AccessKind kind, GError **error) {
  g_autoptr (Access) access = g_new0 (Access, 1);
  gboolean session = kind == ACCESS_SESSION;
  gboolean form_first = g_str_equal (settings->adapter, "igate");

  access->http = http;
  access->kind = kind;
  if (!access_load_secret (settings, &access->secret, error))
    return NULL;
  access->url = g_strdup (choose (
      (const char *const[]){session ? settings->auth_endpoint : settings->token_url,
                            session ? settings->token_url : settings->auth_endpoint,
                            session ? "/auth" : "/token"}));
  access->style = g_strdup (choose (
      (const char *const[]){settings->token_style, form_first ? "form" : "json"}));
  access->user = g_strdup (
      choose ((const char *const[]){session ? settings->user : settings->client_id,
                                    session ? settings->client_id : settings->user, ""}));
  return g_steal_pointer (&access);
}

void
access_free (Access *access) {
  if (access == NULL)
    return;
  g_free (access->url);
  g_free (access->style);
  g_free (access->user);
  g_free (access->secret);
  g_free (access->pass);
  g_free (access);
}

Http *
access_get_http (const Access *access) {
  return access->http;
}

void
access_drop (Access *access) {
  g_clear_pointer (&access->pass, g_free);
}

/* --- asking for one ----------------------------------------------------------------- */

static char *
format_login (const Access *access) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean session = access->kind == ACCESS_SESSION;

  json_builder_begin_object (builder);
  json_add_string (builder, session ? "username" : "client_id", access->user);
  json_add_string (builder, session ? "password" : "client_secret",
                   access->secret != NULL ? access->secret : "");
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

/* Headers of earlier tokens must not go with the request for a new one. */
static HttpAnswer *
ask (Access *access) {
  g_autofree char *login = format_login (access);
  g_autofree char *pair = g_strdup_printf ("%s:%s", access->user,
                                           access->secret != NULL ? access->secret : "");
  g_autofree char *code = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *basic = g_strconcat ("Basic ", code, NULL);
  gboolean is_basic = g_str_equal (access->style, "basic");
  const HttpField form[] = {{"grant_type", "client_credentials"},
                            {"client_id", is_basic ? NULL : access->user},
                            {"client_secret", is_basic ? NULL : access->secret},
                            {NULL, NULL}};
  const HttpField headers[] = {{"Authorization", is_basic ? basic : NULL}, {NULL, NULL}};
  HttpRequest request = {.method = "POST", .url = access->url, .headers = headers};

  if (!http_set_header (access->http, "Authorization", NULL, NULL))
    return httpanswer_new_failure (HTTP_FAILURE_BROKEN);
  if (g_str_equal (access->style, "json"))
    request.json = login;
  else
    request.form = form;
  return http_send (access->http, &request);
}

static gint64
read_life_s (JsonObject *json) {
  gint64 life_s = envelope_get_size (json, (const char *const[]){"expires_in", NULL});

  return life_s < 0 ? LIFE_S : CLAMP (life_s, LIFE_LEAST_S, LIFE_MOST_S);
}

/* Takes what @answer gives; FALSE (and an outcome that is not done) when it gives none. */
static gboolean
take_pass (Access *access, HttpAnswer *answer) {
  gboolean session = access->kind == ACCESS_SESSION;
  const char *const names[] = {session ? "session" : "access_token", NULL};
  JsonObject *content;
  g_autofree char *pass = NULL;

  envelope_judge (answer);
  if (answer->outcome != PORTAL_DONE)
    return FALSE;
  pass = envelope_dup_text (answer->json, names);
  content = pass == NULL ? envelope_get_content (answer->json) : answer->json;
  if (pass == NULL)
    pass = envelope_dup_text (content, names);
  if (pass == NULL || *pass == '\0' || strlen (pass) > LIMIT_SECRET_BYTES) {
    answer->outcome = PORTAL_LATER;
    answer->sentence = g_strdup (
        "The portal let us in without a token or session; it is asked again later.");
    return FALSE;
  }
  access->stale_at_us
      = g_get_monotonic_time ()
        + read_life_s (content) * G_TIME_SPAN_SECOND / 100 * USABLE_PERCENT;
  access->pass = g_steal_pointer (&pass);
  return TRUE;
}

/* NULL when there is a fresh one; else what the portal said. */
static HttpAnswer *
refresh (Access *access) {
  g_autoptr (HttpAnswer) answer = NULL;
  g_autofree char *bearer = NULL;

  if (access->kind == ACCESS_FIXED)
    return NULL;
  if (access->pass != NULL
      && (access->kind == ACCESS_SESSION
          || g_get_monotonic_time () < access->stale_at_us))
    return NULL;
  access_drop (access);
  answer = ask (access);
  if (!take_pass (access, answer))
    return g_steal_pointer (&answer);
  bearer = g_strconcat ("Bearer ", access->pass, NULL);
  if (!http_set_header (access->http, "Authorization", bearer, NULL)) {
    access_drop (access);
    return httpanswer_new_failure (HTTP_FAILURE_BROKEN);
  }
  return NULL;
}

/* --- using it ----------------------------------------------------------------------- */

static HttpAnswer *
send_once (Access *access, const HttpRequest *request) {
  HttpAnswer *answer = refresh (access);

  if (answer != NULL)
    return answer;
  answer = http_send (access->http, request);
  envelope_judge (answer);
  return answer;
}

HttpAnswer *
access_send (Access *access, const HttpRequest *request) {
  HttpAnswer *answer = send_once (access, request);

  if (access->kind == ACCESS_FIXED || access->pass == NULL
      || (answer->status != 401 && answer->status != 403))
    return answer;
  httpanswer_free (answer);
  access_drop (access);
  return send_once (access, request);
}

const char *
access_get_session (Access *access, HttpAnswer **refusal) {
  *refusal = refresh (access);
  return *refusal == NULL ? access->pass : NULL;
}

PortalAnswer *
access_format_probe (const HttpAnswer *answer) {
  PortalAnswer *probe = g_new0 (PortalAnswer, 1);

  probe->outcome = answer->outcome;
  probe->retry_after_s = answer->retry_after_s;
  probe->sentence = answer->outcome == PORTAL_DONE
                        ? g_strdup ("The portal answers and knows this kiosk.")
                        : g_strdup (answer->sentence);
  return probe;
}

PortalAnswer *
access_probe (Access *access) {
  g_autoptr (HttpAnswer) answer = NULL;

  access_drop (access);
  answer = refresh (access);
  if (answer == NULL) {
    answer = g_new0 (HttpAnswer, 1);
    answer->outcome = PORTAL_DONE;
  }
  return access_format_probe (answer);
}
