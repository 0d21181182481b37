/* SPDX-License-Identifier: Apache-2.0 */

/* Ground truth. A Truth is filled by the drawing itself, so that a page cannot say
 * something that its truth does not. The manifest names files relative to DIR/truth. */

#include "truth.h"

#include "config/fault.h"
#include "config/json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct Truth {
  GString *text;
  GPtrArray *fields; /* Field, in the order of the page */
  GPtrArray *optional;
  char *qr;
};

typedef struct {
  char *name;
  char *value;
  int box[4];
} Field;

struct TruthBook {
  char *folder;
  JsonBuilder *pages;
};

static void
free_field (gpointer data) {
  Field *field = data;

  g_free (field->name);
  g_free (field->value);
  g_free (field);
}

Truth *
truth_new (void) {
  Truth *truth = g_new0 (Truth, 1);

  truth->text = g_string_new (NULL);
  truth->fields = g_ptr_array_new_with_free_func (free_field);
  truth->optional = g_ptr_array_new_with_free_func (g_free);
  return truth;
}

void
truth_free (Truth *truth) {
  g_string_free (truth->text, TRUE);
  g_ptr_array_unref (truth->fields);
  g_ptr_array_unref (truth->optional);
  g_free (truth->qr);
  g_free (truth);
}

void
truth_add_line (Truth *truth, const char *line) {
  g_string_append (truth->text, line);
  g_string_append_c (truth->text, '\n');
}

const char *
truth_get_text (const Truth *truth) {
  return truth->text->str;
}

static char *
keep_digits (const char *text) {
  GString *digits = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
  return g_string_free (digits, FALSE);
}

static char *
normalise_value (const char *name, const char *shown) {
  const char *from = strstr (shown, "ngày ");
  int day, month, year;

  if (g_str_has_suffix (name, "phone"))
    return keep_digits (shown);
  if ((g_str_has_suffix (name, "dob") || g_str_has_suffix (name, "_date")) && from != NULL
      && sscanf (from, "ngày %2d tháng %2d năm %4d", &day, &month, &year) == 3)
    return g_strdup_printf ("%02d/%02d/%04d", day, month, year);
  return g_strdup (shown);
}

static Field *
find_field (const Truth *truth, const char *name, gsize length) {
  for (guint i = 0; i < truth->fields->len; i++) {
    Field *field = truth->fields->pdata[i];

    if (strlen (field->name) == length && strncmp (field->name, name, length) == 0)
      return field;
  }
  return NULL;
}

static void
extend_field (Field *field, const char *shown, const int box[4]) {
  char *whole = g_strconcat (field->value, " ", shown, NULL);

  g_free (field->value);
  field->value = whole;
  field->box[0] = MIN (field->box[0], box[0]);
  field->box[1] = MIN (field->box[1], box[1]);
  field->box[2] = MAX (field->box[2], box[2]);
  field->box[3] = MAX (field->box[3], box[3]);
}

void
truth_add_field (Truth *truth, const char *name, const char *shown, const int box[4]) {
  gsize length = strcspn (name, "+");
  Field *field = find_field (truth, name, length);

  if (field != NULL && name[length] == '+')
    extend_field (field, shown, box);
  if (field != NULL)
    return;
  field = g_new0 (Field, 1);
  field->name = g_strdup (name);
  field->value = normalise_value (name, shown);
  memcpy (field->box, box, sizeof field->box);
  g_ptr_array_add (truth->fields, field);
}

void
truth_add_optional (Truth *truth, const char *text) {
  g_ptr_array_add (truth->optional, g_strdup (text));
}

void
truth_set_qr (Truth *truth, const char *payload) {
  g_free (truth->qr);
  truth->qr = g_strdup (payload);
}

static gboolean
make_folder (const char *path, GError **error) {
  return g_mkdir_with_parents (path, 0777) == 0
         || fault_set_errno (error, FAULT_STORAGE, "cannot create folder %s", path);
}

TruthBook *
truth_open (const char *dir, GError **error) {
  g_autofree char *texts = g_build_filename (dir, "truth", "gt", NULL);
  TruthBook *book;

  if (!make_folder (texts, error))
    return NULL;
  book = g_new0 (TruthBook, 1);
  book->folder = g_build_filename (dir, "truth", NULL);
  book->pages = json_builder_new ();
  json_builder_begin_array (book->pages);
  return book;
}

void
truth_close (TruthBook *book) {
  g_free (book->folder);
  g_object_unref (book->pages);
  g_free (book);
}

