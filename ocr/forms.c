/* SPDX-License-Identifier: Apache-2.0 */

/* Forms come from two folders: those that are shipped and those of the site, which come
 * after and take the place of a shipped form of their type. Everything is checked at
 * start, so that a slip in a form is found by its author and not by a citizen. */

#include "ocr/forms.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/formfile.h"

#include <string.h>

#define SUFFIX ".form"

static void
free_form (gpointer data) {
  form_free (data);
}

void
forms_free (Forms *forms) {
  g_ptr_array_unref (forms->forms);
  g_ptr_array_unref (forms->stops);
  g_hash_table_unref (forms->labels);
  g_clear_pointer (&forms->gazetteer, gazetteer_free);
  g_free (forms);
}

static void
add_labels (Forms *forms, const GPtrArray *labels) {
  for (guint i = 0; i < labels->len; i++)
    g_hash_table_add (forms->labels, g_strdup (g_ptr_array_index (labels, i)));
}

static void
add_form (Forms *forms, Form *form) {
  for (guint i = 0; i < forms->forms->len; i++)
    if (g_str_equal (((Form *) g_ptr_array_index (forms->forms, i))->type, form->type)) {
      g_ptr_array_remove_index (forms->forms, i);
      break;
    }
  g_ptr_array_add (forms->forms, form);
  for (guint i = 0; i < form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (form->fields, i);

    if (field->where == WHERE_AFTER || field->where == WHERE_COLUMN)
      add_labels (forms, field->labels);
  }
}

gboolean
forms_add_file (Forms *forms, const char *path, GError **error) {
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  Form *form;

  if (!g_file_get_contents (path, &text, NULL, &cause)) {
    g_set_error_literal (error, FAULT, FAULT_CONFIG, cause->message);
    return FALSE;
  }
  form = formfile_parse (text, forms->stops, findings);
  if (form == NULL) {
    g_autofree char *said = NULL;

    g_ptr_array_add (findings, NULL);
    said = g_strjoinv ("; ", (char **) findings->pdata);
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: %s", path, said);
    return FALSE;
  }
  add_form (forms, form);
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
  if (names->len > LIMIT_FORMS) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s holds %u forms", folder, names->len);
    return NULL;
  }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

gboolean
forms_add_folder (Forms *forms, const char *folder, GError **error) {
  g_autoptr (GPtrArray) names = list_names (folder, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

    if (!forms_add_file (forms, path, error))
      return FALSE;
  }
  return TRUE;
}

Forms *
forms_load (const char *folder, GError **error) {
  g_autoptr (Forms) forms = g_new0 (Forms, 1);

  forms->forms = g_ptr_array_new_with_free_func (free_form);
  forms->stops = g_ptr_array_new_with_free_func (g_free);
  forms->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!forms_add_folder (forms, folder, error))
    return NULL;
  if (forms->forms->len > 0)
    return g_steal_pointer (&forms);
  g_set_error (error, FAULT, FAULT_CONFIG, "%s holds no forms", folder);
  return NULL;
}

gboolean
forms_load_places (Forms *forms, const char *path, GError **error) {
  forms->gazetteer = gazetteer_load (path, error);
  return forms->gazetteer != NULL;
}
