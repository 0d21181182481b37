/* SPDX-License-Identifier: Apache-2.0 */

/* The manifest has been found whole before, so what is missing in it was never there: it
 * is of another make, and is refused as one piece. */

#include "upload/restored.h"

#include "config/fault.h"

void
restored_free (Restored *restored) {
  if (restored == NULL)
    return;
  dossier_free (restored->dossier);
  g_ptr_array_unref (restored->pages);
  g_hash_table_unref (restored->waivers);
  g_free (restored);
}

static char *
take_text (JsonObject *object, const char *member) {
  return g_strdup (json_get_string (object, member, NULL));
}

static guint
take_number (JsonObject *object, const char *member) {
  return (guint) CLAMP (json_get_int (object, member, 0), 0, G_MAXUINT);
}

static void
read_applicant (JsonObject *object, Applicant *applicant) {
  if (object == NULL)
    return;
  applicant->name = take_text (object, "name");
  applicant->id_number = take_text (object, "id_number");
  applicant->phone = take_text (object, "phone");
  applicant->address = take_text (object, "address");
}

static gboolean
read_paper (JsonObject *record, Restored *restored) {
  g_autoptr (Paper) paper = g_new0 (Paper, 1);

  paper->number = take_number (record, "number");
  paper->type = take_text (record, "type");
  paper->component = take_text (record, "component");
  paper->title = take_text (record, "title");
  paper->code = take_text (record, "code");
  paper->file = take_text (record, "file");
  paper->pages = take_number (record, "pages");
  paper->size_bytes = (guint64) json_get_int (record, "size_bytes", 0);
  paper->sha256 = take_text (record, "sha256");
  paper->original = json_get_boolean (record, "original", FALSE);
  paper->signature = take_text (record, "signature");
  if (paper->number == 0 || paper->file == NULL || paper->sha256 == NULL)
    return FALSE;
  g_ptr_array_add (restored->dossier->papers, g_steal_pointer (&paper));
  return TRUE;
}

static gboolean
read_page (JsonObject *record, Restored *restored) {
  g_autoptr (StoredPage) stored = g_new0 (StoredPage, 1);
  Page *page = g_new0 (Page, 1);

  stored->page = page;
  stored->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  page->number = take_number (record, "number");
  page->sheet = take_number (record, "sheet");
  page->side = g_strcmp0 (json_get_string (record, "side", NULL), "back") == 0
                   ? PAGE_BACK
                   : PAGE_FRONT;
  page->file = take_text (record, "file");
  page->sha256 = take_text (record, "sha256");
  page->size_bytes = (guint64) json_get_int (record, "size_bytes", 0);
  page->width_px = take_number (record, "width_px");
  page->height_px = take_number (record, "height_px");
  page->res_dpi = take_number (record, "res_dpi");
  stored->read = TRUE;
  stored->blank = json_get_boolean (record, "blank", FALSE);
  stored->type = take_text (record, "type");
  stored->paper = take_number (record, "paper");
  stored->turn = take_number (record, "turn");
  stored->place = restored->pages->len + 1;
  if (page->number == 0 || page->file == NULL || page->sha256 == NULL)
    return FALSE;
  g_ptr_array_add (restored->pages, g_steal_pointer (&stored));
  return TRUE;
}

static gboolean
read_records (JsonObject *manifest, const char *member,
              gboolean (*read) (JsonObject *record, Restored *restored),
              Restored *restored) {
  JsonArray *records = json_get_array (manifest, member);
  guint count = records == NULL ? 0 : json_array_get_length (records);

  for (guint i = 0; i < count; i++) {
    JsonNode *node = json_array_get_element (records, i);

    if (!JSON_NODE_HOLDS_OBJECT (node) || !read (json_node_get_object (node), restored))
      return FALSE;
  }
  return count > 0;
}

static void
read_waivers (JsonObject *waivers, GHashTable *table) {
  g_autoptr (GList) components
      = waivers == NULL ? NULL : json_object_get_members (waivers);

  for (GList *each = components; each != NULL; each = each->next)
    g_hash_table_insert (table, g_strdup (each->data), take_text (waivers, each->data));
}

Restored *
restored_read (JsonObject *manifest, GError **error) {
  g_autoptr (Restored) restored = g_new0 (Restored, 1);
  Dossier *dossier = dossier_new ();

  restored->dossier = dossier;
  restored->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
  restored->waivers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  dossier->id = take_text (manifest, "dossier");
  dossier->code = take_text (manifest, "code");
  dossier->procedure = take_text (manifest, "procedure");
  dossier->procedure_name = take_text (manifest, "procedure_name");
  dossier->procedure_version = take_text (manifest, "procedure_version");
  dossier->created_at = json_get_int (manifest, "created_at", 0);
  dossier->queued_at = json_get_int (manifest, "sealed_at", dossier->created_at);
  dossier->due_at = json_get_int (manifest, "due_at", 0);
  dossier->portal = take_text (manifest, "portal");
  read_applicant (json_get_object (manifest, "applicant"), &dossier->applicant);
  read_waivers (json_get_object (manifest, "waivers"), restored->waivers);
  if (dossier->id != NULL && dossier->code != NULL && dossier->procedure != NULL
      && read_records (manifest, "papers", read_paper, restored)
      && read_records (manifest, "pages", read_page, restored))
    return g_steal_pointer (&restored);
  g_set_error (error, FAULT, FAULT_STORAGE, "its manifest lacks what a queue needs");
  return NULL;
}
