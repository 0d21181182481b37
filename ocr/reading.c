/* SPDX-License-Identifier: Apache-2.0 */

/* The answer about one page, as a value and as JSON. The JSON is both the command line's
 * contract and what crosses from the sandboxed reader into the kiosk, so one formatter and
 * one parser serve both and a round trip loses nothing.
 *
 * Parsing treats the text as a citizen's: the reader has decoded hostile bytes and may be
 * no longer ours. Every number has its range, every box lies on the page, every string is
 * bounded and plain (a value may have lines, as a machine-readable zone has), every name
 * is of the known alphabet. What breaks a rule is refused whole, never repaired: an honest
 * reader keeps them all. */

#include "ocr/reading.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "ocr/contrary.h"
#include "ocr/likeness.h"
#include "ocr/plain.h"

#include <math.h>
#include <string.h>

#define SKEW_MOST_DEG    45.0
#define NAME_MOST_BYTES  64
#define DURATION_MOST_MS G_MAXINT32
#define BOX_SIDES        4
#define CONFIDENCE_STEPS 1000.0
#define MM_STEPS         10.0
#define PAPER_MOST_MM    2000.0

Reading *
reading_new (void) {
  Reading *reading = g_new0 (Reading, 1);

  reading->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  reading->words = words_new ();
  reading->defects = g_array_new (FALSE, FALSE, sizeof (Defect));
  return reading;
}

void
reading_free (Reading *reading) {
  g_free (reading->document_type);
  g_free (reading->likeness);
  g_free (reading->qr);
  g_ptr_array_unref (reading->fields);
  words_free (reading->words);
  g_array_unref (reading->defects);
  recipe_free (reading->recipe);
  g_free (reading);
}

static Field *
find_field (const Reading *reading, const char *name) {
  for (guint i = 0; i < reading->fields->len; i++) {
    Field *field = reading->fields->pdata[i];

    if (g_str_equal (field->name, name))
      return field;
  }
  return NULL;
}

Field *
reading_find_field (Reading *reading, const char *name) {
  return find_field (reading, name);
}

const Field *
reading_get_field (const Reading *reading, const char *name) {
  return find_field (reading, name);
}

/* --- formatting --- */

/* Thousandths are more than recognition knows. */
static void
add_double (JsonBuilder *builder, const char *member, double value) {
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder,
                                 round (value * CONFIDENCE_STEPS) / CONFIDENCE_STEPS);
}

static void
add_box (JsonBuilder *builder, const Box *box) {
  json_builder_set_member_name (builder, "box");
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, box->left);
  json_builder_add_int_value (builder, box->top);
  json_builder_add_int_value (builder, box->right);
  json_builder_add_int_value (builder, box->bottom);
  json_builder_end_array (builder);
}

/* What cleaning found out about the scan itself. */
static void
add_scan (JsonBuilder *builder, const Reading *reading) {
  json_add_boolean (builder, "rotation_unsure", reading->rotation_unsure);
  json_builder_set_member_name (builder, "paper_mm");
  json_builder_begin_array (builder);
  json_builder_add_double_value (builder,
                                 round (reading->paper_width_mm * MM_STEPS) / MM_STEPS);
  json_builder_add_double_value (builder,
                                 round (reading->paper_height_mm * MM_STEPS) / MM_STEPS);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "quality");
  quality_format (reading->defects, builder);
  json_builder_set_member_name (builder, "recipe");
  if (reading->recipe != NULL)
    recipe_format (reading->recipe, builder);
  else
    json_builder_add_null_value (builder);
}

static void
add_page (JsonBuilder *builder, const Reading *reading, const char *page) {
  json_add_string (builder, "page", page);
  json_add_boolean (builder, "blank", reading->blank);
  json_add_int (builder, "rotation", reading->rotation);
  add_double (builder, "skew_deg", reading->skew_deg);
  json_add_int (builder, "width_px", reading->width_px);
  json_add_int (builder, "height_px", reading->height_px);
  json_add_int (builder, "res_dpi", reading->res_dpi);
  add_scan (builder, reading);
  json_add_string (builder, "document_type", reading->document_type);
  add_double (builder, "document_type_confidence", reading->document_type_confidence);
  json_add_string (builder, "qr", reading->qr);
  if (reading->likeness != NULL)
    json_add_string (builder, "likeness", reading->likeness);
  json_add_int (builder, "clean_ms", reading->clean_ms);
  json_add_int (builder, "recognise_ms", reading->recognise_ms);
  json_add_int (builder, "understand_ms", reading->understand_ms);
}

