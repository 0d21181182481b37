/* SPDX-License-Identifier: Apache-2.0 */

/* What was handed over can be counted again from this alone: sheets declared, fed and
 * kept; each page with its file, its digest and its place; each page that a person took
 * out or scanned anew, whose file is kept as well. Files that people bring have names of
 * their own, which may say who they are, so they are not told. */

#include "upload/inventory.h"

#include "config/json.h"

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
}

static void
add_page (JsonBuilder *builder, const StoredPage *stored, const GPtrArray *papers) {
  json_builder_begin_object (builder);
  add_file (builder, stored);
  json_add_int (builder, "place", stored->place);
  json_add_int (builder, "width_px", stored->page->width_px);
  json_add_int (builder, "height_px", stored->page->height_px);
  json_add_int (builder, "res_dpi", stored->page->res_dpi);
  json_add_int (builder, "turn", stored->turn);
  json_add_string (builder, "type", stored->type);
  json_add_boolean (builder, "blank", stored->blank);
  json_add_int (builder, "paper", find_paper_of (papers, stored->page->number));
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
}
