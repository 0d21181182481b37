/* SPDX-License-Identifier: Apache-2.0 */

/* Defects as values, as JSON and as sentences. The sentence is made of kind, place and
 * measure and is never parsed: what a worker writes into it reaches nobody. */

#include "ocr/quality.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <math.h>
#include <string.h>

#define MEASURE_MOST   2000.0
#define MEASURE_STEPS  10.0 /* of a millimetre */
#define WANTED_RES_DPI 300

static const char *const kind_names[] = {
    [DEFECT_BLUR] = "blur",     [DEFECT_DARK] = "dark",     [DEFECT_CUT] = "cut",
    [DEFECT_CORNER] = "corner", [DEFECT_COARSE] = "coarse", [DEFECT_STREAK] = "streak",
};

static const char *const place_names[] = {
    [PLACE_NONE] = "",
    [PLACE_LEFT] = "left",
    [PLACE_RIGHT] = "right",
    [PLACE_TOP] = "top",
    [PLACE_BOTTOM] = "bottom",
    [PLACE_TOP_LEFT] = "top-left",
    [PLACE_TOP_RIGHT] = "top-right",
    [PLACE_BOTTOM_LEFT] = "bottom-left",
    [PLACE_BOTTOM_RIGHT] = "bottom-right",
};

static const char *const place_words[] = {
    [PLACE_NONE] = "",
    [PLACE_LEFT] = "mép trái",
    [PLACE_RIGHT] = "mép phải",
    [PLACE_TOP] = "mép trên",
    [PLACE_BOTTOM] = "mép dưới",
    [PLACE_TOP_LEFT] = "Góc trên bên trái",
    [PLACE_TOP_RIGHT] = "Góc trên bên phải",
    [PLACE_BOTTOM_LEFT] = "Góc dưới bên trái",
    [PLACE_BOTTOM_RIGHT] = "Góc dưới bên phải",
};

const char *
quality_get_kind_name (DefectKind kind) {
  return kind_names[kind];
}

char *
quality_describe (const Defect *defect) {
  switch (defect->kind) {
  case DEFECT_BLUR:
    return g_strdup ("Ảnh bị nhòe. Hãy đặt tờ giấy phẳng, sát mặt kính rồi quét lại.");
  case DEFECT_DARK:
    return g_strdup ("Ảnh quá tối. Hãy đậy nắp máy quét, tăng độ sáng rồi quét lại.");
  case DEFECT_CUT:
    return g_strdup_printf ("Chữ bị cắt ở %s. Hãy đặt lại tờ giấy rồi quét lại.",
                            place_words[defect->place]);
  case DEFECT_CORNER:
    return g_strdup_printf ("%s của tờ giấy bị gấp. Hãy vuốt phẳng rồi quét lại.",
                            place_words[defect->place]);
  case DEFECT_COARSE:
    return g_strdup_printf ("Độ phân giải chỉ có %.0f dpi. Hãy quét lại ở %d dpi.",
                            defect->measure, WANTED_RES_DPI);
  case DEFECT_STREAK:
    return g_strdup_printf (
        "Có vệt dọc cách mép trái %.0f mm. Hãy lau kính máy quét rồi quét lại.",
        defect->measure);
  }
  g_assert_not_reached ();
}

static void
format_defect (const Defect *defect, JsonBuilder *builder) {
  g_autofree char *message = quality_describe (defect);

  json_builder_begin_object (builder);
  json_add_string (builder, "kind", kind_names[defect->kind]);
  json_add_string (builder, "place",
                   defect->place != PLACE_NONE ? place_names[defect->place] : NULL);
  json_builder_set_member_name (builder, "measure");
  json_builder_add_double_value (builder,
                                 round (defect->measure * MEASURE_STEPS) / MEASURE_STEPS);
  json_add_string (builder, "message", message);
  json_builder_end_object (builder);
}

void
quality_format (const GArray *defects, JsonBuilder *builder) {
  json_builder_begin_object (builder);
  json_add_string (builder, "verdict", defects->len == 0 ? "good" : "rescan");
  json_builder_set_member_name (builder, "defects");
  json_builder_begin_array (builder);
  for (guint i = 0; i < defects->len; i++)
    format_defect (&g_array_index (defects, Defect, i), builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static gboolean
find_name (const char *const *names, guint count, const char *name, guint *found) {
  for (guint i = 0; name != NULL && i < count; i++)
    if (strcmp (names[i], name) == 0) {
      *found = i;
      return TRUE;
    }
  return FALSE;
}

/* Cut edges and folded corners have a place of their own sort, others have none. */
static gboolean
is_fit (const Defect *defect) {
  switch (defect->kind) {
  case DEFECT_CUT:
    return defect->place >= PLACE_LEFT && defect->place <= PLACE_BOTTOM;
  case DEFECT_CORNER:
    return defect->place >= PLACE_TOP_LEFT;
  case DEFECT_BLUR:
  case DEFECT_DARK:
  case DEFECT_COARSE:
  case DEFECT_STREAK:
    return defect->place == PLACE_NONE;
  }
  return FALSE;
}

static gboolean
parse_defect (JsonNode *node, Defect *defect) {
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *place;
  guint kind = 0, where = PLACE_NONE;

  if (object == NULL
      || !find_name (kind_names, G_N_ELEMENTS (kind_names),
                     json_get_string (object, "kind", NULL), &kind))
    return FALSE;
  place = json_get_string (object, "place", NULL);
  if (place != NULL
      && !find_name (place_names, G_N_ELEMENTS (place_names), place, &where))
    return FALSE;
  *defect = (Defect){(DefectKind) kind, (DefectPlace) where,
                     json_get_double (object, "measure", -1)};
  return defect->measure >= 0 && defect->measure <= MEASURE_MOST && is_fit (defect);
}

gboolean
quality_parse (JsonObject *object, GArray *defects, GError **error) {
  JsonArray *found = json_get_array (object, "defects");
  guint count = found != NULL ? json_array_get_length (found) : 0;
  gboolean fit = found != NULL && count <= LIMIT_PAGE_DEFECTS;

  for (guint i = 0; fit && i < count; i++) {
    Defect defect;

    fit = parse_defect (json_array_get_element (found, i), &defect);
    if (fit)
      g_array_append_val (defects, defect);
  }
  if (!fit)
    g_set_error (error, FAULT, FAULT_PROTOCOL, "quality: a defect is unknown");
  return fit;
}
