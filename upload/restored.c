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
  g_ptr_array_unref (restored->removed);
  g_ptr_array_unref (restored->decisions);
  g_ptr_array_unref (restored->trail);
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
read_paper (JsonObject *record, gpointer data) {
  Restored *restored = data;
  g_autoptr (Paper) paper = g_new0 (Paper, 1);

  paper->number = take_number (record, "number");
  paper->type = take_text (record, "type");
  paper->component = take_text (record, "component");
  paper->title = take_text (record, "title");
  paper->code = take_text (record, "code");
  paper->code_local
      = g_strcmp0 (json_get_string (record, "code_list", NULL), "local") == 0;
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

static Box
read_box (JsonObject *record) {
  JsonArray *numbers = json_get_array (record, "box");
  int box[4] = {0};

  for (guint i = 0; numbers != NULL && json_array_get_length (numbers) == 4 && i < 4; i++)
    box[i] = (int) CLAMP (json_array_get_int_element (numbers, i), 0, G_MAXINT);
  return (Box){box[0], box[1], box[2], box[3]};
}

static gboolean
read_field (JsonObject *record, gpointer data) {
  StoredPage *stored = data;
  const char *name = json_get_string (record, "name", NULL);
  const char *value = json_get_string (record, "value", NULL);
  FieldSource source;
  Field *field;

  if (name == NULL || value == NULL
      || !field_source_parse (json_get_string (record, "source", NULL), &source))
    return FALSE;
  field = field_new (name, value, json_get_double (record, "confidence", 0),
                     read_box (record), source);
  g_ptr_array_add (stored->fields, field);
  if (json_object_has_member (record, "contrary"))
    field->contrary = g_strdup (json_get_string (record, "contrary", NULL));
  return field->contrary == NULL
         || field_source_parse (json_get_string (record, "contrary_source", NULL),
                                &field->contrary_source);
}

/* Calls @read for each element of the array @member; FALSE when one is not what it should
 * be. *@count, which may be NULL, tells how many there are. */
static gboolean
read_records (JsonObject *object, const char *member,
              gboolean (*read) (JsonObject *record, gpointer data), gpointer data,
              guint *count) {
  JsonArray *records = json_get_array (object, member);
  guint length = records == NULL ? 0 : json_array_get_length (records);

  for (guint i = 0; i < length; i++) {
    JsonNode *node = json_array_get_element (records, i);

    if (!JSON_NODE_HOLDS_OBJECT (node) || !read (json_node_get_object (node), data))
      return FALSE;
  }
  if (count != NULL)
    *count = length;
  return TRUE;
}

/* What pages that stand and pages that were taken out have in common; NULL when it lacks
 * something. */
static StoredPage *
read_scan (JsonObject *record) {
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
  stored->leaf = take_number (record, "leaf");
  if (page->number == 0 || page->file == NULL || page->sha256 == NULL)
    return NULL;
  return g_steal_pointer (&stored);
}

static gboolean
read_page (JsonObject *record, gpointer data) {
  Restored *restored = data;
  g_autoptr (StoredPage) stored = read_scan (record);

  if (stored == NULL || !read_records (record, "fields", read_field, stored, NULL))
    return FALSE;
  stored->read = TRUE;
  stored->blank = json_get_boolean (record, "blank", FALSE);
  stored->type = take_text (record, "type");
  stored->paper = take_number (record, "paper");
  stored->turn = take_number (record, "turn");
  stored->type_confidence = json_get_double (record, "type_confidence", 1.0);
  stored->upright_width_px = take_number (record, "upright_width_px");
  stored->upright_height_px = take_number (record, "upright_height_px");
  stored->place = restored->pages->len + 1;
  g_ptr_array_add (restored->pages, g_steal_pointer (&stored));
  return TRUE;
}

static gboolean
read_removed (JsonObject *record, gpointer data) {
  Restored *restored = data;
  StoredPage *stored = read_scan (record);

  if (stored == NULL)
    return FALSE;
  stored->successor = take_number (record, "replaced_by");
  g_ptr_array_add (restored->removed, stored);
  return TRUE;
}

static gboolean
read_decision (JsonObject *record, gpointer data) {
  Restored *restored = data;
  Decision *decision = g_new0 (Decision, 1);

  decision->kind = take_text (record, "kind");
  decision->page = take_number (record, "page");
  decision->reason = take_text (record, "reason");
  decision->decided_at = json_get_int (record, "decided_at", 0);
  g_ptr_array_add (restored->decisions, decision);
  return decision->kind != NULL;
}

static gboolean
read_entry (JsonObject *record, gpointer data) {
  Restored *restored = data;
  TrailEntry *entry = trail_entry_parse (record);

  if (entry == NULL)
    return FALSE;
  g_ptr_array_add (restored->trail, entry);
  return TRUE;
}

/* A dossier has papers and pages; the rest it need not have. */
static gboolean
read_lists (JsonObject *manifest, Restored *restored) {
  JsonObject *sheets = json_get_object (manifest, "sheets");
  guint papers = 0, pages = 0;

  restored->declared = sheets != NULL ? take_number (sheets, "declared") : 0;
  return read_records (manifest, "papers", read_paper, restored, &papers)
         && read_records (manifest, "pages", read_page, restored, &pages)
         && read_records (manifest, "removed", read_removed, restored, NULL)
         && read_records (manifest, "decisions", read_decision, restored, NULL)
         && read_records (manifest, "trail", read_entry, restored, NULL) && papers > 0
         && pages > 0;
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
  restored->removed = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
  restored->decisions = g_ptr_array_new_with_free_func ((GDestroyNotify) decision_free);
  restored->trail = g_ptr_array_new_with_free_func ((GDestroyNotify) trail_entry_free);
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
      && read_lists (manifest, restored))
    return g_steal_pointer (&restored);
  g_set_error (error, FAULT, FAULT_STORAGE, "its manifest lacks what a queue needs");
  return NULL;
}
