/* SPDX-License-Identifier: Apache-2.0 */

/* The manifest is written once, as the last file of a sealed folder, and carries enough to
 * know the dossier again when the database is lost. Its members keep one order, so that
 * equal dossiers have equal manifests. The end record is text of a fixed length, so that
 * each bit of a manifest is under a digest, its blanks too. */

#include "upload/manifest.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/inventory.h"

#include <string.h>

#define NOT_THE_STORES  "The manifest's \"%s\" is not the store's."
#define MANIFEST_FORMAT 2

/* The end record: the digest of every byte before it, and the word that it is whole. */
#define END_FORMAT ",\n  \"sha256\": \"%s\",\n  \"end\": true\n}\n"

/* The station stands in the code: TAM-STATION-yymmdd-NNNN. */
static char *
get_station (const char *code) {
  g_auto (GStrv) parts = g_strsplit (code, "-", -1);
  guint count = g_strv_length (parts);
  g_autoptr (GString) station = g_string_new (NULL);

  for (guint i = 1; i + 2 < count; i++)
    g_string_append_printf (station, "%s%s", i > 1 ? "-" : "", parts[i]);
  return g_string_free (g_steal_pointer (&station), FALSE);
}

static const StoredPage *
find_page (const GPtrArray *pages, guint number) {
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    if (page->page->number == number)
      return page;
  }
  return NULL;
}

static gboolean
is_better (const Field *field, const Field *other) {
  if ((field->source == FIELD_PERSON) != (other->source == FIELD_PERSON))
    return field->source == FIELD_PERSON;
  return field->confidence > other->confidence;
}

/* The best value of each name on the pages of @paper, in order of first appearance. */
static GPtrArray *
collect_fields (const PackagePaper *paper, const GPtrArray *pages) {
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < paper->pages->len; i++) {
    const StoredPage *page = find_page (pages, g_array_index (paper->pages, guint, i));

    for (guint j = 0; page != NULL && j < page->fields->len; j++) {
      Field *field = g_ptr_array_index (page->fields, j);
      guint k = 0;

      while (
          k < fields->len
          && !g_str_equal (((Field *) g_ptr_array_index (fields, k))->name, field->name))
        k++;
      if (k == fields->len)
        g_ptr_array_add (fields, field);
      else if (is_better (field, g_ptr_array_index (fields, k)))
        g_ptr_array_index (fields, k) = field;
    }
  }
  return fields;
}

/* How the file was made from the raw pages: what made it, and which rung of its images it
 * carries. The layers of each page stand in the PDF's own metadata. */
static char *
format_recipe (const PackagePaper *entry) {
  if (entry->as_is != NULL)
    return g_strdup ("as handed in");
  return g_strdup_printf ("motcua " MOTCUA_VERSION ", rung %u", entry->rung);
}

