/* SPDX-License-Identifier: Apache-2.0 */

/* Reads *.form, the keyfiles described in forms/README.md. Everything is checked here, at
 * start: unknown groups, keys, kinds and places are refused with the file's name, so that
 * a slip in a form is found by its author and not by a citizen. */

#include "ocr/forms.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/fold.h"

#include <string.h>

#define SUFFIX ".form"

static void
free_title (gpointer data) {
  FormTitle *title = data;

  g_free (title->text);
  g_free (title);
}

static void
free_block (gpointer data) {
  FormBlock *block = data;

  g_free (block->name);
  g_ptr_array_unref (block->starts);
  g_free (block);
}

static void
free_field (gpointer data) {
  FormField *field = data;

  g_free (field->name);
  g_free (field->block);
  g_ptr_array_unref (field->labels);
  g_ptr_array_unref (field->columns);
  g_ptr_array_unref (field->until);
  g_ptr_array_unref (field->skip);
  g_ptr_array_unref (field->behind);
  g_free (field);
}

static void
free_form (gpointer data) {
  Form *form = data;

  g_free (form->type);
  g_ptr_array_unref (form->titles);
  g_ptr_array_unref (form->anchors);
  g_ptr_array_unref (form->against);
  g_ptr_array_unref (form->blocks);
  g_ptr_array_unref (form->fields);
  g_free (form);
}

void
forms_free (Forms *forms) {
  g_ptr_array_unref (forms->forms);
  g_ptr_array_unref (forms->stops);
  g_hash_table_unref (forms->labels);
  g_free (forms);
}

static GPtrArray *
take_phrases (GKeyFile *file, const char *group, const char *key) {
  g_autoptr (GPtrArray) phrases = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, key, NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++) {
    g_autofree char *letters = fold_letters (list[i]);

    if (*letters != '\0')
      g_ptr_array_add (phrases, g_steal_pointer (&letters));
  }
  return g_steal_pointer (&phrases);
}

static GPtrArray *
take_titles (GKeyFile *file) {
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (free_title);
  g_auto (GStrv) list = g_key_file_get_string_list (file, "form", "titles", NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++) {
    FormTitle *title = g_new0 (FormTitle, 1);

    title->anywhere = g_str_has_prefix (list[i], "*");
    title->more = g_str_has_suffix (list[i], "*");
    title->text = fold_letters (list[i]);
    g_ptr_array_add (titles, title);
  }
  return g_steal_pointer (&titles);
}

