/* SPDX-License-Identifier: Apache-2.0 */

/* The catalogue is loaded whole or not at all: a file with one wrong member is refused with
 * the path to that member, so that an office keeps its old catalogue rather than half of a
 * new one. Nothing here knows a single procedure; a new one needs no compile. */

#include "config/catalogue.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

#define NATIONAL_CODE_LENGTH 8 /* "1.001193"; what follows is an organisation's suffix */

typedef struct {
  char *label;
  char *label_en;
} FieldLabel;

struct Catalogue {
  GPtrArray *procedures;   /* Procedure */
  GHashTable *by_code;     /* code -> Procedure, borrowed */
  GHashTable *paper_types; /* key -> PaperType */
  GHashTable *labels;      /* field -> FieldLabel */
  GHashTable *law_fields;  /* field of law -> FieldLabel */
};

static void
free_paper_type (PaperType *type) {
  g_free (type->key);
  g_free (type->name);
  g_free (type->name_en);
  g_strfreev (type->titles);
  g_strfreev (type->fields);
  g_free (type->scan.mode);
  g_free (type->scan.size);
  g_free (type);
}

static void
free_component (Component *component) {
  g_free (component->code);
  g_free (component->paper_type);
  g_free (component->name);
  g_free (component->name_en);
  g_free (component->condition);
  g_free (component->paper_code);
  g_free (component);
}

static void
free_procedure (Procedure *procedure) {
  g_free (procedure->code);
  g_free (procedure->name);
  g_free (procedure->name_en);
  g_free (procedure->version);
  g_free (procedure->field);
  g_ptr_array_unref (procedure->components);
  g_free (procedure);
}

static void
free_label (FieldLabel *label) {
  g_free (label->label);
  g_free (label->label_en);
  g_free (label);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PaperType, free_paper_type)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Component, free_component)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Procedure, free_procedure)

void
catalogue_free (Catalogue *catalogue) {
  g_hash_table_unref (catalogue->by_code);
  g_ptr_array_unref (catalogue->procedures);
  g_hash_table_unref (catalogue->paper_types);
  g_hash_table_unref (catalogue->labels);
  g_hash_table_unref (catalogue->law_fields);
  g_free (catalogue);
}

static gboolean
refuse (GError **error, const char *where, const char *why) {
  g_set_error (error, FAULT, FAULT_CONFIG, "%s: %s", where, why);
  return FALSE;
}

/* A copy of the required, non-empty string @member. */
static char *
take_text (JsonObject *object, const char *member, const char *where, GError **error) {
  const char *text = json_get_string (object, member, NULL);

  if (text == NULL || *text == '\0') {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: \"%s\" is missing or empty", where,
                 member);
    return NULL;
  }
  if (strlen (text) > LIMIT_VALUE_BYTES) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: \"%s\" is longer than %u bytes", where,
                 member, LIMIT_VALUE_BYTES);
    return NULL;
  }
  return g_strdup (text);
}

static char **
take_texts (JsonObject *object, const char *member) {
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  JsonArray *array = json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
      g_strv_builder_add (texts, json_node_get_string (node));
  }
  return g_strv_builder_end (texts);
}

/* A member that is one of @words, or is not there. */
static gboolean
take_choice (JsonObject *object, const char *member, const char *const *words,
             char **choice) {
  if (!json_object_has_member (object, member))
    return TRUE;
  *choice = g_strdup (json_get_string (object, member, ""));
  return g_strv_contains (words, *choice);
}

