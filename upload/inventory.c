/* SPDX-License-Identifier: Apache-2.0 */

/* What was handed over can be counted again from this alone: sheets declared, fed and
 * kept; each page with its file, its digest, its place and its values; each page that a
 * person took out or scanned anew, whose file is kept as well; who did what until then. Files that people bring have names of
 * their own, which may say who they are, so they are not told. */

#include "upload/inventory.h"

#include "config/json.h"
#include "upload/trail.h"

/* Number of the paper that page @number went into; 0: none. */
static guint
find_paper_of (const GPtrArray *papers, guint number) {
  for (guint i = 0; i < papers->len; i++) {
    const PackagePaper *entry = g_ptr_array_index (papers, i);

    for (guint j = 0; j < entry->pages->len; j++) {
      if (g_array_index (entry->pages, guint, j) == number)
        return entry->paper->number;
    }
  }
  return 0;
}

static void
add_file (JsonBuilder *builder, const StoredPage *stored) {
  const Page *page = stored->page;

  json_add_int (builder, "number", page->number);
  json_add_string (builder, "file", page->file);
  json_add_int (builder, "size_bytes", (gint64) page->size_bytes);
  json_add_string (builder, "sha256", page->sha256);
  json_add_int (builder, "leaf", stored->leaf);
  json_add_int (builder, "sheet", page->sheet);
  json_add_string (builder, "side", page->side == PAGE_BACK ? "back" : "front");
  json_add_int (builder, "width_px", page->width_px);
  json_add_int (builder, "height_px", page->height_px);
  json_add_int (builder, "res_dpi", page->res_dpi);
}

/* "box" is left, top, right and bottom on the upright page. */
static void
add_field (JsonBuilder *builder, const Field *field) {
  const int box[]
      = {field->box.left, field->box.top, field->box.right, field->box.bottom};

  json_builder_begin_object (builder);
  json_add_string (builder, "name", field->name);
  json_add_string (builder, "value", field->value);
  json_builder_set_member_name (builder, "confidence");
  json_builder_add_double_value (builder, field->confidence);
  json_add_string (builder, "source", field_source_get_name (field->source));
  json_builder_set_member_name (builder, "box");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (box); i++)
    json_builder_add_int_value (builder, box[i]);
  json_builder_end_array (builder);
  if (field->contrary != NULL) {
    json_add_string (builder, "contrary", field->contrary);
    json_add_string (builder, "contrary_source",
                     field_source_get_name (field->contrary_source));
  }
  json_builder_end_object (builder);
}

/* What was read on the page and what a person made of it. */
static void
add_reading (JsonBuilder *builder, const StoredPage *stored) {
  json_add_string (builder, "type", stored->type);
  json_builder_set_member_name (builder, "type_confidence");
  json_builder_add_double_value (builder, stored->type_confidence);
  json_add_boolean (builder, "blank", stored->blank);
  json_add_int (builder, "upright_width_px", stored->upright_width_px);
  json_add_int (builder, "upright_height_px", stored->upright_height_px);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint i = 0; i < stored->fields->len; i++)
    add_field (builder, g_ptr_array_index (stored->fields, i));
  json_builder_end_array (builder);
}

static void
add_page (JsonBuilder *builder, const StoredPage *stored, const GPtrArray *papers) {
  json_builder_begin_object (builder);
  add_file (builder, stored);
  json_add_int (builder, "place", stored->place);
  json_add_int (builder, "turn", stored->turn);
  json_add_int (builder, "paper", find_paper_of (papers, stored->page->number));
  add_reading (builder, stored);
  json_builder_end_object (builder);
}

static void
add_removed (JsonBuilder *builder, const GPtrArray *removed) {
  json_builder_set_member_name (builder, "removed");
  json_builder_begin_array (builder);
  for (guint i = 0; removed != NULL && i < removed->len; i++) {
    const StoredPage *stored = g_ptr_array_index (removed, i);

    json_builder_begin_object (builder);
    add_file (builder, stored);
    json_add_int (builder, "replaced_by", stored->successor);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_decisions (JsonBuilder *builder, const GPtrArray *decisions) {
  json_builder_set_member_name (builder, "decisions");
  json_builder_begin_array (builder);
  for (guint i = 0; decisions != NULL && i < decisions->len; i++) {
    const Decision *decision = g_ptr_array_index (decisions, i);

    json_builder_begin_object (builder);
    json_add_string (builder, "kind", decision->kind);
    json_add_int (builder, "page", decision->page);
    json_add_string (builder, "reason", decision->reason);
    json_add_int (builder, "decided_at", decision->decided_at);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* The record of all that was done to the dossier until it was sealed. Each digest covers
 * entries of other dossiers, too, so what stands here is told, not proved; the mark on the
 * receipt proves it as long as there is a database. */
static void
add_trail (JsonBuilder *builder, const GPtrArray *trail) {
  json_builder_set_member_name (builder, "trail");
  json_builder_begin_array (builder);
  for (guint i = 0; trail != NULL && i < trail->len; i++)
    trail_entry_format (g_ptr_array_index (trail, i), builder);
  json_builder_end_array (builder);
}

static void
add_counts (JsonBuilder *builder, const SheetCounts *counts) {
  json_builder_set_member_name (builder, "sheets");
  json_builder_begin_object (builder);
  json_add_int (builder, "declared", counts->declared);
  json_add_int (builder, "fed", counts->fed);
  json_add_int (builder, "kept", counts->kept);
  json_add_int (builder, "pages", counts->pages);
  json_add_int (builder, "blank", counts->blank);
  json_add_int (builder, "replaced", counts->replaced);
  json_add_int (builder, "removed", counts->removed);
  json_builder_end_object (builder);
}

void
inventory_add (JsonBuilder *builder, const PackageContents *contents) {
  if (contents->counts != NULL)
    add_counts (builder, contents->counts);
  json_builder_set_member_name (builder, "pages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < contents->pages->len; i++)
    add_page (builder, g_ptr_array_index (contents->pages, i), contents->papers);
  json_builder_end_array (builder);
  add_removed (builder, contents->removed);
  add_decisions (builder, contents->decisions);
  add_trail (builder, contents->trail);
}