static void
add_string (JsonBuilder *out, const char *name, const char *value) {
  json_builder_set_member_name (out, name);
  if (value != NULL)
    json_builder_add_string_value (out, value);
  else
    json_builder_add_null_value (out);
}

static void
add_int (JsonBuilder *out, const char *name, int value) {
  json_builder_set_member_name (out, name);
  json_builder_add_int_value (out, value);
}

static void
add_boolean (JsonBuilder *out, const char *name, gboolean value) {
  json_builder_set_member_name (out, name);
  json_builder_add_boolean_value (out, value);
}

static void
add_size (JsonBuilder *out, const TruthPage *page) {
  json_builder_set_member_name (out, "paper_mm");
  if (page->paper_width_mm == 0) {
    json_builder_add_null_value (out);
    return;
  }
  json_builder_begin_array (out);
  json_builder_add_double_value (out, page->paper_width_mm);
  json_builder_add_double_value (out, page->paper_height_mm);
  json_builder_end_array (out);
}

static void
add_page (JsonBuilder *out, const TruthPage *page) {
  g_autofree char *file = g_strconcat ("../", page->file, NULL);
  g_autofree char *text = g_strconcat ("gt/", page->page, ".txt", NULL);

  add_string (out, "page", page->page);
  add_string (out, "file", file);
  add_string (out, "gt", text);
  add_string (out, "template", page->template_name);
  add_string (out, "paper", page->paper);
  add_boolean (out, "continues", page->continues);
  add_string (out, "degradation", page->trouble);
  add_string (out, "dossier", page->dossier);
  add_int (out, "dpi", page->res_dpi);
  add_int (out, "rotation", page->rotation);
  json_builder_set_member_name (out, "skew");
  json_builder_add_double_value (out, page->skew);
  add_boolean (out, "blank", page->blank);
  add_string (out, "defect", page->defect);
  add_size (out, page);
  add_string (out, "font", page->font);
  add_string (out, "value_font", page->value_font);
}

/* A page that only continues a paper cannot tell its type by itself. */
static void
add_fields (JsonBuilder *out, const Truth *truth, const TruthPage *page) {
  json_builder_set_member_name (out, "fields");
  json_builder_begin_object (out);
  if (page->paper != NULL && !page->continues)
    add_string (out, "document_type", page->paper);
  for (guint i = 0; i < truth->fields->len; i++) {
    const Field *field = truth->fields->pdata[i];

    add_string (out, field->name, field->value);
  }
  json_builder_end_object (out);
}

static void
add_boxes (JsonBuilder *out, const Truth *truth) {
  json_builder_set_member_name (out, "boxes");
  json_builder_begin_object (out);
  for (guint i = 0; i < truth->fields->len; i++) {
    const Field *field = truth->fields->pdata[i];

    json_builder_set_member_name (out, field->name);
    json_builder_begin_array (out);
    for (guint edge = 0; edge < G_N_ELEMENTS (field->box); edge++)
      json_builder_add_int_value (out, field->box[edge]);
    json_builder_end_array (out);
  }
  json_builder_end_object (out);
}

static void
add_optional (JsonBuilder *out, const Truth *truth) {
  json_builder_set_member_name (out, "optional_text");
  json_builder_begin_array (out);
  for (guint i = 0; i < truth->optional->len; i++)
    json_builder_add_string_value (out, truth->optional->pdata[i]);
  json_builder_end_array (out);
}

static gboolean
save_text (const char *path, const char *text, GError **error) {
  g_autoptr (GError) cause = NULL;

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666,
                                &cause))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_STORAGE, cause->message);
  return FALSE;
}

gboolean
truth_save_page (TruthBook *book, const Truth *truth, const TruthPage *page,
                 GError **error) {
  g_autofree char *name = g_strconcat (page->page, ".txt", NULL);
  g_autofree char *path = g_build_filename (book->folder, "gt", name, NULL);

  json_builder_begin_object (book->pages);
  add_page (book->pages, page);
  add_string (book->pages, "qr", truth->qr);
  add_fields (book->pages, truth, page);
  add_boxes (book->pages, truth);
  add_optional (book->pages, truth);
  json_builder_end_object (book->pages);
  return save_text (path, truth->text->str, error);
}

gboolean
truth_save (TruthBook *book, GError **error) {
  g_autofree char *path = g_build_filename (book->folder, "manifest.json", NULL);
  g_autofree char *text = NULL;

  json_builder_end_array (book->pages);
  text = json_format (book->pages, TRUE);
  return save_text (path, text, error);
}
