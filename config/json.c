/* SPDX-License-Identifier: Apache-2.0 */

/* json-glib parses recursively and without limits; what arrives here is measured first, so
 * that neither a deep nor a long text reaches it. */

#include "config/json.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Deepest nesting of brackets outside strings. */
static guint
measure_depth (const char *text, gsize size_bytes) {
  guint depth = 0, deepest = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < size_bytes; i++) {
    char c = text[i];

    if (in_string) {
      if (c == '\\')
        i++;
      else if (c == '"')
        in_string = FALSE;
    } else if (c == '"') {
      in_string = TRUE;
    } else if (c == '{' || c == '[') {
      depth++;
      deepest = MAX (deepest, depth);
    } else if ((c == '}' || c == ']') && depth > 0) {
      depth--;
    }
  }
  return deepest;
}

/* A zero, as it stands or escaped, would end a text before its end. */
static gboolean
has_zero (const char *text, gsize size_bytes) {
  const char escape[] = "\\u0000";
  gsize length = strlen (escape);

  for (gsize i = 0; i < size_bytes; i++) {
    if (text[i] == '\0'
        || (size_bytes - i >= length && memcmp (text + i, escape, length) == 0))
      return TRUE;
    if (text[i] == '\\')
      i++;
  }
  return FALSE;
}

typedef struct {
  guint line, column;
} Position;

typedef struct {
  GArray *counts; /* guint, innermost object last */
  gboolean found;
} Doubles;

/* The parser knows where it is only while it tells of an error. */
static void
on_parser_error (JsonParser *parser, gpointer cause, gpointer data) {
  Position *position = data;

  position->line = json_parser_get_current_line (parser);
  position->column = json_parser_get_current_pos (parser);
}

/* How many members each object that is still open has been given. */
static void
on_object_start (JsonParser *parser, gpointer data) {
  GArray *counts = ((Doubles *) data)->counts;
  guint none = 0;

  g_array_append_val (counts, none);
}

static void
on_object_member (JsonParser *parser, JsonObject *object, const char *member,
                  gpointer data) {
  GArray *counts = ((Doubles *) data)->counts;

  g_array_index (counts, guint, counts->len - 1)++;
}

/* A member that is given twice is kept once: then the counts differ. */
static void
on_object_end (JsonParser *parser, JsonObject *object, gpointer data) {
  Doubles *doubles = data;
  GArray *counts = doubles->counts;

  if (g_array_index (counts, guint, counts->len - 1) != json_object_get_size (object))
    doubles->found = TRUE;
  g_array_set_size (counts, counts->len - 1);
}

static void
watch_doubles (JsonParser *parser, Doubles *doubles) {
  g_signal_connect (parser, "object-start", G_CALLBACK (on_object_start), doubles);
  g_signal_connect (parser, "object-member", G_CALLBACK (on_object_member), doubles);
  g_signal_connect (parser, "object-end", G_CALLBACK (on_object_end), doubles);
}

JsonObject *
json_parse (const char *text, gsize size_bytes, gsize most_bytes, int code,
            const char *what, GError **error) {
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) cause = NULL;
  Position position = {1, 1};
  Doubles doubles = {counts, FALSE};
  JsonNode *root;

  if (size_bytes > MIN (most_bytes, LIMIT_JSON_BYTES)) {
    g_set_error (error, FAULT, code, "%s: longer than %" G_GSIZE_FORMAT " bytes", what,
                 MIN (most_bytes, (gsize) LIMIT_JSON_BYTES));
    return NULL;
  }
  if (measure_depth (text, size_bytes) > LIMIT_JSON_DEPTH) {
    g_set_error (error, FAULT, code, "%s: nested deeper than %u", what, LIMIT_JSON_DEPTH);
    return NULL;
  }
  if (has_zero (text, size_bytes)) {
    g_set_error (error, FAULT, code, "%s: holds a zero", what);
    return NULL;
  }
  g_signal_connect (parser, "error", G_CALLBACK (on_parser_error), &position);
  watch_doubles (parser, &doubles);
  if (!json_parser_load_from_data (parser, text, (gssize) size_bytes, &cause)) {
    g_set_error (error, FAULT, code, "%s: line %u, column %u: not valid JSON", what,
                 position.line, position.column);
    return NULL;
  }
  if (doubles.found) {
    g_set_error (error, FAULT, code, "%s: a member is given twice", what);
    return NULL;
  }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error (error, FAULT, code, "%s: line 1: not a JSON object", what);
    return NULL;
  }
  return json_object_ref (json_node_get_object (root));
}

JsonObject *
json_load (const char *path, GError **error) {
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  struct stat status;
  gsize size_bytes;

  if (stat (path, &status) != 0) {
    fault_set_errno (error, FAULT_CONFIG, "cannot read %s", path);
    return NULL;
  }
  if (!S_ISREG (status.st_mode) || status.st_size > (off_t) LIMIT_JSON_BYTES) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: not a regular file of at most %u bytes",
                 path, LIMIT_JSON_BYTES);
    return NULL;
  }
  if (!g_file_get_contents (path, &text, &size_bytes, &cause)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot read %s: %s", path, cause->message);
    return NULL;
  }
  return json_parse (text, size_bytes, LIMIT_JSON_BYTES, FAULT_CONFIG, path, error);
}

/* The member's node when it holds a value of @kind's family, else NULL. */
static JsonNode *
find_value (JsonObject *object, const char *member) {
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

const char *
json_get_string (JsonObject *object, const char *member, const char *absent) {
  JsonNode *node = find_value (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : absent;
}

gint64
json_get_int (JsonObject *object, const char *member, gint64 absent) {
  JsonNode *node = find_value (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : absent;
}

double
json_get_double (JsonObject *object, const char *member, double absent) {
  JsonNode *node = find_value (object, member);

  if (node == NULL || json_node_get_value_type (node) == G_TYPE_STRING
      || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return absent;
  return json_node_get_double (node);
}

gboolean
json_get_boolean (JsonObject *object, const char *member, gboolean absent) {
  JsonNode *node = find_value (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
             ? json_node_get_boolean (node)
             : absent;
}

JsonArray *
json_get_array (JsonObject *object, const char *member) {
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
json_get_object (JsonObject *object, const char *member) {
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                       : NULL;
}

void
json_add_string (JsonBuilder *builder, const char *member, const char *value) {
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
json_add_int (JsonBuilder *builder, const char *member, gint64 value) {
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

void
json_add_boolean (JsonBuilder *builder, const char *member, gboolean value) {
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

char *
json_format (JsonBuilder *builder, gboolean pretty) {
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, pretty);
}
