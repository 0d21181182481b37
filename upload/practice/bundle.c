/* SPDX-License-Identifier: Apache-2.0 */

/* The files are copied from the depot into the dossier's folder and named in its
 * dossier.json, which is the one moment at which all of it is there. Messages name members,
 * never their values. */

#include "upload/practice/bundle.h"

#include "config/json.h"
#include "config/limits.h"
#include "upload/practice/multipart.h"
#include "upload/practice/referee.h"

#include <string.h>
#include <unistd.h>

static void
free_file (BundleFile *file) {
  g_free (file->id);
  g_free (file->part);
  g_free (file->title);
  g_free (file);
}

static void
add_file (Bundle *bundle, const char *id, const char *part, const char *title) {
  BundleFile *file = g_new0 (BundleFile, 1);

  if (bundle->files == NULL)
    bundle->files = g_ptr_array_new_with_free_func ((GDestroyNotify) free_file);
  file->id = g_strdup (id != NULL ? id : "");
  file->part = g_strdup (part != NULL ? part : "");
  file->title = g_strdup (title != NULL ? title : "");
  g_ptr_array_add (bundle->files, file);
}

void
bundle_add_files (Bundle *bundle, JsonArray *files, const BundleNames *names,
                  const char *part) {
  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++) {
    JsonNode *node = json_array_get_element (files, i);
    JsonObject *file = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

    if (file != NULL)
      add_file (bundle, json_get_string (file, names->id, NULL),
                names->part != NULL ? json_get_string (file, names->part, NULL) : part,
                json_get_string (file, names->title, NULL));
  }
}

static Filing *
new_draft (const Bundle *bundle) {
  Filing *draft = filing_new ();

  draft->uid = g_strdup (bundle->number);
  draft->service = g_strdup (bundle->service);
  draft->number = g_strdup (bundle->number);
  draft->status = g_strdup ("");
  draft->password = g_strdup ("");
  g_hash_table_insert (draft->fields, g_strdup ("message"), g_strdup (bundle->message));
  filing_set_mark (draft->fields, bundle->mark);
  return draft;
}

static void
add_draft_file (Filing *draft, const BundleFile *file, const Loose *loose, char *sha256) {
  FilingFile *entry = filing_file_new ();

  entry->uid = g_strdup (file->id);
  entry->part = g_strdup (file->part);
  entry->form = g_strdup ("");
  entry->title = g_strdup (*file->title != '\0' ? file->title : loose->name);
  entry->type = g_strdup ("pdf");
  entry->metadata = g_strdup ("");
  entry->size_bytes = loose->length;
  entry->sha256 = sha256;
  g_ptr_array_add (draft->files, entry);
}

/* Opens each file; FALSE after a refusal. */
static gboolean
open_files (Desk *desk, const Bundle *bundle, Filing *draft, Slice *contents,
            Reply *reply) {
  for (guint i = 0; i < bundle->files->len; i++) {
    const BundleFile *file = g_ptr_array_index (bundle->files, i);
    g_autoptr (GError) fault = NULL;
    g_autoptr (Loose) loose = depot_load (desk->depot, file->id, &fault);
    char *sha256;

    if (fault == NULL && (loose == NULL || loose->offset < loose->length)) {
      reply_set_refusal (reply, 400, "a file that the message names is not here");
      return FALSE;
    }
    sha256 = loose != NULL ? depot_hash (loose, &fault) : NULL;
    if (sha256 == NULL || !depot_read (loose, &contents[i], &fault)) {
      g_free (sha256);
      reply_set_fault (reply, fault);
      return FALSE;
    }
    add_draft_file (draft, file, loose, sha256);
  }
  return TRUE;
}

static void
close_files (Slice *contents, guint count) {
  for (guint i = 0; i < count; i++) {
    if (contents[i].fd >= 0)
      close (contents[i].fd);
  }
}

