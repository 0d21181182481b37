/* SPDX-License-Identifier: Apache-2.0 */

/* Values only, no network: what came back, or why nothing did, becomes one of three
 * outcomes and a sentence. A 2xx is believed only as what was asked for; anything else is
 * some box between here and the portal. Only a 4xx that is about the request itself ends
 * the attempts; everything unclear is asked again under the same key. */

#include "upload/httpanswer.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

/* In the order of HttpFailure. */
static const char *const sentences[] = {
    [HTTP_FAILURE_NAME]
    = "The portal's name is not known to the network; it is tried again later.",
    [HTTP_FAILURE_UNREACHABLE]
    = "The portal could not be reached; it is tried again later.",
    [HTTP_FAILURE_TIMEOUT]
    = "The portal did not answer in time; it is asked again under the same key.",
    [HTTP_FAILURE_CERTIFICATE_NAME] = "The portal's certificate is made out to another "
                                      "name; nothing was sent, it is tried "
                                      "again later.",
    [HTTP_FAILURE_CERTIFICATE_EXPIRED]
    = "The portal's certificate has expired, or this kiosk's clock is wrong; nothing was "
      "sent, it is tried again later.",
    [HTTP_FAILURE_CERTIFICATE_EARLY] = "The portal's certificate is not valid yet, or "
                                       "this kiosk's clock is wrong; nothing "
                                       "was sent, it is tried again later.",
    [HTTP_FAILURE_CERTIFICATE_AUTHORITY]
    = "The portal's certificate is not signed by the configured authority; nothing was "
      "sent, it is tried again later.",
    [HTTP_FAILURE_CERTIFICATE_REVOKED]
    = "The portal's certificate has been revoked; nothing was sent, it is tried again "
      "later.",
    [HTTP_FAILURE_TURNED_AWAY] = "The portal does not let this kiosk's certificate in; "
                                 "nothing was sent, it is tried "
                                 "again later.",
    [HTTP_FAILURE_CERTIFICATE_PIN] = "The portal's certificate has another key than the "
                                     "pinned one; nothing was sent, it "
                                     "is tried again later.",
    [HTTP_FAILURE_OWN_CERTIFICATE]
    = "A certificate or key of this kiosk cannot be used; nothing was sent, it is tried "
      "again later.",
    [HTTP_FAILURE_TLS]
    = "No secure connection to the portal came about (protocol or certificate); nothing "
      "was sent, it is tried again later.",
    [HTTP_FAILURE_TOO_LONG]
    = "The portal's answer was longer than any answer may be; it is asked again later.",
    [HTTP_FAILURE_DISK]
    = "A paper's file could not be read from the disk; it is tried again later.",
    [HTTP_FAILURE_BROKEN]
    = "The connection to the portal broke off; it is asked again under the same key.",
};

void
httpanswer_free (HttpAnswer *answer) {
  if (answer == NULL)
    return;
  g_free (answer->sentence);
  g_free (answer->sha256);
  g_clear_pointer (&answer->json, json_object_unref);
  g_clear_pointer (&answer->headers, g_hash_table_unref);
  g_free (answer);
}

static HttpAnswer *
new_answer (PortalOutcome outcome, guint status, const char *sentence) {
  HttpAnswer *answer = g_new0 (HttpAnswer, 1);

  answer->outcome = outcome;
  answer->status = status;
  answer->sentence = g_strdup (sentence);
  return answer;
}

HttpAnswer *
httpanswer_new_failure (HttpFailure failure) {
  return new_answer (PORTAL_LATER, 0, sentences[failure]);
}

static gboolean
is_success (guint status) {
  return status >= 200 && status < 300;
}

