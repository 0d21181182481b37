/* SPDX-License-Identifier: Apache-2.0 */

#include "config/catalogue.h"
#include "config/fault.h"
#include "config/layout.h"
#include "ocr/classify.h"
#include "ocr/forms.h"

#include <glib/gstdio.h>

#include <string.h>

static Forms *
load_text (const char *text, GError **error) {
  g_autofree char *folder = g_dir_make_tmp ("forms-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.form", NULL);
  Forms *forms;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  forms = forms_load (folder, error);
  g_unlink (path);
  g_rmdir (folder);
  return forms;
}

static void
test_load (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Forms) forms
      = load_text ("[form]\ntype=a\ntitles=GIẤY A;*ĐƠN B\n[block x]\nstarts=Bên A\n"
                   "[field full_name]\nlabel=Họ tên\nkind=person_name\nblock=x\n"
                   "[field full_name/2]\nlabel=Tên\nkind=person_name\npick=last\n",
                   &error);
  const Form *form;
  const FormField *field;

  g_assert_no_error (error);
  form = classify_get_form (forms, "a");
  g_assert_nonnull (form);
  g_assert_cmpuint (form->titles->len, ==, 2);
  g_assert_true (((FormTitle *) g_ptr_array_index (form->titles, 1))->anywhere);
  field = g_ptr_array_index (form->fields, 1);
  g_assert_cmpstr (field->name, ==, "full_name");
  g_assert_true (field->last);
  g_assert_null (classify_get_form (forms, "b"));
}

static void
check_refused (const char *text, const char *word) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Forms) forms = load_text (text, &error);

  g_assert_null (forms);
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_nonnull (strstr (error->message, "a.form"));
}

static void
test_refused (void) {
  check_refused ("", "type= is missing");
  check_refused ("[form]\n", "line 1: [form]: type= is missing");
  check_refused ("[form]\ntype=a\n", "no page is ever it");
  check_refused ("[form]\ntype=a\n# a\n\ntitles=AB\n", "line 5");
  check_refused ("[form]\ntype=a\ntitles=ABCD\ntype=b\n", "line 4: [form]: the key");
  check_refused ("[form]\ntype=a\nanchors=x;y\nanchors_needed=3\n", "1 to 2");
  check_refused ("[form]\ntype=a\ntitles=ABCD\n[field f]\nkind=text\n", "needs label=");
  check_refused ("[form]\ntype=a\ntitles=ABCD\n[field f]\nlabel=x\nwhere=zone\n", "mm");
  check_refused ("[form]\ntype=a\ntitles=ABCD\n[rule r]\nfirst=a\nis=so\nsecond=b\n",
                 "line 6: [rule r]");
  check_refused ("[form]\ntype=a\ntitles=ABCD\njunk\n", "line 4");
  check_refused ("[form]\ntype=a\n[what]\n", "what");
  check_refused ("[form]\ntype=a\ntitle=X\n", "title");
  check_refused ("[form]\ntype=a\n[field f]\nkind=name\n", "field f");
  check_refused ("[form]\ntype=a\n[field f]\nwhere=up\n", "field f");
  check_refused ("[form]\ntype=a\n[field f]\nblock=b\n", "unknown block b");
  check_refused ("no keyfile", "a.form");
}

/* A site's form takes the place of the shipped one of its type. */
static void
test_site (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Forms) forms = load_text ("[form]\ntype=a\ntitles=GIẤY A\n", &error);
  g_autofree char *folder = g_dir_make_tmp ("forms-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "z.form", NULL);

  g_assert_true (g_file_set_contents (
      path, "[form]\ntype=a\ntitles=GIẤY B\n[field f]\nlabel=X\n", -1, NULL));
  g_assert_true (forms_add_folder (forms, folder, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (forms->forms->len, ==, 1);
  g_assert_cmpuint (classify_get_form (forms, "a")->fields->len, ==, 1);
  g_unlink (path);
  g_assert_true (forms_add_folder (forms, folder, &error));
  g_rmdir (folder);
}

static void
test_no_folder (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Forms) forms = forms_load ("/nonexistent", &error);

  g_assert_null (forms);
  g_assert_error (error, FAULT, FAULT_CONFIG);
}

/* What the forms call type and field is what the catalogue calls them. */
static void
test_shipped (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = layout_data_dup ("ocr/forms");
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  g_autoptr (Forms) forms = forms_load (folder, &error);
  g_autoptr (Catalogue) catalogue = catalogue_load (path, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < forms->forms->len; i++) {
    const Form *form = g_ptr_array_index (forms->forms, i);

    if (strcmp (form->type, "*") == 0)
      continue;
    g_assert_nonnull (catalogue_get_paper_type (catalogue, form->type));
    for (guint j = 0; j < form->fields->len; j++) {
      const FormField *field = g_ptr_array_index (form->fields, j);

      g_assert_cmpstr (catalogue_get_field_label (catalogue, field->name, FALSE), !=,
                       field->name);
    }
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forms/load", test_load);
  g_test_add_func ("/forms/refused", test_refused);
  g_test_add_func ("/forms/site", test_site);
  g_test_add_func ("/forms/no-folder", test_no_folder);
  g_test_add_func ("/forms/shipped", test_shipped);
  return g_test_run ();
}
