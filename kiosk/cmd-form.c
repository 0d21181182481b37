/* SPDX-License-Identifier: Apache-2.0 */

/* motcua form: for those who teach the reader a paper. Nothing here needs a store. A form
 * is checked as the reader checks it at start, and tried by the reader itself, shut in as
 * always: what is seen here is what a dossier would get. */

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"
#include "config/layout.h"
#include "kiosk/command.h"
#include "kiosk/coversheet.h"
#include "kiosk/reader.h"
#include "ocr/formfile.h"
#include "ocr/overlay.h"

#include <stdio.h>
#include <string.h>

#define ASIDE_PX 1600 /* longer side of the picture that the values are drawn on */

typedef struct {
  const Settings *settings;
  const Catalogue *catalogue;
  const char *out;
  gboolean json;
} FormRun;

/* --- list --- */

static Forms *
load_forms (const FormRun *run, GError **error) {
  g_autofree char *folder = layout_data_dup ("ocr/forms");
  g_autoptr (Forms) forms = forms_load (folder, error);

  if (forms == NULL
      || (run->settings->read_forms != NULL
          && !forms_add_folder (forms, run->settings->read_forms, error)))
    return NULL;
  return g_steal_pointer (&forms);
}

static int
list_forms (const FormRun *run) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Forms) forms = load_forms (run, &error);

  if (forms == NULL)
    return command_fail (error);
  for (guint i = 0; i < forms->forms->len; i++) {
    const Form *form = g_ptr_array_index (forms->forms, i);
    const PaperType *type = catalogue_get_paper_type (run->catalogue, form->type);

    if (g_str_equal (form->type, "*"))
      continue;
    if (run->json)
      printf ("{\"type\": \"%s\", \"titles\": %u, \"fields\": %u}\n", form->type,
              form->titles->len, form->fields->len);
    else
      printf ("%-22s %2u fields  %s\n", form->type, form->fields->len,
              type != NULL ? type->name : "(not in the catalogue)");
  }
  return COMMAND_DONE;
}

/* --- check --- */

/* What is no fault, but will not do what its author thinks. */
static void
warn_of (const FormRun *run, const char *path, const Form *form) {
  if (!g_str_equal (form->type, "*")
      && catalogue_get_paper_type (run->catalogue, form->type) == NULL)
    printf ("%s: warning: no procedure of the catalogue knows the type %s\n", path,
            form->type);
  for (guint i = 0; i < form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (form->fields, i);

    if (!g_str_equal (form->type, "*")
        && g_str_equal (catalogue_get_field_label (run->catalogue, field->name, FALSE),
                        field->name))
      printf ("%s: warning: the catalogue has no label for the field %s\n", path,
              field->name);
  }
}

/* FALSE when the form is refused; every finding is told. */
static gboolean
check_form (const FormRun *run, const char *path) {
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) stops = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  Form *form;

  if (!g_file_get_contents (path, &text, NULL, &cause)) {
    printf ("%s\n", cause->message);
    return FALSE;
  }
  form = formfile_parse (text, stops, findings);
  for (guint i = 0; i < findings->len; i++)
    printf ("%s: %s\n", path, (const char *) g_ptr_array_index (findings, i));
  if (form == NULL)
    return FALSE;
  warn_of (run, path, form);
  printf ("%s: %s, %u titles, %u blocks, %u fields, %u rules\n", path, form->type,
          form->titles->len, form->blocks->len, form->fields->len, form->rules->len);
  form_free (form);
  return TRUE;
}

static int
check_forms (const FormRun *run, int count, char **paths) {
  gboolean right = TRUE;

  for (int i = 0; i < count; i++)
    right = check_form (run, paths[i]) && right;
  return right ? COMMAND_DONE : COMMAND_FAILED;
}

/* --- try --- */

