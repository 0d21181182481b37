/* SPDX-License-Identifier: Apache-2.0 */

/* What the desk does with the files of a dossier: list, add, give back. A file goes from
 * the request to its place and from its place to the answer a block at a time. */

#include "upload/practice/filedesk.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "upload/practice/multipart.h"

#include <string.h>

#define PDF_MAGIC "%PDF-"

static void
add_file (JsonBuilder *builder, const Filing *filing, const FilingFile *file) {
  json_builder_begin_object (builder);
  json_add_int (builder, "dossierFileId", file->id);
  json_add_int (builder, "createDate", file->kept_at_ms);
  json_add_int (builder, "modifiedDate", file->kept_at_ms);
  json_add_string (builder, "referenceUid", file->uid);
  json_add_string (builder, "dossierPartNo", file->part);
  json_add_int (builder, "dossierPartType", 1);
  json_add_string (builder, "fileTemplateNo", file->form);
  json_add_string (builder, "displayName", file->title);
  json_add_string (builder, "fileType", file->type);
  json_add_int (builder, "fileSize", (gint64) file->size_bytes);
  json_add_int (builder, "fileVersion", 1);
  json_add_boolean (builder, "isNew", filing->submitted_at_ms == 0);
  json_add_boolean (builder, "removed", FALSE);
  json_add_boolean (builder, "eForm", FALSE);
  json_add_int (builder, "dossierId", filing->id);
  json_builder_end_object (builder);
}

void
filedesk_list (Registry *registry, const DeskRequest *request, Filing *filing,
               Reply *reply) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_int (builder, "total", filing->files->len);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_array (builder);
  for (guint i = 0; i < filing->files->len; i++)
    add_file (builder, filing, filing->files->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
  reply_set_subject (reply, filing->id, filing->uid, NULL);
}

/* The texts of all parts but the file by their names; NULL when one is too long or not
 * UTF-8. */
static GHashTable *
load_fields (const GPtrArray *parts) {
  g_autoptr (GHashTable) fields
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < parts->len; i++) {
    const MultipartPart *part = parts->pdata[i];
    char *text;

    if (g_str_equal (part->name, "file"))
      continue;
    if (part->content.size_bytes > LIMIT_FORM_FIELD_BYTES)
      return NULL;
    text = slice_dup (&part->content, NULL);
    if (text == NULL || !g_utf8_validate_len (text, part->content.size_bytes, NULL)) {
      g_free (text);
      return NULL;
    }
    g_hash_table_insert (fields, part->name, text);
  }
  return g_steal_pointer (&fields);
}

/* A field's text, or a copy of @absent; caller frees. */
static char *
dup_field (GHashTable *fields, const char *name, const char *absent) {
  const char *text = g_hash_table_lookup (fields, name);

  return g_strdup (text != NULL ? text : absent);
}

static gboolean
is_pdf (const Slice *content) {
  char magic[sizeof PDF_MAGIC] = {0};

  return content->size_bytes >= strlen (PDF_MAGIC)
         && slice_read (content, 0, magic, strlen (PDF_MAGIC), NULL)
         && g_str_equal (magic, PDF_MAGIC);
}

/* The parts of an upload; NULL (with a refusal) when it cannot be taken. */
static GPtrArray *
parse_upload (const DeskRequest *request, Reply *reply) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (GPtrArray) parts
      = multipart_parse (request->content_type, &request->body, &cause);
  const MultipartPart *content = parts != NULL ? multipart_get (parts, "file") : NULL;

  if (g_error_matches (cause, FAULT, FAULT_STORAGE))
    reply_set_fault (reply, cause);
  else if (parts == NULL)
    reply_set_refusal (reply, 400, cause->message);
  else if (content == NULL)
    reply_set_refusal (reply, 400, "the part \"file\" is missing");
  else
    return g_steal_pointer (&parts);
  return NULL;
}

static FilingFile *
new_draft (GHashTable *fields) {
  FilingFile *draft = filing_file_new ();
  g_autofree char *uid = g_uuid_string_random ();

  draft->uid = dup_field (fields, "referenceUid", uid);
  draft->part = dup_field (fields, "dossierPartNo", "");
  draft->form = dup_field (fields, "fileTemplateNo", "");
  draft->title = dup_field (fields, "displayName", "");
  draft->type = dup_field (fields, "fileType", "pdf");
  draft->metadata = dup_field (fields, "formData", "");
  return draft;
}

static void
set_file (Reply *reply, const Filing *filing, const FilingFile *file) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  add_file (builder, filing, file);
  reply_set_json (reply, 200, builder);
  reply_set_subject (reply, filing->id, file->uid, file->sha256);
}

void
filedesk_add (Registry *registry, const DeskRequest *request, Filing *filing,
              Reply *reply) {
  g_autoptr (GPtrArray) parts = parse_upload (request, reply);
  g_autoptr (GHashTable) fields = NULL;
  g_autoptr (FilingFile) draft = NULL;
  const MultipartPart *content;
  const FilingFile *file;
  g_autoptr (GError) fault = NULL;
  RegistryOutcome outcome;

  if (parts == NULL)
    return;
  fields = load_fields (parts);
  if (fields == NULL) {
    reply_set_refusal (reply, 400, "a field is too long or not UTF-8 text");
    return;
  }
  content = multipart_get (parts, "file");
  if (!is_pdf (&content->content)) {
    reply_set_refusal (reply, 415, "the file is not a PDF");
    return;
  }
  draft = new_draft (fields);
  if (!desk_allow_key (draft->part) || !desk_allow_key (draft->uid)) {
    reply_set_refusal (reply, 400,
                       "dossierPartNo or referenceUid is missing or not acceptable");
    return;
  }
  reply_set_subject (reply, filing->id, draft->uid, NULL);
  outcome = registry_add_file (registry, filing, g_steal_pointer (&draft),
                               &content->content, &file, &fault);
  if (desk_check_outcome (reply, outcome,
                          "other bytes stand under this referenceUid, or it is too late",
                          fault))
    set_file (reply, filing, file);
}

void
filedesk_show (Registry *registry, const DeskRequest *request, Filing *filing,
               Reply *reply) {
  const FilingFile *file = filing_get_file (filing, request->key);
  g_autofree char *path = NULL;
  g_autoptr (GError) cause = NULL;

  if (file == NULL) {
    reply_set_refusal (reply, 404, "there is no such file");
    return;
  }
  path = registry_path_dup (registry, filing, file);
  if (!reply_set_file (reply, 200, "application/pdf", path, &cause)) {
    reply_set_fault (reply, cause);
    return;
  }
  reply_set_subject (reply, filing->id, file->uid, file->sha256);
}