/* Strict, as a member that is spelled wrongly would scan all papers of a kind wrongly. */
static gboolean
parse_scan (JsonObject *object, PaperScan *scan, const char *where, GError **error) {
  static const char *const members[] = {"resolution", "mode", "sides", "size", NULL};
  static const char *const modes[] = {"color", "gray", "lineart", NULL};
  static const char *const sizes[] = {"a3", "a4", "a5", "id-card", "receipt", NULL};
  g_autoptr (GList) names = json_object_get_members (object);
  gint64 res_dpi = json_get_int (object, "resolution", 0);
  gint64 sides = json_get_int (object, "sides", 0);

  for (GList *name = names; name != NULL; name = name->next) {
    if (!g_strv_contains (members, name->data))
      return refuse (error, where, "\"scan\" has a member that is not known");
  }
  if (json_object_has_member (object, "resolution")
      && (res_dpi < LIMIT_IMAGE_RES_LEAST_DPI || res_dpi > LIMIT_IMAGE_RES_DPI))
    return refuse (error, where, "\"scan\" has a resolution that is not 75 to 600");
  if (json_object_has_member (object, "sides") && sides != 1 && sides != 2)
    return refuse (error, where, "\"scan\" has sides that are not 1 or 2");
  scan->res_dpi = (guint) res_dpi;
  scan->sides = (guint) sides;
  if (!take_choice (object, "mode", modes, &scan->mode))
    return refuse (error, where,
                   "\"scan\" has a mode that is not color, gray or lineart");
  if (!take_choice (object, "size", sizes, &scan->size))
    return refuse (error, where, "\"scan\" has a size that is not known");
  return TRUE;
}

static gboolean
take_scan (JsonObject *object, PaperScan *scan, const char *where, GError **error) {
  if (!json_object_has_member (object, "scan"))
    return TRUE;
  if (json_get_object (object, "scan") == NULL)
    return refuse (error, where, "\"scan\" is not an object");
  return parse_scan (json_get_object (object, "scan"), scan, where, error);
}

static gboolean
load_paper_types (Catalogue *catalogue, JsonObject *root, GError **error) {
  JsonObject *types = json_get_object (root, "paper_types");
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (types == NULL)
    return refuse (error, "paper_types", "not there, or not an object");
  json_object_iter_init (&iter, types);
  while (json_object_iter_next (&iter, &key, &node)) {
    g_autofree char *where = g_strdup_printf ("paper_types.%s", key);
    g_autoptr (PaperType) type = g_new0 (PaperType, 1);
    JsonObject *object;

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return refuse (error, where, "not an object");
    object = json_node_get_object (node);
    type->key = g_strdup (key);
    type->name = take_text (object, "vi", where, error);
    type->name_en = g_strdup (json_get_string (object, "en", key));
    type->any = json_get_boolean (object, "any", FALSE);
    type->identity = g_str_equal (json_get_string (object, "kind", ""), "identity");
    type->sensitive = json_get_boolean (object, "sensitive", FALSE);
    type->titles = take_texts (object, "titles");
    type->fields = take_texts (object, "metadata_fields");
    if (type->name == NULL || !take_scan (object, &type->scan, where, error))
      return FALSE;
    g_hash_table_insert (catalogue->paper_types, type->key, type);
    g_steal_pointer (&type);
  }
  return TRUE;
}

static gboolean
parse_handling (const char *text, Handling *handling) {
  if (g_str_equal (text, "submit"))
    *handling = HANDLING_SUBMIT;
  else if (g_str_equal (text, "present"))
    *handling = HANDLING_PRESENT;
  else if (g_str_equal (text, "lookup"))
    *handling = HANDLING_LOOKUP;
  else
    return FALSE;
  return TRUE;
}

static Component *
parse_component (Catalogue *catalogue, JsonNode *node, const char *where,
                 GError **error) {
  g_autoptr (Component) component = g_new0 (Component, 1);
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    refuse (error, where, "not an object");
    return NULL;
  }
  object = json_node_get_object (node);
  component->code = take_text (object, "component_code", where, error);
  if (component->code == NULL)
    return NULL;
  component->paper_type = take_text (object, "paper_type", where, error);
  if (component->paper_type == NULL)
    return NULL;
  component->name = take_text (object, "name_vi", where, error);
  if (component->name == NULL)
    return NULL;
  component->name_en = g_strdup (json_get_string (object, "name_en", component->name));
  component->required = json_get_boolean (object, "required", FALSE);
  component->original = json_get_int (object, "originals", 0) > 0;
  component->condition = g_strdup (json_get_string (object, "condition", NULL));
  component->paper_code
      = g_strdup (json_get_string (object, "national_paper_code", NULL));
  if (!g_hash_table_contains (catalogue->paper_types, component->paper_type)) {
    refuse (error, where, "its paper type is not in paper_types");
    return NULL;
  }
  if (!parse_handling (json_get_string (object, "handling", ""), &component->handling)) {
    refuse (error, where, "\"handling\" is not submit, present or lookup");
    return NULL;
  }
  return g_steal_pointer (&component);
}