static void
print_found (const FormRun *run, const char *path, const Reading *reading) {
  g_autofree char *name = g_path_get_basename (path);

  if (run->json) {
    g_autofree char *json = reading_format (reading, name, FALSE);

    printf ("%s\n", json);
    return;
  }
  printf ("%s: %s (%.0f %%)\n", path,
          reading->document_type != NULL ? reading->document_type : "unknown",
          reading->document_type_confidence * 100);
  for (guint i = 0; i < reading->fields->len; i++) {
    const Field *field = g_ptr_array_index (reading->fields, i);

    printf ("  %-20s %3.0f %% %-4s %s%s\n", field->name, field->confidence * 100,
            field_source_get_name (field->source), field->value,
            field->confidence < FIELD_SURE ? "  ?" : "");
  }
}

static gboolean
draw_found (const FormRun *run, const char *path, const Answer *answer, GError **error) {
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *png = g_strdup_printf ("%s-form.png", name);
  g_autofree char *target = g_build_filename (run->out, png, NULL);
  g_autoptr (GBytes) bytes = overlay_draw (answer->preview, answer->reading, error);
  gsize size;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return data != NULL && durable_save (target, data, size, 0644, error);
}

static int
try_form (const FormRun *run, const char *form, int count, char **paths) {
  const AnswerOptions options
      = {.recognise = TRUE, .preview_px = run->out != NULL ? ASIDE_PX : 0};
  g_autofree char *whole = g_canonicalize_filename (form, NULL);
  g_autoptr (Reader) reader = reader_new (run->settings->read_forms, whole);
  gboolean right = TRUE;

  for (int i = 0; i < count; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (Answer) answer = reader_read (reader, NULL, paths[i], &options, &error);

    if (answer != NULL)
      print_found (run, paths[i], answer->reading);
    if (answer != NULL
        && (run->out == NULL || draw_found (run, paths[i], answer, &error)))
      continue;
    fprintf (stderr, "motcua: %s: %s\n", paths[i], error->message);
    right = FALSE;
  }
  return right ? COMMAND_DONE : COMMAND_FAILED;
}

/* --- cover --- */

static int
print_covers (const FormRun *run, int count, char **types) {
  g_autofree char *path = g_build_filename (run->out, "cover.pdf", NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < count; i++)
    if (catalogue_get_paper_type (run->catalogue, types[i]) == NULL)
      return command_usage ("form: the catalogue knows no paper type %s", types[i]);
  if (!coversheet_print (run->catalogue, (const char *const *) types, (guint) count, path,
                         &error))
    return command_fail (error);
  printf ("%s\n", path);
  return COMMAND_DONE;
}

/* --- the command --- */

static int
run_verb (FormRun *run, int argc, char **argv) {
  const char *verb = argc > 1 ? argv[1] : "";
  g_autoptr (GError) error = NULL;

  if (run->out != NULL && !durable_mkdir (run->out, &error))
    return command_fail (error);
  if (g_str_equal (verb, "list") && argc == 2)
    return list_forms (run);
  if (g_str_equal (verb, "check") && argc > 2)
    return check_forms (run, argc - 2, argv + 2);
  if (g_str_equal (verb, "try") && argc > 3)
    return check_form (run, argv[2]) ? try_form (run, argv[2], argc - 3, argv + 3)
                                     : COMMAND_FAILED;
  if (g_str_equal (verb, "cover") && run->out != NULL)
    return print_covers (run, argc - 2, argv + 2);
  return command_usage ("form: list, check FILE..., try FILE PAGE..., or "
                        "--out DIR cover [TYPE...]");
}

int
command_form (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_autofree char *out = NULL;
  const GOptionEntry entries[] = {{"out", 0, 0, G_OPTION_ARG_FILENAME, &out,
                                   "Folder for pictures or cover sheets", "DIR"},
                                  G_OPTION_ENTRY_NULL};
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  g_autoptr (Settings) settings = NULL;
  g_autoptr (Catalogue) catalogue = NULL;
  g_autoptr (GError) error = NULL;

  if (!command_parse ("list | check FILE... | try FILE PAGE... | cover [TYPE...]",
                      "Form knowledge: what the reader knows of papers, and what a form "
                      "file finds on pages.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  settings = settings_load (options.config, &error);
  catalogue = settings != NULL ? catalogue_load (path, &error) : NULL;
  if (catalogue == NULL)
    return command_fail (error);
  FormRun run = {settings, catalogue, out, options.json};
  return run_verb (&run, argc, argv);
}
