/* SPDX-License-Identifier: Apache-2.0 */

/* The quality gate by itself. Reading takes seconds and waits for its turn behind the pages
 * before it; a person at the feeder wants to hear within a second that a page is blurred or
 * the glass dirty. It is the very look that cleaning begins with, so both say the same. */

#include "ocr/glance.h"

#include "config/fault.h"
#include "config/json.h"
#include "ocr/clean.h"

#define JSON_MOST_BYTES (16 * 1024)

void
glance_free (Glance *glance) {
  if (glance == NULL)
    return;
  g_array_unref (glance->defects);
  g_free (glance);
}

static Glance *
new_glance (void) {
  Glance *glance = g_new0 (Glance, 1);

  glance->defects = g_array_new (FALSE, FALSE, sizeof (Defect));
  return glance;
}

Glance *
glance_take (const guint8 *bytes, gsize size, GError **error) {
  g_autoptr (Image) raw = image_decode (bytes, size, 0, error);
  g_autoptr (Glance) glance = raw != NULL ? new_glance () : NULL;

  if (glance == NULL
      || !clean_glance (g_steal_pointer (&raw), &glance->blank, glance->defects, error))
    return NULL;
  return g_steal_pointer (&glance);
}

char *
glance_format (const Glance *glance) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "blank");
  json_builder_add_boolean_value (builder, glance->blank);
  json_builder_set_member_name (builder, "quality");
  quality_format (glance->defects, builder);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

Glance *
glance_parse (const char *json, gsize size, GError **error) {
  g_autoptr (JsonObject) root
      = json_parse (json, size, JSON_MOST_BYTES, FAULT_PROTOCOL, "glance", error);
  JsonObject *quality = root != NULL ? json_get_object (root, "quality") : NULL;
  g_autoptr (Glance) glance = new_glance ();

  if (root == NULL)
    return NULL;
  if (quality == NULL) {
    g_set_error_literal (error, FAULT, FAULT_PROTOCOL, "glance: no quality");
    return NULL;
  }
  if (!quality_parse (quality, glance->defects, error))
    return NULL;
  glance->blank = json_get_boolean (root, "blank", FALSE);
  return g_steal_pointer (&glance);
}