/* Statuses that are about the request itself. */
static gboolean
is_permanent (guint status) {
  return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

static HttpAnswer *
new_unsuccessful (guint status) {
  HttpAnswer *answer;

  if (status >= 300 && status < 400)
    return new_answer (PORTAL_LATER, status,
                       "The portal sends us to another address; nothing was sent there, "
                       "it is asked again later.");
  answer
      = new_answer (is_permanent (status) ? PORTAL_REFUSED : PORTAL_LATER, status, NULL);

  answer->sentence
      = is_permanent (status)
            ? g_strdup_printf ("The portal refused the request (HTTP %u); a person must "
                               "look at it.",
                               status)
            : g_strdup_printf (
                "The portal cannot take it now (HTTP %u); it is asked again "
                "later.",
                status);
  return answer;
}

static JsonObject *
parse_object (const char *text, gsize size_bytes) {
  return json_parse (text, size_bytes, LIMIT_ANSWER_BYTES, FAULT_PROTOCOL, "answer",
                     NULL);
}

/* Some portals answer with a list or a word where others use an object. */
static JsonObject *
parse_value (const char *text, gsize size_bytes) {
  g_autoptr (GString) object = g_string_new ("{\"value\":");

  g_string_append_len (object, text, (gssize) size_bytes);
  g_string_append_c (object, '}');
  return parse_object (object->str, object->len);
}

static JsonObject *
parse_line (const char *text, gsize size_bytes) {
  g_autofree char *line = g_strstrip (g_strndup (text, size_bytes));
  JsonObject *object;

  if (*line == '\0' || strlen (line) > LIMIT_PORTAL_ID_BYTES)
    return NULL;
  for (const char *c = line; *c != '\0'; c++) {
    if (!g_ascii_isgraph (*c) || strchr ("<>{}[]\"\\", *c) != NULL)
      return NULL;
  }
  object = json_object_new ();
  json_object_set_string_member (object, "value", line);
  return object;
}

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Some servers write a byte order mark in front. */
static void
skip_mark (const char **text, gsize *size_bytes) {
  gsize length = strlen (BYTE_ORDER_MARK);

  if (*size_bytes < length || memcmp (*text, BYTE_ORDER_MARK, length) != 0)
    return;
  *text += length;
  *size_bytes -= length;
}

static JsonObject *
parse_body (HttpWanted wanted, const char *text, gsize size_bytes) {
  JsonObject *object;

  skip_mark (&text, &size_bytes);
  object = parse_object (text, size_bytes);
  if (object == NULL && wanted == HTTP_WORD && size_bytes == 0)
    object = json_object_new ();
  if (object == NULL && (wanted == HTTP_ANY_JSON || wanted == HTTP_LINE))
    object = parse_value (text, size_bytes);
  if (object == NULL && wanted == HTTP_LINE)
    object = parse_line (text, size_bytes);
  return object;
}

HttpAnswer *
httpanswer_new (HttpWanted wanted, guint status, const guint8 *body, gsize size_bytes) {
  const char *text = body != NULL ? (const char *) body : "";
  HttpAnswer *answer;

  if (!is_success (status)) {
    answer = new_unsuccessful (status);
    answer->json = parse_object (text, size_bytes);
    return answer;
  }
  answer = new_answer (PORTAL_DONE, status, NULL);
  if (wanted == HTTP_NOTHING)
    return answer;
  answer->json = parse_body (wanted, text, size_bytes);
  if (answer->json != NULL)
    return answer;
  httpanswer_free (answer);
  return new_answer (PORTAL_LATER, status,
                     "Something that is not the portal answered (no JSON); it is asked "
                     "again later.");
}

const char *
httpanswer_get_header (const HttpAnswer *answer, const char *name) {
  return answer->headers != NULL ? g_hash_table_lookup (answer->headers, name) : NULL;
}

gint64
httpanswer_get_header_int (const HttpAnswer *answer, const char *name) {
  const char *text = httpanswer_get_header (answer, name);
  gint64 number;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &number, NULL))
    return -1;
  return number;
}

static gboolean
is_message (const char *type) {
  return type != NULL
         && (g_ascii_strncasecmp (type, "text/", strlen ("text/")) == 0
             || g_ascii_strncasecmp (type, "application/json",
                                     strlen ("application/json"))
                    == 0);
}

HttpAnswer *
httpanswer_new_file (guint status, const char *type, const char *sha256,
                     guint64 size_bytes) {
  HttpAnswer *answer;

  if (!is_success (status))
    return new_unsuccessful (status);
  if (size_bytes == 0 || is_message (type))
    return new_answer (PORTAL_LATER, status,
                       "The portal did not give the file back; it is asked again later.");
  answer = new_answer (PORTAL_DONE, status, NULL);
  answer->sha256 = g_strdup (sha256);
  answer->size_bytes = size_bytes;
  return answer;
}