static gboolean
check_bundle (const Bundle *bundle, Reply *reply) {
  if (!desk_allow_key (bundle->number))
    reply_set_refusal (reply, 400, "the dossier's number is missing or not acceptable");
  else if (bundle->service == NULL || *bundle->service == '\0')
    reply_set_refusal (reply, 400, "the procedure is missing");
  else if (bundle->files == NULL)
    reply_set_refusal (reply, 422, "the dossier has no files");
  else if (bundle->files->len > LIMIT_DOSSIER_PAPERS)
    reply_set_refusal (reply, 422, "the dossier is full");
  else
    return TRUE;
  return FALSE;
}

/* Takes @draft when it has been kept. */
static Filing *
keep (Desk *desk, Filing **draft, const Slice *contents, gboolean *existed,
      Reply *reply) {
  g_autoptr (GError) fault = NULL;
  Filing *filing = NULL;
  RegistryOutcome outcome
      = registry_keep (desk->registry, *draft, contents, &filing, &fault);

  *existed = outcome == REGISTRY_THERE;
  if (!desk_check_outcome (reply, outcome, "", fault))
    return NULL;
  if (filing == *draft)
    *draft = NULL;
  return filing;
}

static gboolean
is_acceptable (Desk *desk, const Filing *draft, const Slice *contents, Reply *reply) {
  const char *broken
      = desk->rules != NULL ? referee_judge (desk->rules, draft, contents) : NULL;

  if (broken == NULL)
    return TRUE;
  reply_set_refusal (reply, 422, broken);
  return FALSE;
}

Filing *
bundle_keep (Desk *desk, const Bundle *bundle, gboolean *existed, Reply *reply) {
  g_autoptr (Filing) draft = NULL;
  g_autofree Slice *contents = NULL;
  Filing *filing = NULL;
  gint64 id;

  if (!check_bundle (bundle, reply))
    return NULL;
  reply_set_subject (reply, 0, bundle->number, NULL);
  id = registry_find (desk->registry, bundle->number);
  *existed = id != 0;
  if (id != 0) {
    g_autoptr (GError) fault = NULL;

    filing = registry_load (desk->registry, id, &fault);
    if (filing == NULL)
      reply_set_fault (reply, fault);
    return filing;
  }
  contents = g_new0 (Slice, bundle->files->len);
  for (guint i = 0; i < bundle->files->len; i++)
    contents[i].fd = -1;
  draft = new_draft (bundle);
  if (open_files (desk, bundle, draft, contents, reply)
      && is_acceptable (desk, draft, contents, reply))
    filing = keep (desk, &draft, contents, existed, reply);
  close_files (contents, bundle->files->len);
  if (filing != NULL)
    reply_set_subject (reply, filing->id, filing->uid, NULL);
  return filing;
}

Loose *
bundle_take_file (Desk *desk, const DeskRequest *request, const char *part, char **sha256,
                  Reply *reply) {
  g_autoptr (GPtrArray) parts = desk_parse_parts (request, reply);
  const MultipartPart *file = parts != NULL ? multipart_get (parts, part) : NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (Loose) loose = NULL;

  if (parts == NULL)
    return NULL;
  if (file == NULL || file->file_name == NULL || file->content.size_bytes == 0) {
    reply_set_refusal (reply, 400, "the file is missing or empty");
    return NULL;
  }
  loose
      = depot_create (desk->depot, file->file_name, "", file->content.size_bytes, &fault);
  if (loose == NULL || !depot_append (desk->depot, loose, &file->content, &fault)) {
    reply_set_fault (reply, fault);
    return NULL;
  }
  *sha256 = slice_hash (&file->content, &fault);
  if (*sha256 == NULL) {
    reply_set_fault (reply, fault);
    return NULL;
  }
  reply->kept = TRUE;
  reply_set_subject (reply, 0, loose->id, *sha256);
  return g_steal_pointer (&loose);
}
