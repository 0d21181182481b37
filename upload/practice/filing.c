/* SPDX-License-Identifier: Apache-2.0 */

/* Reading and writing dossier.json. The names in it are those of the portal's interface,
 * so that a person who looks into the folder sees what the client sent. */

#include "upload/practice/filing.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"

#include <string.h>

#define FILE_NAME "dossier.json"

FilingFile *
filing_file_new (void) {
  return g_new0 (FilingFile, 1);
}

void
filing_file_free (FilingFile *file) {
  g_free (file->uid);
  g_free (file->part);
  g_free (file->form);
  g_free (file->title);
  g_free (file->type);
  g_free (file->metadata);
  g_free (file->sha256);
  g_free (file);
}

GHashTable *
filing_fields_new (void) {
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* NUMBER:DIGITS */
void
filing_set_mark (GHashTable *fields, const char *mark) {
  gsize number = mark != NULL ? strspn (mark, "0123456789") : 0;
  gsize digits;

  if (number == 0 || mark[number] != ':')
    return;
  digits = strspn (mark + number + 1, "0123456789abcdef");
  if (digits > 0 && mark[number + 1 + digits] == '\0')
    g_hash_table_replace (fields, g_strdup (FILING_MARK), g_strdup (mark));
}

Filing *
filing_new (void) {
  Filing *filing = g_new0 (Filing, 1);

  filing->fields = filing_fields_new ();
  filing->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  filing->files = g_ptr_array_new_with_free_func ((GDestroyNotify) filing_file_free);
  return filing;
}

void
filing_free (Filing *filing) {
  g_free (filing->uid);
  g_free (filing->service);
  g_free (filing->number);
  g_free (filing->status);
  g_free (filing->password);
  g_hash_table_unref (filing->fields);
  g_hash_table_unref (filing->marks);
  g_ptr_array_unref (filing->files);
  g_free (filing);
}

FilingFile *
filing_get_file (const Filing *filing, const char *uid) {
  for (guint i = 0; i < filing->files->len; i++) {
    FilingFile *file = filing->files->pdata[i];

    if (g_str_equal (file->uid, uid))
      return file;
  }
  return NULL;
}

static char *
dup_text (JsonObject *object, const char *member) {
  return g_strdup (json_get_string (object, member, ""));
}

static void
load_fields (JsonObject *object, GHashTable *fields) {
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    g_hash_table_insert (fields, g_strdup (name->data), dup_text (object, name->data));
}

static void
load_marks (JsonObject *object, GHashTable *marks) {
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *name = names; name != NULL; name = name->next) {
    GHashTable *fields = filing_fields_new ();

    load_fields (json_get_object (object, name->data), fields);
    g_hash_table_insert (marks, g_strdup (name->data), fields);
  }
}

static FilingFile *
load_file (JsonObject *object) {
  FilingFile *file = filing_file_new ();

  file->id = json_get_int (object, "dossierFileId", 0);
  file->uid = dup_text (object, "referenceUid");
  file->part = dup_text (object, "dossierPartNo");
  file->form = dup_text (object, "fileTemplateNo");
  file->title = dup_text (object, "displayName");
  file->type = dup_text (object, "fileType");
  file->metadata = dup_text (object, "formData");
  file->size_bytes = (guint64) json_get_int (object, "fileSize", 0);
  file->sha256 = dup_text (object, "sha256");
  file->kept_at_ms = json_get_int (object, "createDate", 0);
  return file;
}

static void
load_files (JsonArray *array, GPtrArray *files) {
  guint count = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < count; i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      g_ptr_array_add (files, load_file (json_node_get_object (node)));
  }
}

Filing *
filing_load (const char *folder, GError **error) {
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (JsonObject) object = json_load (path, error);
  g_autoptr (Filing) filing = NULL;

  if (object == NULL)
    return NULL;
  filing = filing_new ();
  filing->id = json_get_int (object, "dossierId", 0);
  filing->uid = dup_text (object, "referenceUid");
  filing->service = dup_text (object, "serviceCode");
  filing->number = dup_text (object, "dossierNo");
  filing->status = dup_text (object, "dossierStatus");
  filing->password = dup_text (object, "password");
  filing->counter = (guint) json_get_int (object, "counter", 0);
  filing->kept_at_ms = json_get_int (object, "createDate", 0);
  filing->submitted_at_ms = json_get_int (object, "submitDate", 0);
  load_fields (json_get_object (object, "fields"), filing->fields);
  load_marks (json_get_object (object, "marks"), filing->marks);
  load_files (json_get_array (object, "files"), filing->files);
  if (filing->id <= 0 || *filing->uid == '\0') {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: no dossierId or referenceUid", path);
    return NULL;
  }
  return g_steal_pointer (&filing);
}

static void
add_fields (JsonBuilder *builder, const char *member, GHashTable *fields) {
  GHashTableIter iter;
  gpointer name, value;

  json_builder_set_member_name (builder, member);
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_add_string (builder, name, value);
  json_builder_end_object (builder);
}

static void
add_marks (JsonBuilder *builder, GHashTable *marks) {
  GHashTableIter iter;
  gpointer part, fields;

  json_builder_set_member_name (builder, "marks");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, marks);
  while (g_hash_table_iter_next (&iter, &part, &fields))
    add_fields (builder, part, fields);
  json_builder_end_object (builder);
}

static void
add_file (JsonBuilder *builder, const FilingFile *file) {
  json_builder_begin_object (builder);
  json_add_int (builder, "dossierFileId", file->id);
  json_add_string (builder, "referenceUid", file->uid);
  json_add_string (builder, "dossierPartNo", file->part);
  json_add_string (builder, "fileTemplateNo", file->form);
  json_add_string (builder, "displayName", file->title);
  json_add_string (builder, "fileType", file->type);
  json_add_string (builder, "formData", file->metadata);
  json_add_int (builder, "fileSize", (gint64) file->size_bytes);
  json_add_string (builder, "sha256", file->sha256);
  json_add_int (builder, "createDate", file->kept_at_ms);
  json_builder_end_object (builder);
}

static char *
format_filing (const Filing *filing) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_int (builder, "dossierId", filing->id);
  json_add_string (builder, "referenceUid", filing->uid);
  json_add_string (builder, "serviceCode", filing->service);
  json_add_string (builder, "dossierNo", filing->number);
  json_add_string (builder, "dossierStatus", filing->status);
  json_add_int (builder, "counter", filing->counter);
  json_add_string (builder, "password", filing->password);
  json_add_int (builder, "createDate", filing->kept_at_ms);
  json_add_int (builder, "submitDate", filing->submitted_at_ms);
  add_fields (builder, "fields", filing->fields);
  add_marks (builder, filing->marks);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < filing->files->len; i++)
    add_file (builder, filing->files->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_format (builder, TRUE);
}

gboolean
filing_save (const Filing *filing, const char *folder, GError **error) {
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree char *text = format_filing (filing);

  return durable_save (path, text, strlen (text), 0600, error);
}
