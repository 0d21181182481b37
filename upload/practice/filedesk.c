/* SPDX-License-Identifier: Apache-2.0 */

/* What the desk does with the files of a dossier: list, add, give back. A file goes from
 * the request to its place and from its place to the answer a block at a time. */

#include "upload/practice/filedesk.h"

#include "config/json.h"
#include "config/limits.h"
#include "upload/practice/dossierdesk.h"
#include "upload/practice/multipart.h"

#include <string.h>
#include <unistd.h>

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
filedesk_list (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
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
  g_autoptr (GPtrArray) parts = desk_parse_parts (request, reply);

  if (parts == NULL)
    return NULL;
  if (multipart_get (parts, "file") == NULL) {
    reply_set_refusal (reply, 400, "the part \"file\" is missing");
    return NULL;
  }
  return g_steal_pointer (&parts);
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

/* Files @content with what @fields say of it. */
static void
add_content (Desk *desk, GHashTable *fields, Filing *filing, const Slice *content,
             Reply *reply) {
  g_autoptr (FilingFile) draft = new_draft (fields);
  const FilingFile *file;
  g_autoptr (GError) fault = NULL;
  RegistryOutcome outcome;

  if (!is_pdf (content)) {
    reply_set_refusal (reply, 415, "the file is not a PDF");
    return;
  }
  if (!desk_allow_key (draft->part) || !desk_allow_key (draft->uid)) {
    reply_set_refusal (reply, 400,
                       "dossierPartNo or referenceUid is missing or not acceptable");
    return;
  }
  reply_set_subject (reply, filing->id, draft->uid, NULL);
  outcome = registry_add_file (desk->registry, filing, g_steal_pointer (&draft), content,
                               &file, &fault);
  if (desk_check_outcome (reply, outcome,
                          "other bytes stand under this referenceUid, or it is too late",
                          fault))
    set_file (reply, filing, file);
}

/* A form that names an upload instead of bringing the file. */
static void
add_upload (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
  g_autoptr (GHashTable) fields = dossierdesk_parse_form (request, reply);
  const char *url = fields != NULL ? g_hash_table_lookup (fields, "uploadUrl") : NULL;
  g_autofree char *id = url != NULL ? g_path_get_basename (url) : NULL;
  g_autoptr (Loose) loose = id != NULL ? depot_load (desk->depot, id, NULL) : NULL;
  g_autoptr (GError) fault = NULL;
  Slice content;

  if (fields == NULL)
    return;
  if (loose == NULL || loose->offset < loose->length) {
    reply_set_refusal (reply, 400, "uploadUrl names no whole upload");
  } else if (!depot_read (loose, &content, &fault)) {
    reply_set_fault (reply, fault);
  } else {
    add_content (desk, fields, filing, &content, reply);
    close (content.fd);
  }
}

void
filedesk_add (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GHashTable) fields = NULL;

  if (request->content_type != NULL
      && g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded")) {
    add_upload (desk, request, filing, reply);
    return;
  }
  parts = parse_upload (request, reply);
  if (parts == NULL)
    return;
  fields = load_fields (parts);
  if (fields == NULL)
    reply_set_refusal (reply, 400, "a field is too long or not UTF-8 text");
  else
    add_content (desk, fields, filing, &multipart_get (parts, "file")->content, reply);
}

void
filedesk_show (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
  const FilingFile *file = filing_get_file (filing, request->key);
  g_autofree char *path = NULL;
  g_autoptr (GError) cause = NULL;

  if (file == NULL) {
    reply_set_refusal (reply, 404, "there is no such file");
    return;
  }
  path = registry_path_dup (desk->registry, filing, file);
  if (!reply_set_file (reply, 200, "application/pdf", path, &cause)) {
    reply_set_fault (reply, cause);
    return;
  }
  reply_set_subject (reply, filing->id, file->uid, file->sha256);
}