static gboolean
parse_components (Catalogue *catalogue, Procedure *procedure, JsonObject *object,
                  const char *where, GError **error) {
  JsonArray *components = json_get_array (object, "components");

  if (components == NULL || json_array_get_length (components) == 0)
    return refuse (error, where, "asks for no paper");
  if (json_array_get_length (components) > LIMIT_COMPONENTS)
    return refuse (error, where, "asks for too many papers");
  for (guint i = 0; i < json_array_get_length (components); i++) {
    g_autofree char *place = g_strdup_printf ("%s.components[%u]", where, i);
    Component *component = parse_component (
        catalogue, json_array_get_element (components, i), place, error);

    if (component == NULL)
      return FALSE;
    g_ptr_array_add (procedure->components, component);
  }
  return TRUE;
}

static gboolean
parse_processing (Procedure *procedure, JsonObject *object, const char *where,
                  GError **error) {
  static const char *const units[] = {[PROCESSING_IN_DAY] = "in_day",
                                      [PROCESSING_HOURS] = "hour",
                                      [PROCESSING_WORKING_DAYS] = "working_day",
                                      [PROCESSING_DAYS] = "day"};
  JsonObject *term = json_get_object (object, "processing");
  const char *unit = term != NULL ? json_get_string (term, "unit", NULL) : NULL;
  gint64 count = term != NULL ? json_get_int (term, "value", 0) : 0;

  if (unit == NULL)
    return TRUE;
  for (ProcessingUnit i = PROCESSING_IN_DAY; i <= PROCESSING_DAYS; i++) {
    if (g_str_equal (unit, units[i]))
      procedure->processing.unit = i;
  }
  if (procedure->processing.unit == PROCESSING_NONE)
    return refuse (error, where, "\"unit\" is not in_day, hour, working_day or day");
  if (count < 0 || count > LIMIT_TERM)
    return refuse (error, where, "its term is not 0 to 1000");
  procedure->processing.count = (guint) count;
  return TRUE;
}

static Procedure *
parse_procedure (Catalogue *catalogue, JsonNode *node, const char *where,
                 GError **error) {
  g_autoptr (Procedure) procedure = g_new0 (Procedure, 1);
  JsonObject *object;

  procedure->components
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_component);
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    refuse (error, where, "not an object");
    return NULL;
  }
  object = json_node_get_object (node);
  procedure->code = take_text (object, "local_key", where, error);
  if (procedure->code == NULL)
    return NULL;
  procedure->name = take_text (object, "name_vi", where, error);
  if (procedure->name == NULL)
    return NULL;
  procedure->name_en = g_strdup (json_get_string (object, "name_en", procedure->name));
  procedure->version = g_strdup (json_get_string (object, "version", ""));
  procedure->field = g_strdup (json_get_string (object, "field", ""));
  if (!parse_processing (procedure, object, where, error)
      || !parse_components (catalogue, procedure, object, where, error))
    return NULL;
  return g_steal_pointer (&procedure);
}

static gboolean
load_procedures (Catalogue *catalogue, JsonObject *root, GError **error) {
  JsonArray *procedures = json_get_array (root, "procedures");

  if (procedures == NULL)
    return refuse (error, "procedures", "not there, or not an array");
  if (json_array_get_length (procedures) > LIMIT_PROCEDURES)
    return refuse (error, "procedures", "more than the catalogue may hold");
  for (guint i = 0; i < json_array_get_length (procedures); i++) {
    g_autofree char *where = g_strdup_printf ("procedures[%u]", i);
    Procedure *procedure = parse_procedure (
        catalogue, json_array_get_element (procedures, i), where, error);

    if (procedure == NULL)
      return FALSE;
    g_ptr_array_add (catalogue->procedures, procedure);
    if (!g_hash_table_insert (catalogue->by_code, procedure->code, procedure))
      return refuse (error, where, "its local_key is there twice");
  }
  return TRUE;
}

