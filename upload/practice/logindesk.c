/* SPDX-License-Identifier: Apache-2.0 */

/* Names of users are not checked: a station that practises has the secret, and that is
 * what it must have. */

#include "upload/practice/logindesk.h"

#include "config/json.h"

#include <string.h>

#define BASIC "Basic "

/* The secret in "Basic BASE64 (id:secret)"; NULL when there is none. */
static char *
read_basic (const DeskRequest *request) {
  const char *header = desk_get_header (request, "Authorization");
  g_autofree guchar *bytes = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (header == NULL || !g_str_has_prefix (header, BASIC)
      || strlen (header) == strlen (BASIC))
    return NULL;
  bytes = g_base64_decode (header + strlen (BASIC), &length);
  text = g_strndup ((const char *) bytes, length);
  return strchr (text, ':') != NULL ? g_strdup (strchr (text, ':') + 1) : NULL;
}

static char *
read_form (const DeskRequest *request) {
  g_autofree char *text = slice_dup (&request->body, NULL);
  g_autoptr (GHashTable) fields
      = text != NULL ? g_uri_parse_params (text, -1, "&", G_URI_PARAMS_WWW_FORM, NULL)
                     : NULL;

  return fields != NULL ? g_strdup (g_hash_table_lookup (fields, "client_secret")) : NULL;
}

static char *
read_json (const DeskRequest *request, const char *member) {
  g_autoptr (Reply) ignored = reply_new ();
  g_autoptr (JsonObject) json = desk_parse_json (request, ignored);

  return json != NULL ? g_strdup (json_get_string (json, member, NULL)) : NULL;
}

static gboolean
is_json (const DeskRequest *request) {
  return request->content_type != NULL
         && g_str_has_prefix (request->content_type, "application/json");
}

void
logindesk_token (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autofree char *secret = read_basic (request);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *pass = NULL;

  if (secret == NULL)
    secret
        = is_json (request) ? read_json (request, "client_secret") : read_form (request);
  if (!gate_is_secret (desk->gate, secret)) {
    reply_set_refusal (reply, 401, "client_id or client_secret is wrong");
    return;
  }
  pass = gate_issue (desk->gate);
  json_builder_begin_object (builder);
  json_add_string (builder, "access_token", pass);
  json_add_int (builder, "expires_in", gate_get_life_s (desk->gate));
  json_add_string (builder, "token_type", "Bearer");
  json_add_string (builder, "scope", "default");
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

void
logindesk_session (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autofree char *secret = read_json (request, "password");
  gboolean good = gate_is_secret (desk->gate, secret);
  g_autofree char *pass = good ? gate_issue (desk->gate) : g_strdup ("");
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "session", pass);
  json_add_string (builder, "error_code", good ? "0" : "1");
  json_add_string (builder, "error_message",
                   good ? "" : "Tên đăng nhập hoặc mật khẩu không đúng");
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}