static gboolean
check_keys (GKeyFile *file, const char *group, const char *const *known, GError **error) {
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!g_strv_contains (known, keys[i])) {
      g_set_error (error, FAULT, FAULT_CONFIG, "[%s] has an unknown key %s", group,
                   keys[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_where (const char *name, FieldWhere *where) {
  static const char *const names[] = {
      [WHERE_AFTER] = "after",       [WHERE_INLINE] = "inline",
      [WHERE_COLUMN] = "column",     [WHERE_LETTERHEAD] = "letterhead",
      [WHERE_DATELINE] = "dateline", [WHERE_SIGNATURE] = "signature",
      [WHERE_CELL] = "cell",         [WHERE_ALONE] = "alone",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name)) {
      *where = (FieldWhere) i;
      return TRUE;
    }
  return FALSE;
}

/* "[field NAME]" or "[field NAME/2]", a second way for when the first fails. */
static gboolean
take_field (GKeyFile *file, const char *group, Form *form, GError **error) {
  static const char *const known[] = {"label", "block", "kind",   "where", "columns",
                                      "until", "skip",  "behind", "pick",  NULL};
  g_autofree char *kind = g_key_file_get_string (file, group, "kind", NULL);
  g_autofree char *where = g_key_file_get_string (file, group, "where", NULL);
  g_autofree char *pick = g_key_file_get_string (file, group, "pick", NULL);
  const char *name = group + strlen ("field ");
  FormField *field;

  if (!check_keys (file, group, known, error))
    return FALSE;
  field = g_new0 (FormField, 1);
  g_ptr_array_add (form->fields, field);
  field->name = g_strndup (name, strcspn (name, "/"));
  field->fallback = strchr (name, '/') != NULL;
  field->block = g_key_file_get_string (file, group, "block", NULL);
  field->labels = take_phrases (file, group, "label");
  field->columns = take_phrases (file, group, "columns");
  field->until = take_phrases (file, group, "until");
  field->skip = take_phrases (file, group, "skip");
  field->behind = take_phrases (file, group, "behind");
  field->last = g_strcmp0 (pick, "last") == 0;
  if (!value_kind_parse (kind != NULL ? kind : "text", &field->kind)
      || !parse_where (where != NULL ? where : "after", &field->where)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "[%s] has an unknown kind or place", group);
    return FALSE;
  }
  return TRUE;
}

static gboolean
take_block (GKeyFile *file, const char *group, Form *form, GError **error) {
  static const char *const known[] = {"starts", NULL};
  FormBlock *block;

  if (!check_keys (file, group, known, error))
    return FALSE;
  block = g_new0 (FormBlock, 1);
  block->name = g_strdup (group + strlen ("block "));
  block->starts = take_phrases (file, group, "starts");
  g_ptr_array_add (form->blocks, block);
  return TRUE;
}

static gboolean
take_group (GKeyFile *file, const char *group, Form *form, GError **error) {
  static const char *const known[]
      = {"type", "titles", "anchors", "anchors_needed", "against", "stops", NULL};

  if (g_str_has_prefix (group, "field "))
    return take_field (file, group, form, error);
  if (g_str_has_prefix (group, "block "))
    return take_block (file, group, form, error);
  if (g_str_equal (group, "form"))
    return check_keys (file, group, known, error);
  g_set_error (error, FAULT, FAULT_CONFIG, "unknown group [%s]", group);
  return FALSE;
}

static gboolean
check_blocks (const Form *form, GError **error) {
  for (guint i = 0; i < form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (form->fields, i);
    gboolean known = field->block == NULL;

    for (guint j = 0; j < form->blocks->len && !known; j++)
      known = g_str_equal (((FormBlock *) g_ptr_array_index (form->blocks, j))->name,
                           field->block);
    if (!known) {
      g_set_error (error, FAULT, FAULT_CONFIG, "[field %s] names an unknown block %s",
                   field->name, field->block);
      return FALSE;
    }
  }
  return TRUE;
}

static Form *
parse_form (GKeyFile *file, GError **error) {
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_autofree char *type = g_key_file_get_string (file, "form", "type", error);
  Form *form;

  if (type == NULL)
    return NULL;
  form = g_new0 (Form, 1);
  form->type = g_steal_pointer (&type);
  form->titles = take_titles (file);
  form->anchors = take_phrases (file, "form", "anchors");
  form->against = take_phrases (file, "form", "against");
  form->anchors_needed = (guint) CLAMP (
      g_key_file_get_integer (file, "form", "anchors_needed", NULL), 0, 99);
  form->blocks = g_ptr_array_new_with_free_func (free_block);
  form->fields = g_ptr_array_new_with_free_func (free_field);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!take_group (file, groups[i], form, error)) {
      free_form (form);
      return NULL;
    }
  if (!check_blocks (form, error)) {
    free_form (form);
    return NULL;
  }
  return form;
}

static void
add_labels (Forms *forms, const GPtrArray *labels) {
  for (guint i = 0; i < labels->len; i++)
    g_hash_table_add (forms->labels, g_strdup (g_ptr_array_index (labels, i)));
}

static void
add_form (Forms *forms, Form *form, GPtrArray *stops) {
  g_ptr_array_add (forms->forms, form);
  for (guint i = 0; i < form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (form->fields, i);

    if (field->where == WHERE_AFTER || field->where == WHERE_COLUMN)
      add_labels (forms, field->labels);
  }
  g_ptr_array_extend_and_steal (forms->stops, stops);
}

static gboolean
load_form (Forms *forms, const char *folder, const char *name, GError **error) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) fault = NULL;
  Form *form = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &fault))
    form = parse_form (file, &fault);
  if (form == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: %s", path, fault->message);
    return FALSE;
  }
  add_form (forms, form, take_phrases (file, "form", "stops"));
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder, GError **error) {
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) fault = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &fault);
  const char *name;

  if (dir == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot read forms: %s", fault->message);
    return NULL;
  }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_strdup (name));
  if (names->len == 0 || names->len > LIMIT_FORMS) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s holds %u forms", folder, names->len);
    return NULL;
  }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

Forms *
forms_load (const char *folder, GError **error) {
  g_autoptr (GPtrArray) names = list_names (folder, error);
  g_autoptr (Forms) forms = NULL;

  if (names == NULL)
    return NULL;
  forms = g_new0 (Forms, 1);
  forms->forms = g_ptr_array_new_with_free_func (free_form);
  forms->stops = g_ptr_array_new_with_free_func (g_free);
  forms->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < names->len; i++)
    if (!load_form (forms, folder, g_ptr_array_index (names, i), error))
      return NULL;
  return g_steal_pointer (&forms);
}