static void
add_label (GHashTable *labels, const char *key, JsonObject *object) {
  FieldLabel *label = g_new0 (FieldLabel, 1);

  label->label = g_strdup (json_get_string (object, "vi", key));
  label->label_en = g_strdup (json_get_string (object, "en", key));
  g_hash_table_insert (labels, g_strdup (key), label);
}

static void
load_labels (Catalogue *catalogue, JsonObject *root) {
  JsonObject *fields = json_get_object (root, "metadata_fields");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (fields == NULL)
    return;
  json_object_iter_init (&iter, fields);
  while (json_object_iter_next (&iter, &name, &node))
    if (JSON_NODE_HOLDS_OBJECT (node))
      add_label (catalogue->labels, name, json_node_get_object (node));
}

static void
load_law_fields (Catalogue *catalogue, JsonObject *root) {
  JsonArray *fields = json_get_array (root, "fields");

  for (guint i = 0; fields != NULL && i < json_array_get_length (fields); i++) {
    JsonNode *node = json_array_get_element (fields, i);
    const char *key = NULL;

    if (JSON_NODE_HOLDS_OBJECT (node))
      key = json_get_string (json_node_get_object (node), "key", NULL);
    if (key != NULL)
      add_label (catalogue->law_fields, key, json_node_get_object (node));
  }
}

Catalogue *
catalogue_load (const char *path, GError **error) {
  g_autoptr (JsonObject) root = json_load (path, error);
  g_autoptr (Catalogue) catalogue = NULL;

  if (root == NULL)
    return NULL;
  catalogue = g_new0 (Catalogue, 1);
  catalogue->procedures
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_procedure);
  catalogue->by_code = g_hash_table_new (g_str_hash, g_str_equal);
  catalogue->paper_types = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                  (GDestroyNotify) free_paper_type);
  catalogue->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) free_label);
  catalogue->law_fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                 (GDestroyNotify) free_label);
  load_labels (catalogue, root);
  load_law_fields (catalogue, root);
  if (!load_paper_types (catalogue, root, error)
      || !load_procedures (catalogue, root, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return g_steal_pointer (&catalogue);
}

const Procedure *
catalogue_get_procedure (const Catalogue *catalogue, const char *code) {
  const Procedure *exact = g_hash_table_lookup (catalogue->by_code, code);
  g_autofree char *national = NULL;

  if (exact != NULL || strlen (code) <= NATIONAL_CODE_LENGTH
      || code[NATIONAL_CODE_LENGTH] != '.')
    return exact;
  national = g_strndup (code, NATIONAL_CODE_LENGTH);
  return g_hash_table_lookup (catalogue->by_code, national);
}

const PaperType *
catalogue_get_paper_type (const Catalogue *catalogue, const char *key) {
  return key != NULL ? g_hash_table_lookup (catalogue->paper_types, key) : NULL;
}

const GPtrArray *
catalogue_get_procedures (const Catalogue *catalogue) {
  return catalogue->procedures;
}

static const char *
find_label (GHashTable *labels, const char *key, gboolean english) {
  const FieldLabel *label = g_hash_table_lookup (labels, key);

  if (label == NULL)
    return key;
  return english ? label->label_en : label->label;
}

const char *
catalogue_get_field_label (const Catalogue *catalogue, const char *field,
                           gboolean english) {
  return find_label (catalogue->labels, field, english);
}

const char *
catalogue_get_law_field_label (const Catalogue *catalogue, const char *field,
                               gboolean english) {
  return find_label (catalogue->law_fields, field, english);
}

gboolean
component_is_needed (const Component *component) {
  return component->required && component->handling == HANDLING_SUBMIT;
}