static void
add_paper (JsonBuilder *builder, const PackagePaper *entry, const GPtrArray *pages) {
  g_autoptr (GPtrArray) fields = collect_fields (entry, pages);
  const Paper *paper = entry->paper;
  g_autofree char *recipe = format_recipe (entry);

  json_builder_begin_object (builder);
  json_add_int (builder, "number", paper->number);
  json_add_string (builder, "component", paper->component);
  json_add_string (builder, "type", paper->type);
  json_add_string (builder, "title", paper->title);
  json_add_boolean (builder, "original", paper->original);
  json_add_string (builder, "code", paper->code);
  json_add_string (builder, "code_list",
                   paper->code == NULL ? NULL
                   : paper->code_local ? "local"
                                       : "national");
  json_add_string (builder, "file", paper->file);
  json_add_int (builder, "pages", paper->pages);
  json_add_int (builder, "size_bytes", (gint64) paper->size_bytes);
  json_add_string (builder, "sha256", paper->sha256);
  json_add_string (builder, "recipe", recipe);
  json_add_string (builder, "signature", paper->signature);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_object (builder);
  for (guint i = 0; i < fields->len; i++) {
    const Field *field = g_ptr_array_index (fields, i);

    json_add_string (builder, field->name, field->value);
  }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* The end record for the @size_bytes before it. */
static char *
format_end (const char *text, gsize size_bytes) {
  g_autofree char *digest = g_compute_checksum_for_data (
      G_CHECKSUM_SHA256, (const guchar *) text, size_bytes);

  return g_strdup_printf (END_FORMAT, digest);
}

/* Takes the closing bracket off @json and puts the end record in its place. */
static char *
close_text (char *json) {
  g_autofree char *end = NULL;
  gsize size_bytes = strlen (json);

  while (size_bytes > 0 && (json[size_bytes - 1] == '}' || json[size_bytes - 1] == '\n'))
    json[--size_bytes] = '\0';
  end = format_end (json, size_bytes);
  return g_strconcat (json, end, NULL);
}

/* Needed components that a person let go, in the order of their codes. */
static void
add_waivers (JsonBuilder *builder, GHashTable *waivers) {
  g_autoptr (GList) components = waivers == NULL ? NULL : g_hash_table_get_keys (waivers);

  components = g_list_sort (components, (GCompareFunc) strcmp);
  json_builder_set_member_name (builder, "waivers");
  json_builder_begin_object (builder);
  for (GList *each = components; each != NULL; each = each->next)
    json_add_string (builder, each->data, g_hash_table_lookup (waivers, each->data));
  json_builder_end_object (builder);
}

/* Who has signed the papers, or why nobody has although it was wanted. */
static void
add_signer (JsonBuilder *builder, const PackageContents *contents) {
  const Signer *signer = contents->signer;

  if (contents->unsigned_because != NULL)
    json_add_string (builder, "unsigned_because", contents->unsigned_because);
  if (signer == NULL)
    return;
  json_builder_set_member_name (builder, "signer");
  json_builder_begin_object (builder);
  json_add_string (builder, "name", signer_get_name (signer));
  json_add_string (builder, "certificate_sha256", signer_get_certificate (signer));
  if (signer_get_unstamped (signer) != NULL)
    json_add_string (builder, "unstamped_because", signer_get_unstamped (signer));
  json_builder_end_object (builder);
}

/* Who hands in, so that the dossier can be sent from its folder alone. */
static void
add_applicant (JsonBuilder *builder, const Applicant *applicant) {
  if (applicant == NULL)
    return;
  json_builder_set_member_name (builder, "applicant");
  json_builder_begin_object (builder);
  json_add_string (builder, "name", applicant->name);
  json_add_string (builder, "id_number", applicant->id_number);
  json_add_string (builder, "phone", applicant->phone);
  json_add_string (builder, "address", applicant->address);
  json_builder_end_object (builder);
}

static void
add_files (JsonBuilder *builder, const GPtrArray *files) {
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < files->len; i++) {
    const ManifestFile *file = g_ptr_array_index (files, i);

    json_builder_begin_object (builder);
    json_add_string (builder, "file", file->name);
    json_add_int (builder, "size_bytes", (gint64) file->size_bytes);
    json_add_string (builder, "sha256", file->sha256);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

char *
manifest_format (const Dossier *dossier, const PackageContents *contents,
                 const GPtrArray *files) {
  const GPtrArray *papers = contents->papers;
  const GPtrArray *pages = contents->pages;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *station = get_station (dossier->code);
  g_autofree char *json = NULL;

  json_builder_begin_object (builder);
  json_add_int (builder, "format", MANIFEST_FORMAT);
  json_add_string (builder, "dossier", dossier->id);
  json_add_string (builder, "code", dossier->code);
  json_add_string (builder, "station", station);
  json_add_string (builder, "procedure", dossier->procedure);
  json_add_string (builder, "procedure_name", dossier->procedure_name);
  json_add_string (builder, "procedure_version", dossier->procedure_version);
  json_add_int (builder, "created_at", dossier->created_at);
  json_add_boolean (builder, "progress", TRUE); /* that there is a file of it */
  json_add_int (builder, "sealed_at", g_get_real_time () / G_USEC_PER_SEC);
  json_add_int (builder, "due_at", contents->due_at);
  json_add_string (builder, "portal", contents->portal);
  add_applicant (builder, contents->applicant);
  add_waivers (builder, contents->waivers);
  add_signer (builder, contents);
  json_builder_set_member_name (builder, "papers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < papers->len; i++)
    add_paper (builder, g_ptr_array_index (papers, i), pages);
  json_builder_end_array (builder);
  inventory_add (builder, contents);
  add_files (builder, files);
  json_add_int (builder, "count", papers->len + pages->len + files->len);
  json_builder_end_object (builder);
  json = json_format (builder, TRUE);
  return close_text (json);
}

/* Elements of the array @member, 0 when there is none. */
static guint
count_records (JsonObject *manifest, const char *member) {
  JsonArray *array = json_get_array (manifest, member);

  return array == NULL ? 0 : json_array_get_length (array);
}

/* FALSE when a byte of @text was lost or changed. */
static gboolean
is_whole (const char *text, gsize size_bytes) {
  g_autofree char *nothing = format_end ("", 0);
  gsize end_bytes = strlen (nothing);
  g_autofree char *end = NULL;

  if (size_bytes < end_bytes || strlen (text) != size_bytes)
    return FALSE;
  end = format_end (text, size_bytes - end_bytes);
  return g_str_equal (text + size_bytes - end_bytes, end);
}

JsonObject *
manifest_load (const Vault *vault, GError **error) {
  const char *path = "sealed/" MANIFEST_NAME;
  g_autoptr (GBytes) bytes = vault_load (vault, path, LIMIT_JSON_BYTES, error);
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) manifest = NULL;

  if (bytes == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!is_whole (text, g_bytes_get_size (bytes))) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s is torn or changed", path);
    return NULL;
  }
  manifest = json_parse (text, g_bytes_get_size (bytes), LIMIT_JSON_BYTES, FAULT_STORAGE,
                         path, error);
  if (manifest != NULL
      && (json_get_int (manifest, "format", 0) != MANIFEST_FORMAT
          || json_get_int (manifest, "count", -1)
                 != count_records (manifest, "papers") + count_records (manifest, "pages")
                        + count_records (manifest, "files"))) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s has another format or count", path);
    return NULL;
  }
  return g_steal_pointer (&manifest);
}

