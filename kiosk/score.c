/* SPDX-License-Identifier: Apache-2.0 */

/* A page is compared with the printed one of its number: sample papers are fed in order, and
 * a page keeps its number when it is moved. A printed value that was not found is no fault of
 * the clerk, so only values that both have are counted. */

#include "kiosk/score.h"

#include "config/fault.h"
#include "config/json.h"
#include "kiosk/stationstate.h"

#include <string.h>

#define HOPPER      "hopper:"
#define TRUTH_FILE  "truth/manifest.json"
#define TRUTH_BYTES (4u * 1024 * 1024)

/* The list of printed pages; NULL: nobody knows. */
static JsonArray *
load_truth (const char *device, JsonParser *parser) {
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize size;
  JsonNode *root;

  if (device == NULL || !g_str_has_prefix (device, HOPPER))
    return NULL;
  path = g_build_filename (device + strlen (HOPPER), TRUTH_FILE, NULL);
  if (!g_file_get_contents (path, &text, &size, NULL) || size > TRUTH_BYTES
      || !json_parser_load_from_data (parser, text, (gssize) size, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
}

/* What is printed on page @number, from 1; borrowed, or NULL. */
static JsonObject *
find_printed (JsonArray *truth, guint number) {
  JsonNode *node = truth != NULL && number >= 1 && number <= json_array_get_length (truth)
                       ? json_array_get_element (truth, number - 1)
                       : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_get_object (json_node_get_object (node), "fields")
             : NULL;
}

static void
score_page (const StoredPage *page, JsonObject *printed, KioskScore *score) {
  for (guint i = 0; i < page->fields->len; i++) {
    const Field *field = g_ptr_array_index (page->fields, i);
    const char *value
        = printed != NULL ? json_get_string (printed, field->name, NULL) : NULL;

    score->corrected += field->source == FIELD_PERSON;
    score->right += value != NULL && g_str_equal (value, field->value);
    score->wrong += value != NULL && !g_str_equal (value, field->value);
  }
}

static gint64
get_end (const Dossier *dossier) {
  return dossier->queued_at != 0 ? dossier->queued_at
                                 : g_get_real_time () / G_USEC_PER_SEC;
}

gboolean
kiosk_score_get (KioskStation *station, const char *id, KioskScore *score,
                 GError **error) {
  Store *store = kiosk_station_get_store (station);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GPtrArray) pages = NULL;
  JsonArray *truth = load_truth (kiosk_station_get_device (station), parser);

  if (!store_is_training (store)) {
    g_set_error (error, FAULT, FAULT_USAGE, "only practice has a score");
    return FALSE;
  }
  dossier = store_get_dossier (store, id, error);
  pages = dossier != NULL ? store_get_pages (store, dossier->id, error) : NULL;
  if (pages == NULL)
    return FALSE;
  *score = (KioskScore){.took_s = MAX (get_end (dossier) - dossier->created_at, 0)};
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    score_page (page, find_printed (truth, page->page->number), score);
  }
  return store_count_undone (store, dossier->id, &score->undone, error);
}
