/* SPDX-License-Identifier: Apache-2.0 */

/* Intake: minting a dossier, its pages, what was read on them and what a person says about
 * them. Everything here asks for an OPEN dossier; once sealed, a dossier's contents never
 * change. What a person has said outlives any later reading. */

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "upload/elapsed.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <string.h>

#define SECONDS_PER_HOUR 3600
#define VIETNAM_OFFSET_S (7 * SECONDS_PER_HOUR) /* Asia/Ho_Chi_Minh, no summer time */

/* Whoever writes to a dossier that nobody holds (its process is gone) takes it over, so
 * that its part files are known to be somebody's. */
static gboolean
adopt (Store *store, const char *id, GError **error) {
  const char *owner = store_get_owner (store, error);

  return owner != NULL
         && database_run (store->database, STATEMENT_ADOPT, error, "tt", id, owner);
}

Writing *
store_begin_open (Store *store, const char *id, GError **error) {
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autofree char *owner = NULL;
  DossierState state;

  if (writing == NULL || !store_load_state (store, id, &state, &owner, error))
    return NULL;
  if (state != DOSSIER_OPEN) {
    g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is %s and no longer open", id,
                 dossier_state_get_name (state));
    return NULL;
  }
  if (owner == NULL && !adopt (store, id, error))
    return NULL;
  return g_steal_pointer (&writing);
}

gboolean
store_check_changed (Store *store, const char *id, guint page, GError **error) {
  if (database_get_changed (store->database) == 1)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE, "dossier %s has no page %u", id, page);
  return FALSE;
}

/* The serial counts per station and day of the local calendar. */
static char *
mint_code (Store *store, const char *station_id, gint64 now, GError **error) {
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (VIETNAM_OFFSET_S);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *day = g_date_time_format (local, "%y%m%d");
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_TAKE_SERIAL, error,
                                           "tt", station_id, day);

  if (rows == NULL || !database_next (rows, error))
    return NULL;
  return g_strdup_printf ("TAM-%s-%s-%04u", station_id, day,
                          (guint) database_get_int (rows, 0));
}

/* Folder names and codes are made of it. */
static gboolean
check_station (const char *station_id, GError **error) {
  gsize length = strspn (station_id, "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "abcdefghijklmnopqrstuvwxyz");

  if (length > 0 && length <= LIMIT_STATION_BYTES && station_id[length] == '\0')
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG,
               "a station id is 1 to %u letters, digits and dashes", LIMIT_STATION_BYTES);
  return FALSE;
}

Dossier *
store_open_dossier (Store *store, const char *procedure, const char *name,
                    const char *version, const char *station_id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *folder = store_dossier_folder_dup (store, id);
  g_autofree char *code = NULL;
  g_autoptr (Dossier) dossier = NULL;
  const char *owner = store_get_owner (store, error);
  g_autoptr (Writing) writing = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gboolean unclean = store->unclean;

  if (owner == NULL || !check_station (station_id, error))
    return NULL;
  writing = database_begin (store->database, error);
  if (writing == NULL)
    return NULL;
  store->unclean = TRUE;
  code = mint_code (store, station_id, now, error);
  if (code == NULL
      || !database_run (store->database, STATEMENT_ADD_DOSSIER, error, "tttttti", id,
                        code, procedure, name, version, owner, now)
      || !trail_append (store, "state", id, error, "open")
      || !elapsed_stamp (store, id, error) || !durable_mkdir (folder, error)
      || !keys_make (store->keys, id, error))
    return NULL;
  dossier = store_load_dossier (store, id, error);
  if (dossier == NULL || !database_commit (g_steal_pointer (&writing), error))
    return NULL;
  store->unclean = unclean;
  return g_steal_pointer (&dossier);
}

gboolean
store_count_places (Store *store, const char *id, guint *places, GError **error) {
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_COUNT_PLACES, error, "t", id);

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *places = (guint) database_get_int (rows, 0);
  return TRUE;
}

gboolean
store_is_held_elsewhere (Store *store, const char *id) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *owner = NULL;
  const char *own = store_get_owner (store, NULL);
  DossierState state;

  return store_load_state (store, id, &state, &owner, NULL) && owner != NULL
         && g_strcmp0 (owner, own) != 0;
}

static const char *
name_side (PageSide side) {
  switch (side) {
  case PAGE_FRONT:
    return "front";
  case PAGE_BACK:
    return "back";
  }
  g_assert_not_reached ();
}

gboolean
store_insert_page (Store *store, const char *id, const Page *page, guint place,
                   GError **error) {
  if (page->number < 1 || page->number > LIMIT_DOSSIER_PAGES) {
    g_set_error (error, FAULT, FAULT_USAGE, "a dossier has at most %u pages",
                 LIMIT_DOSSIER_PAGES);
    return FALSE;
  }
  if (!store_check_consent (store, id, error))
    return FALSE;
  return database_run (store->database, STATEMENT_ADD_PAGE, error, "tuuttuuuitu", id,
                       page->number, page->sheet, name_side (page->side), page->file,
                       page->width_px, page->height_px, page->res_dpi,
                       (gint64) page->size_bytes, page->sha256, place)
         && trail_append (store, "page", id, error, "%u %s", page->number, page->sha256);
}