static void
add_contrary (JsonBuilder *builder, const Field *field) {
  g_autofree char *vietnamese = contrary_explain (field, FALSE);
  g_autofree char *english = contrary_explain (field, TRUE);

  if (vietnamese == NULL)
    return;
  json_builder_set_member_name (builder, "disagrees");
  json_builder_begin_object (builder);
  json_add_string (builder, "value", field->contrary);
  json_add_string (builder, "source", field_source_get_name (field->contrary_source));
  json_add_string (builder, "vi", vietnamese);
  json_add_string (builder, "en", english);
  json_builder_end_object (builder);
}

/* A name that came twice keeps its first value, as reading_get_field tells it. */
static void
add_fields (JsonBuilder *builder, const Reading *reading) {
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_object (builder);
  for (guint i = 0; i < reading->fields->len; i++) {
    const Field *field = reading->fields->pdata[i];

    if (reading_get_field (reading, field->name) != field)
      continue;
    json_builder_set_member_name (builder, field->name);
    json_builder_begin_object (builder);
    json_add_string (builder, "value", field->value);
    add_double (builder, "confidence", field->confidence);
    add_box (builder, &field->box);
    json_add_string (builder, "source", field_source_get_name (field->source));
    if (field->source == FIELD_OCR)
      evidence_format (&field->evidence, builder);
    add_contrary (builder, field);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
}

/* Words beyond LIMIT_PAGE_TEXT_BYTES are left out, as words_format_text does. */
static void
add_words (JsonBuilder *builder, const Words *words) {
  gsize text_bytes = 0;

  json_builder_set_member_name (builder, "words");
  json_builder_begin_array (builder);
  for (guint i = 0; i < words->words->len; i++) {
    const Word *word = words->words->pdata[i];

    text_bytes += strlen (word->text) + 1;
    if (text_bytes > LIMIT_PAGE_TEXT_BYTES)
      break;
    json_builder_begin_object (builder);
    json_add_string (builder, "text", word->text);
    add_double (builder, "confidence", word->confidence);
    add_box (builder, &word->box);
    json_add_int (builder, "line", word->line);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

char *
reading_format (const Reading *reading, const char *page, gboolean words) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_page (builder, reading, page);
  add_fields (builder, reading);
  if (words)
    add_words (builder, reading->words);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

/* --- parsing --- */

static gboolean
refuse (GError **error, const char *what) {
  g_set_error (error, FAULT, FAULT_PROTOCOL, "reading: %s", what);
  return FALSE;
}

/* Keys of the catalogue: small letters, digits and underscores. */
static gboolean
is_key (const char *name) {
  gsize size = strlen (name);

  return size > 0 && size <= NAME_MOST_BYTES
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == size;
}

/* The member must be a number of [least, most]; absence is outside of it. */
static gboolean
parse_int (JsonObject *object, const char *member, gint64 least, gint64 most,
           gint64 *value) {
  *value = json_get_int (object, member, G_MININT64);
  return *value >= least && *value <= most;
}

static gboolean
parse_double (JsonObject *object, const char *member, double least, double most,
              double *value) {
  *value = json_get_double (object, member, NAN);
  return *value >= least && *value <= most;
}

static gboolean
parse_side (JsonArray *array, guint at, guint most, int *side) {
  JsonNode *node = json_array_get_element (array, at);
  gint64 value;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  value = json_node_get_int (node);
  *side = (int) value;
  return value >= 0 && value <= most;
}

static gboolean
parse_box (JsonObject *object, const Reading *page, Box *box) {
  JsonArray *array = json_get_array (object, "box");

  return array != NULL && json_array_get_length (array) == BOX_SIDES
         && parse_side (array, 0, page->width_px, &box->left)
         && parse_side (array, 1, page->height_px, &box->top)
         && parse_side (array, 2, page->width_px, &box->right)
         && parse_side (array, 3, page->height_px, &box->bottom)
         && box->left <= box->right && box->top <= box->bottom;
}

static gboolean
parse_geometry (JsonObject *root, Reading *reading, GError **error) {
  gint64 rotation, width, height, res;

  if (!parse_int (root, "rotation", 0, 270, &rotation) || rotation % 90 != 0
      || !parse_double (root, "skew_deg", -SKEW_MOST_DEG, SKEW_MOST_DEG,
                        &reading->skew_deg))
    return refuse (error, "the turn is out of range");
  if (!parse_int (root, "width_px", 1, LIMIT_IMAGE_SIDE_PX, &width)
      || !parse_int (root, "height_px", 1, LIMIT_IMAGE_SIDE_PX, &height)
      || width * height > LIMIT_IMAGE_AREA_PX)
    return refuse (error, "the page size is out of range");
  if (!parse_int (root, "res_dpi", 1, LIMIT_IMAGE_RES_DPI, &res))
    return refuse (error, "the resolution is out of range");
  reading->rotation = (int) rotation;
  reading->width_px = (guint) width;
  reading->height_px = (guint) height;
  reading->res_dpi = (guint) res;
  return TRUE;
}

static gboolean
parse_paper (JsonArray *size, Reading *reading) {
  JsonNode *width, *height;

  if (json_array_get_length (size) != 2)
    return FALSE;
  width = json_array_get_element (size, 0);
  height = json_array_get_element (size, 1);
  if (!JSON_NODE_HOLDS_VALUE (width) || !JSON_NODE_HOLDS_VALUE (height))
    return FALSE;
  reading->paper_width_mm = json_node_get_double (width);
  reading->paper_height_mm = json_node_get_double (height);
  return reading->paper_width_mm >= 0 && reading->paper_width_mm <= PAPER_MOST_MM
         && reading->paper_height_mm >= 0 && reading->paper_height_mm <= PAPER_MOST_MM;
}

/* Pages that were read before these were known have none of them. */
static gboolean
parse_scan (JsonObject *root, Reading *reading, GError **error) {
  JsonArray *size = json_get_array (root, "paper_mm");
  JsonObject *quality = json_get_object (root, "quality");
  JsonObject *recipe = json_get_object (root, "recipe");

  reading->rotation_unsure = json_get_boolean (root, "rotation_unsure", FALSE);
  if (size != NULL && !parse_paper (size, reading))
    return refuse (error, "the paper's size is out of range");
  if (quality != NULL && !quality_parse (quality, reading->defects, error))
    return FALSE;
  if (recipe != NULL)
    reading->recipe = recipe_parse (recipe, error);
  return recipe == NULL || reading->recipe != NULL;
}

static gboolean
parse_durations (JsonObject *root, Reading *reading, GError **error) {
  gint64 clean, recognise, understand;

  if (!parse_int (root, "clean_ms", 0, DURATION_MOST_MS, &clean)
      || !parse_int (root, "recognise_ms", 0, DURATION_MOST_MS, &recognise)
      || !parse_int (root, "understand_ms", 0, DURATION_MOST_MS, &understand))
    return refuse (error, "a duration is out of range");
  reading->clean_ms = (guint) clean;
  reading->recognise_ms = (guint) recognise;
  reading->understand_ms = (guint) understand;
  return TRUE;
}

static gboolean
parse_kind (JsonObject *root, Reading *reading, GError **error) {
  const char *type = json_get_string (root, "document_type", NULL);
  const char *qr = json_get_string (root, "qr", NULL);
  const char *likeness = json_get_string (root, "likeness", NULL);

  reading->blank = json_get_boolean (root, "blank", FALSE);
  if (type != NULL && !is_key (type))
    return refuse (error, "the document type is no key");
  if (!parse_double (root, "document_type_confidence", 0, 1,
                     &reading->document_type_confidence))
    return refuse (error, "a confidence is out of range");
  if (qr != NULL && !plain_check (qr, LIMIT_CODE_BYTES))
    return refuse (error, "the code's payload is not plain text");
  if (likeness != NULL && !likeness_is_valid (likeness))
    return refuse (error, "the likeness is none");
  reading->likeness = g_strdup (likeness);
  reading->document_type = g_strdup (type);
  reading->qr = g_strdup (qr);
  return TRUE;
}

/* The sentences are made again from the values. */
static gboolean
parse_contrary (JsonObject *object, Field *field, GError **error) {
  JsonObject *other = json_get_object (object, "disagrees");
  const char *value = other != NULL ? json_get_string (other, "value", NULL) : NULL;

  if (other == NULL)
    return !json_object_has_member (object, "disagrees")
           || refuse (error, "a contradiction is no object");
  if (!plain_check_lines (value, LIMIT_VALUE_BYTES)
      || !field_source_parse (json_get_string (other, "source", NULL),
                              &field->contrary_source))
    return refuse (error, "a contradiction is not plain text of a source");
  field->contrary = g_strdup (value);
  return TRUE;
}

static gboolean
parse_field (const char *name, JsonNode *node, Reading *reading, GError **error) {
  JsonObject *object;
  const char *value;
  double confidence;
  FieldSource source;
  Evidence evidence;
  Field *field;
  Box box;

  if (!is_key (name) || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "a field has no key or is no object");
  object = json_node_get_object (node);
  value = json_get_string (object, "value", NULL);
  if (!plain_check_lines (value, LIMIT_VALUE_BYTES))
    return refuse (error, "a value is not plain text");
  if (!parse_double (object, "confidence", 0, 1, &confidence))
    return refuse (error, "a confidence is out of range");
  if (!field_source_parse (json_get_string (object, "source", NULL), &source))
    return refuse (error, "a source is unknown");
  if (!parse_box (object, reading, &box))
    return refuse (error, "a field's box is not on the page");
  if (!evidence_parse (object, &evidence))
    return refuse (error, "what speaks for a value is unknown");
  field = field_new (name, value, confidence, box, source);
  field->evidence = evidence;
  g_ptr_array_add (reading->fields, field);
  return parse_contrary (object, field, error);
}

static gboolean
parse_fields (JsonObject *root, Reading *reading, GError **error) {
  JsonObject *fields = json_get_object (root, "fields");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (fields == NULL || json_object_get_size (fields) > LIMIT_PAGE_FIELDS)
    return refuse (error, "no fields, or too many");
  json_object_iter_init_ordered (&iter, fields);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (!parse_field (name, node, reading, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
parse_word (JsonNode *node, Reading *reading, gint64 *line, GError **error) {
  JsonObject *object;
  const char *text;
  double confidence;
  Box box;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "a word is no object");
  object = json_node_get_object (node);
  text = json_get_string (object, "text", NULL);
  if (!plain_check (text, LIMIT_WORD_BYTES))
    return refuse (error, "a word is not plain text");
  if (!parse_double (object, "confidence", 0, 1, &confidence))
    return refuse (error, "a confidence is out of range");
  if (!parse_int (object, "line", *line, LIMIT_PAGE_WORDS, line))
    return refuse (error, "the lines do not rise");
  if (!parse_box (object, reading, &box))
    return refuse (error, "a word's box is not on the page");
  if (!words_append (reading->words, text, confidence, box, (guint) *line))
    return refuse (error, "too many words");
  return TRUE;
}

/* The words may have been left out by reading_format. */
static gboolean
parse_words (JsonObject *root, Reading *reading, GError **error) {
  JsonArray *words = json_get_array (root, "words");
  guint count = words != NULL ? json_array_get_length (words) : 0;
  gint64 line = 0;

  if (count > LIMIT_PAGE_WORDS)
    return refuse (error, "too many words");
  for (guint i = 0; i < count; i++) {
    if (!parse_word (json_array_get_element (words, i), reading, &line, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_blank (const Reading *reading, GError **error) {
  if (reading->blank && (reading->words->words->len > 0 || reading->fields->len > 0))
    return refuse (error, "a blank page says something");
  return TRUE;
}

Reading *
reading_parse (const char *json, gsize size_bytes, GError **error) {
  g_autoptr (JsonObject) root
      = json_parse (json, size_bytes, LIMIT_JSON_BYTES, FAULT_PROTOCOL, "reading", error);
  g_autoptr (Reading) reading = reading_new ();

  if (root == NULL || !parse_geometry (root, reading, error)
      || !parse_scan (root, reading, error) || !parse_durations (root, reading, error)
      || !parse_kind (root, reading, error) || !parse_fields (root, reading, error)
      || !parse_words (root, reading, error) || !check_blank (reading, error))
    return NULL;
  return g_steal_pointer (&reading);
}
