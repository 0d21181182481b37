/* SPDX-License-Identifier: Apache-2.0 */

/* Liberal in what is read, strict in what it is taken for: the case of names and the type
 * of numbers do not count, but a code that is neither absent nor a whole number is a
 * refusal, and a message never turns a refusal into a success. */

#include "upload/envelope.h"

#include "config/json.h"
#include "ocr/fold.h"

#include <string.h>

static const char *const insides[] = {"data", "result", "value", "content"};
static const char *const codes[] = {"error_code", "code", "errorCode"};
#define AMBIGUOUS "code" /* of an answer, or of the thing that it is about */

static const char *const messages[]
    = {"error_message", "message", "errorMessage", "error_description"};
#define WHOLE_MOST 9007199254740992.0 /* up to here a double counts one by one */

/* The member called @name, or else one that is called so but for upper and lower case;
 * NULL when there is none, or it is null. */
static JsonNode *
find_member (JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member (object, name);
  JsonObjectIter iter;
  const char *other;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (node == NULL && json_object_iter_next (&iter, &other, &value)) {
    if (g_ascii_strcasecmp (other, name) == 0)
      node = value;
  }
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static char *
format_double (double number) {
  return number >= -WHOLE_MOST && number <= WHOLE_MOST
                 && number == (double) (gint64) number
             ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number)
             : NULL;
}

/* A member that is text or a whole number, as text; NULL otherwise. */
static char *
dup_member (JsonObject *object, const char *name) {
  JsonNode *node = find_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return format_double (json_node_get_double (node));
  return NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name) {
  JsonNode *node = find_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name) {
  JsonNode *node = find_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                       : NULL;
}

char *
envelope_dup_text (JsonObject *object, const char *const *names) {
  for (; *names != NULL; names++) {
    char *text = dup_member (object, *names);

    if (text != NULL)
      return text;
  }
  return NULL;
}

gint64
envelope_get_size (JsonObject *object, const char *const *names) {
  g_autofree char *text = envelope_dup_text (object, names);
  gint64 size;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &size, NULL))
    return -1;
  return size;
}

JsonObject *
envelope_get_entry (JsonArray *list, guint i) {
  JsonNode *node = json_array_get_element (list, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
envelope_get_list (JsonObject *object) {
  for (guint i = 0; i < G_N_ELEMENTS (insides); i++) {
    JsonArray *list = get_array (object, insides[i]);
    JsonObject *inside = get_object (object, insides[i]);

    if (list != NULL)
      return list;
    if (inside != NULL)
      return envelope_get_list (inside);
  }
  return NULL;
}

JsonObject *
envelope_get_content (JsonObject *object) {
  for (guint i = 0; i < G_N_ELEMENTS (insides); i++) {
    JsonObject *inside = get_object (object, insides[i]);
    JsonArray *list = get_array (object, insides[i]);

    if (inside == NULL && list != NULL && json_array_get_length (list) > 0)
      inside = envelope_get_entry (list, 0);
    if (inside != NULL)
      return inside;
  }
  return object;
}

gboolean
envelope_is_true (JsonObject *object, const char *name) {
  JsonNode *node = find_member (object, name);
  g_autofree char *text = dup_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  return text != NULL
         && (g_ascii_strcasecmp (text, "true") == 0 || g_str_equal (text, "1"));
}

gboolean
envelope_get_code (JsonObject *object, gint64 *code) {
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autofree char *text = NULL;

    if (find_member (object, codes[i]) == NULL)
      continue;
    text = dup_member (object, codes[i]);
    if (text != NULL
        && g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, code, NULL))
      return TRUE;
    if (g_str_equal (codes[i], AMBIGUOUS))
      continue;
    *code = -1;
    return TRUE;
  }
  return FALSE;
}

gboolean
envelope_says (JsonObject *object, const char *words) {
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++) {
    g_autofree char *message = dup_member (object, messages[i]);
    g_autofree char *folded = message != NULL ? fold_text (message) : NULL;

    if (folded != NULL && strstr (folded, words) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_http_status (gint64 code) {
  return code == 401 || code == 408 || code == 425 || code == 429
         || (code >= 500 && code < 600);
}

void
envelope_judge (HttpAnswer *answer) {
  gint64 code;

  if (answer->outcome != PORTAL_DONE || answer->json == NULL
      || !envelope_get_code (answer->json, &code))
    return;
  if (code == 0 || (code >= 200 && code < 300))
    return;
  g_free (answer->sentence);
  if (is_http_status (code)) {
    answer->status = (guint) code;
    answer->outcome = code == 401 ? PORTAL_REFUSED : PORTAL_LATER;
    answer->sentence = g_strdup_printf (
        code == 401 ? "The portal does not let us in (code %u); a person must look at it."
                    : "The portal cannot take it now (code %u); it is asked again later.",
        (guint) code);
    return;
  }
  answer->outcome = PORTAL_REFUSED;
  answer->sentence
      = g_strdup_printf ("The portal refused the message (code %d); a person "
                         "must look at it.",
                         (int) CLAMP (code, G_MININT32, G_MAXINT32));
}