static void
check_text (JsonObject *object, const char *member, const char *expected,
            GPtrArray *violations) {
  if (g_strcmp0 (json_get_string (object, member, NULL), expected) != 0)
    violation_add (violations, MANIFEST_NAME, NOT_THE_STORES, member);
}

static void
check_number (JsonObject *object, const char *member, guint64 expected,
              GPtrArray *violations) {
  if (json_get_int (object, member, -1) != (gint64) expected)
    violation_add (violations, MANIFEST_NAME, NOT_THE_STORES, member);
}

/* Element @i of the array @member when it is an object, else NULL. */
static JsonObject *
get_record (JsonObject *manifest, const char *member, guint i) {
  JsonArray *array = json_get_array (manifest, member);
  JsonNode *node = array != NULL && i < json_array_get_length (array)
                       ? json_array_get_element (array, i)
                       : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                       : NULL;
}

static void
check_paper (JsonObject *record, const Paper *paper, GPtrArray *violations) {
  check_number (record, "number", paper->number, violations);
  check_text (record, "component", paper->component, violations);
  check_text (record, "type", paper->type, violations);
  check_text (record, "file", paper->file, violations);
  check_number (record, "pages", paper->pages, violations);
  check_number (record, "size_bytes", paper->size_bytes, violations);
  check_text (record, "sha256", paper->sha256, violations);
  check_text (record, "signature", paper->signature, violations);
}

/* A dossier that was without one when it was sealed has no object. */
static void
check_applicant (JsonObject *manifest, const Applicant *applicant,
                 GPtrArray *violations) {
  JsonObject *object = json_get_object (manifest, "applicant");

  if (object == NULL)
    return;
  check_text (object, "name", applicant->name, violations);
  check_text (object, "id_number", applicant->id_number, violations);
  check_text (object, "phone", applicant->phone, violations);
  check_text (object, "address", applicant->address, violations);
}

void
manifest_check (JsonObject *manifest, const Dossier *dossier, GPtrArray *violations) {
  check_text (manifest, "dossier", dossier->id, violations);
  check_text (manifest, "code", dossier->code, violations);
  check_text (manifest, "procedure", dossier->procedure, violations);
  check_number (manifest, "created_at", (guint64) dossier->created_at, violations);
  check_applicant (manifest, &dossier->applicant, violations);
  if (count_records (manifest, "pages") != dossier->pages)
    violation_add (violations, MANIFEST_NAME,
                   "The manifest has another number of pages than the store.");
  if (count_records (manifest, "papers") != dossier->papers->len) {
    violation_add (violations, MANIFEST_NAME,
                   "The manifest has another number of papers than the store.");
    return;
  }
  for (guint i = 0; i < dossier->papers->len; i++) {
    JsonObject *record = get_record (manifest, "papers", i);

    if (record != NULL)
      check_paper (record, g_ptr_array_index (dossier->papers, i), violations);
    else
      violation_add (violations, MANIFEST_NAME, "A paper of the manifest is no object.");
  }
}

char *
manifest_format_fields (JsonObject *manifest, guint number) {
  for (guint i = 0; i < count_records (manifest, "papers"); i++) {
    JsonObject *record = get_record (manifest, "papers", i);

    if (record != NULL && json_get_int (record, "number", 0) == number
        && json_get_object (record, "fields") != NULL) {
      JsonNode *node = json_object_get_member (record, "fields");

      return json_to_string (node, FALSE);
    }
  }
  return g_strdup ("{}");
}
