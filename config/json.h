/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

/* JSON from outside, bounded before it is parsed: at most LIMIT_JSON_BYTES (or the smaller
 * @most_bytes) and LIMIT_JSON_DEPTH. json-glib's types are used across the project as
 * GLib's are. */

/* Parses one object; a member that is given twice is refused. @what names the source in
 * messages ("procedures.json"), which carry line and column. The fault is FAULT_CONFIG for
 * files of ours and @code for answers. */
JsonObject *json_parse (const char *text, gsize size_bytes, gsize most_bytes, int code,
                        const char *what, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a file of ours (FAULT_CONFIG). */
JsonObject *json_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Typed members with a default for absence, null and wrong type; strings are borrowed. */
const char *json_get_string (JsonObject *object, const char *member, const char *absent);
gint64 json_get_int (JsonObject *object, const char *member, gint64 absent);
double json_get_double (JsonObject *object, const char *member, double absent);
gboolean json_get_boolean (JsonObject *object, const char *member, gboolean absent);
JsonArray *json_get_array (JsonObject *object, const char *member);   /* NULL if absent */
JsonObject *json_get_object (JsonObject *object, const char *member); /* NULL if absent */

/* Adds one member to the object that @builder is in; a NULL @value is null. */
void json_add_string (JsonBuilder *builder, const char *member, const char *value);
void json_add_int (JsonBuilder *builder, const char *member, gint64 value);
void json_add_boolean (JsonBuilder *builder, const char *member, gboolean value);

/* Takes @builder's root and returns its text; indented when @pretty. UTF-8 stays UTF-8. */
char *json_format (JsonBuilder *builder, gboolean pretty) G_GNUC_WARN_UNUSED_RESULT;
