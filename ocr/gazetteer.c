/* SPDX-License-Identifier: Apache-2.0 */

/* 14,500 names in one chunk of memory, read once and never changed. Keys are made here, so
 * that an address is compared without folding the list for each. */

#include "ocr/gazetteer.h"

#include "config/fault.h"
#include "ocr/fold.h"

#include <string.h>

static const char *const units[]
    = {"thành phố ", "thị trấn ", "thị xã ", "đặc khu ", "phường ",
       "quận ",      "huyện ",    "tỉnh ",   "xã "};

static void
clear_district (gpointer data) {
  g_array_unref (((District *) data)->communes);
}

static void
free_province (gpointer data) {
  Province *province = data;

  g_array_unref (province->districts);
  g_array_unref (province->communes);
  g_free (province);
}

void
gazetteer_free (Gazetteer *gazetteer) {
  g_ptr_array_unref (gazetteer->provinces);
  g_hash_table_unref (gazetteer->merged);
  g_string_chunk_free (gazetteer->text);
  g_free (gazetteer);
}

/* FALSE when @name does not begin with the word of a unit. */
static gboolean
make_place (Gazetteer *gazetteer, const char *name, PlaceName *place) {
  g_autofree char *key = fold_letters (name);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autofree char *unit = fold_letters (units[i]);

    if (!g_str_has_prefix (name, units[i]) || name[strlen (units[i])] == '\0')
      continue;
    place->name = g_string_chunk_insert_const (gazetteer->text, name);
    place->key = g_string_chunk_insert_const (gazetteer->text, key);
    place->unit_bytes = strlen (units[i]);
    place->unit_key = strlen (unit);
    return TRUE;
  }
  return FALSE;
}

static Province *
get_last_province (Gazetteer *gazetteer) {
  GPtrArray *provinces = gazetteer->provinces;

  return provinces->len > 0 ? g_ptr_array_index (provinces, provinces->len - 1) : NULL;
}

static gboolean
add_province (Gazetteer *gazetteer, const char *name) {
  Province *province = g_new0 (Province, 1);

  province->districts = g_array_new (FALSE, FALSE, sizeof (District));
  g_array_set_clear_func (province->districts, clear_district);
  province->communes = g_array_new (FALSE, FALSE, sizeof (PlaceName));
  g_ptr_array_add (gazetteer->provinces, province);
  return make_place (gazetteer, name, &province->place);
}

static gboolean
add_district (Gazetteer *gazetteer, const char *name) {
  Province *province = get_last_province (gazetteer);
  District district = {.communes = NULL};

  if (province == NULL || !make_place (gazetteer, name, &district.place))
    return FALSE;
  district.communes = g_array_new (FALSE, FALSE, sizeof (PlaceName));
  g_array_append_val (province->districts, district);
  return TRUE;
}

static gboolean
add_communes (Gazetteer *gazetteer, const char *list) {
  Province *province = get_last_province (gazetteer);
  g_auto (GStrv) names = g_strsplit (list, ";", -1);
  GArray *districts = province != NULL ? province->districts : NULL, *communes;

  if (province == NULL)
    return FALSE;
  communes = districts->len > 0
                 ? g_array_index (districts, District, districts->len - 1).communes
                 : province->communes;
  for (guint i = 0; names[i] != NULL; i++) {
    PlaceName place;

    if (*names[i] == '\0')
      continue;
    if (!make_place (gazetteer, names[i], &place))
      return FALSE;
    g_array_append_val (communes, place);
  }
  return TRUE;
}

static gboolean
add_merger (Gazetteer *gazetteer, const char *list) {
  g_auto (GStrv) names = g_strsplit (list, ";", -1);
  g_autofree char *into = fold_letters (names[0] != NULL ? names[0] : "");

  for (guint i = 1; *into != '\0' && names[i] != NULL; i++)
    g_hash_table_insert (gazetteer->merged, fold_letters (names[i]), g_strdup (into));
  return *into != '\0' && names[1] != NULL;
}

static gboolean
add_line (Gazetteer *gazetteer, const char *line) {
  if (*line == '\0' || *line == '#')
    return TRUE;
  if (strlen (line) < 2 || line[1] != ' ')
    return FALSE;
  switch (*line) {
  case 'P':
    return add_province (gazetteer, line + 2);
  case 'D':
    return add_district (gazetteer, line + 2);
  case 'C':
    return add_communes (gazetteer, line + 2);
  case 'M':
    return add_merger (gazetteer, line + 2);
  default:
    return FALSE;
  }
}

Gazetteer *
gazetteer_load (const char *path, GError **error) {
  g_autoptr (Gazetteer) gazetteer = g_new0 (Gazetteer, 1);
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  gazetteer->provinces = g_ptr_array_new_with_free_func (free_province);
  gazetteer->merged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gazetteer->text = g_string_chunk_new (16 * 1024);
  if (!g_file_get_contents (path, &text, NULL, &cause)) {
    g_set_error_literal (error, FAULT, FAULT_CONFIG, cause->message);
    return NULL;
  }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_utf8_validate (lines[i], -1, NULL) || !add_line (gazetteer, lines[i])) {
      g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: no place", path, i + 1);
      return NULL;
    }
  return g_steal_pointer (&gazetteer);
}

const char *
gazetteer_get_successor (const Gazetteer *gazetteer, const Province *province) {
  const char *bare = province->place.key + province->place.unit_key;
  const char *now = g_hash_table_lookup (gazetteer->merged, bare);

  return now != NULL ? now : bare;
}