gboolean
store_add_page (Store *store, const char *id, const Page *page, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);
  guint places;

  if (writing == NULL || !store_count_places (store, id, &places, error)
      || !store_insert_page (store, id, page, places + 1, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

void
stored_page_free (StoredPage *page) {
  if (page == NULL)
    return;
  page_free (page->page);
  g_free (page->failure);
  g_free (page->type);
  g_free (page->likeness);
  g_clear_pointer (&page->defects, g_array_unref);
  g_ptr_array_unref (page->fields);
  g_free (page);
}

/* Our own words; what is damaged says nothing. */
static void
read_quality (StoredPage *stored, const char *text) {
  g_autoptr (JsonObject) object = text != NULL
                                      ? json_parse (text, strlen (text), LIMIT_JSON_BYTES,
                                                    FAULT_STORAGE, "quality", NULL)
                                      : NULL;

  stored->defects = g_array_new (FALSE, FALSE, sizeof (Defect));
  stored->glanced = object != NULL && quality_parse (object, stored->defects, NULL);
  if (!stored->glanced)
    g_array_set_size (stored->defects, 0);
}

static StoredPage *
read_page (Rows *rows) {
  StoredPage *stored = g_new0 (StoredPage, 1);

  stored->page = g_new0 (Page, 1);
  stored->page->number = (guint) database_get_int (rows, 0);
  stored->page->sheet = (guint) database_get_int (rows, 1);
  stored->page->side
      = g_strcmp0 (database_get_text (rows, 2), "back") == 0 ? PAGE_BACK : PAGE_FRONT;
  stored->page->file = database_dup_text (rows, 3);
  stored->page->width_px = (guint) database_get_int (rows, 4);
  stored->page->height_px = (guint) database_get_int (rows, 5);
  stored->page->res_dpi = (guint) database_get_int (rows, 6);
  stored->page->size_bytes = (guint64) database_get_int (rows, 7);
  stored->page->sha256 = database_dup_text (rows, 8);
  stored->read = database_get_int (rows, 9) != 0;
  stored->blank = database_get_int (rows, 10) != 0;
  stored->failed = database_get_text (rows, 11) != NULL;
  stored->type = database_dup_text (rows, 12);
  stored->type_confidence = database_get_double (rows, 13);
  stored->paper = (guint) database_get_int (rows, 14);
  stored->upright_width_px = (guint) database_get_int (rows, 15);
  stored->upright_height_px = (guint) database_get_int (rows, 16);
  stored->place = (guint) database_get_int (rows, 17);
  stored->turn = (guint) database_get_int (rows, 18);
  stored->laid = (guint) database_get_int (rows, 19);
  stored->feeding = (guint) database_get_int (rows, 20);
  stored->leaf = (guint) database_get_int (rows, 21);
  stored->successor = (guint) database_get_int (rows, 22);
  stored->likeness = database_dup_text (rows, 23);
  stored->signed_leaves = (guint) database_get_int (rows, 24);
  read_quality (stored, database_get_text (rows, 25));
  stored->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  return stored;
}

static gboolean
unseal_failure (Store *store, const char *id, StoredPage *stored, Rows *rows,
                GError **error) {
  return store_unseal (store, id, database_get_text (rows, 11), &stored->failure, error,
                       "failure/%u", stored->page->number);
}

/* What another source says instead of the value in @rows. */
static gboolean
load_contrary (Store *store, const char *id, Rows *rows, Field *field, GError **error) {
  const char *sealed = database_get_text (rows, 8);

  if (sealed == NULL)
    return TRUE;
  if (!field_source_parse (database_get_text (rows, 9), &field->contrary_source)) {
    g_set_error (error, FAULT, FAULT_STORAGE, "dossier %s: a field has no source", id);
    return FALSE;
  }
  return store_unseal (store, id, sealed, &field->contrary, error, "contrary/%s",
                       field->name);
}

static gboolean
load_fields (Store *store, const char *id, StoredPage *stored, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_GET_FIELDS, &cause,
                                           "tu", id, stored->page->number);

  while (rows != NULL && database_next (rows, &cause)) {
    const char *name = database_get_text (rows, 0);
    g_autofree char *value = NULL;
    FieldSource source = FIELD_OCR;
    Box box = {(int) database_get_int (rows, 3), (int) database_get_int (rows, 4),
               (int) database_get_int (rows, 5), (int) database_get_int (rows, 6)};

    if (!field_source_parse (database_get_text (rows, 7), &source)) {
      g_set_error (&cause, FAULT, FAULT_STORAGE, "dossier %s: a field has no source", id);
      break;
    }
    if (!store_unseal (store, id, database_get_text (rows, 1), &value, &cause, "field/%s",
                       name))
      break;
    g_ptr_array_add (stored->fields,
                     field_new (name, value, database_get_double (rows, 2), box, source));
    if (!load_contrary (store, id, rows, stored->fields->pdata[stored->fields->len - 1],
                        &cause))
      break;
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static GPtrArray *
get_pages (Store *store, const char *id, StatementId statement, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) pages
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = NULL;
  DossierState state;

  if (!store_load_state (store, id, &state, NULL, error))
    return NULL;
  rows = database_select (store->database, statement, &cause, "t", id);
  while (rows != NULL && database_next (rows, &cause)) {
    StoredPage *stored = read_page (rows);

    g_ptr_array_add (pages, stored);
    if (!unseal_failure (store, id, stored, rows, &cause)
        || !load_fields (store, id, stored, &cause))
      break;
  }
  if (cause == NULL)
    return g_steal_pointer (&pages);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GPtrArray *
store_get_pages (Store *store, const char *id, GError **error) {
  return get_pages (store, id, STATEMENT_GET_PAGES, error);
}

GPtrArray *
store_get_removed (Store *store, const char *id, GError **error) {
  return get_pages (store, id, STATEMENT_GET_REMOVED, error);
}

GArray *
store_get_numbers (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_NUMBERS, &cause, "t", id);

  while (rows != NULL && database_next (rows, &cause)) {
    guint number = (guint) database_get_int (rows, 0);

    g_array_append_val (numbers, number);
  }
  if (cause == NULL)
    return g_steal_pointer (&numbers);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

StoredPage *
store_get_page (Store *store, const char *id, guint number, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (StoredPage) stored = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_PAGE, &cause, "tu", id, number);

  if (rows != NULL && database_next (rows, &cause))
    stored = read_page (rows);
  if (stored != NULL && unseal_failure (store, id, stored, rows, &cause)
      && load_fields (store, id, stored, &cause))
    return g_steal_pointer (&stored);
  if (cause == NULL)
    g_set_error (&cause, FAULT, FAULT_USAGE, "dossier %s has no page %u", id, number);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

gboolean
store_add_fields (Store *store, const char *id, guint page, const GPtrArray *fields,
                  GError **error) {
  for (guint i = 0; i < fields->len; i++) {
    const Field *field = g_ptr_array_index (fields, i);
    g_autofree char *value = NULL;
    g_autofree char *contrary = NULL;

    if (!store_seal (store, id, field->value, &value, error, "field/%s", field->name)
        || !store_seal (store, id, field->contrary, &contrary, error, "contrary/%s",
                        field->name)
        || !database_run (
            store->database, STATEMENT_ADD_FIELD, error, "tuttdiiiitutt", id, page,
            field->name, value, field->confidence, (gint64) field->box.left,
            (gint64) field->box.top, (gint64) field->box.right,
            (gint64) field->box.bottom, field_source_get_name (field->source), i,
            contrary,
            contrary != NULL ? field_source_get_name (field->contrary_source) : NULL))
      return FALSE;
  }
  return TRUE;
}

/* Part of the caller's transaction. */
static gboolean
set_quality (Store *store, const char *id, guint page, const GArray *defects,
             gboolean blank, GError **error) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  quality_format (defects, builder);
  text = json_format (builder, FALSE);
  return database_run (store->database, STATEMENT_SET_QUALITY, error, "tutu", id, page,
                       text, (guint) (blank != 0))
         && store_check_changed (store, id, page, error);
}

gboolean
store_set_defects (Store *store, const char *id, guint page, const GArray *defects,
                   gboolean blank, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL || !set_quality (store, id, page, defects, blank, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_set_reading (Store *store, const char *id, guint page, const Reading *reading,
                   GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_SET_READING, error, "tuutduut", id,
                        page, (guint) (reading->blank != 0), reading->document_type,
                        reading->document_type_confidence, reading->width_px,
                        reading->height_px, reading->likeness)
      || !store_check_changed (store, id, page, error)
      || !set_quality (store, id, page, reading->defects, reading->blank, error)
      || !database_run (store->database, STATEMENT_DROP_FIELDS, error, "tu", id, page)
      || !store_add_fields (store, id, page, reading->fields, error)
      || !database_run (store->database, STATEMENT_CARRY_FIELDS, error, "tu", id, page))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_set_failure (Store *store, const char *id, guint page, const char *failure,
                   GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *sealed = NULL;
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL
      || !store_seal (store, id, failure, &sealed, error, "failure/%u", page)
      || !database_run (store->database, STATEMENT_SET_FAILURE, error, "tut", id, page,
                        sealed)
      || !store_check_changed (store, id, page, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}
