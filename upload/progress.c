/* SPDX-License-Identifier: Apache-2.0 */

/* It is written before the transaction that it goes with is committed, so it may be ahead of
 * the database by one step that was cut off, never behind it by one that was acknowledged.
 * Being ahead does no harm: what a portal has said, it has said.
 *
 * A dossier that was on its way is queued again: its portal is asked first by its key. One
 * that waits for its time or for a person goes on waiting. Acceptance and a person's word
 * have files of their own (proof.h, standing.h), which count more. */

#include "upload/progress.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "config/log.h"
#include "upload/store-private.h"
#include "upload/trail.h"
#include "upload/violation.h"

#include <string.h>

#define PROGRESS_MODE 0600

/* --- writing ------------------------------------------------------------------------ */

static gboolean
save (const Vault *vault, JsonBuilder *builder, GError **error) {
  g_autofree char *text = json_format (builder, FALSE);

  return vault_save (vault, PROGRESS_NAME, text, strlen (text), PROGRESS_MODE, error);
}

gboolean
progress_begin (const Vault *vault, GError **error) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "dossier", vault_get_id (vault));
  json_add_string (builder, "state", dossier_state_get_name (DOSSIER_QUEUED));
  json_builder_end_object (builder);
  return save (vault, builder, error);
}

static void
add_row (JsonBuilder *builder, const Dossier *dossier) {
  json_add_string (builder, "dossier", dossier->id);
  json_add_string (builder, "state", dossier_state_get_name (dossier->state));
  json_add_string (builder, "portal", dossier->portal);
  json_add_string (builder, "portal_id", dossier->portal_id);
  json_add_string (builder, "portal_code", dossier->portal_code);
  json_add_int (builder, "attempts", dossier->attempts);
  json_add_int (builder, "next_try_at", dossier->next_try_at);
  json_add_string (builder, "last_answer", dossier->last_answer);
  json_add_int (builder, "priority", dossier->priority);
}

static gboolean
add_notes (JsonBuilder *builder, Store *store, const char *id, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_NOTES, &cause, "t", id);

  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  while (rows != NULL && database_next (rows, &cause)) {
    const char *portal = database_get_text (rows, 0), *name = database_get_text (rows, 1);
    g_autofree char *value = NULL;

    if (!store_unseal (store, id, database_get_text (rows, 2), &value, &cause,
                       "note/%s/%s", portal, name))
      break;
    json_builder_begin_object (builder);
    json_add_string (builder, "portal", portal);
    json_add_string (builder, "name", name);
    json_add_string (builder, "value", value);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

typedef struct {
  JsonBuilder *builder;
  gboolean sealed;
} Telling;

/* The manifest has what was before. */
static gboolean
add_entry (const TrailEntry *entry, gpointer data) {
  Telling *telling = data;

  telling->sealed
      = telling->sealed
        || (g_str_equal (entry->act, "state")
            && g_str_has_prefix (entry->detail, dossier_state_get_name (DOSSIER_QUEUED)));
  if (telling->sealed)
    trail_entry_format (entry, telling->builder);
  return TRUE;
}

static gboolean
write_progress (Store *store, const char *id, GError **error) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  Telling telling = {.builder = builder};
  Vault *vault = store_get_vault (store, id, error);
  g_autoptr (Dossier) dossier
      = vault != NULL ? store_load_dossier (store, id, error) : NULL;

  if (dossier == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  add_row (builder, dossier);
  if (!add_notes (builder, store, id, error))
    return FALSE;
  json_builder_set_member_name (builder, "trail");
  json_builder_begin_array (builder);
  if (!trail_walk_locked (store, id, add_entry, &telling, error))
    return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return save (vault, builder, error);
}

void
progress_save (Store *store, const char *id) {
  g_autoptr (GError) cause = NULL;

  if (!store->rebuilding && keys_has (store->keys, id)
      && !write_progress (store, id, &cause))
    log_warning ("dossier %s: its progress is not in its folder: %s", id, cause->message);
}

/* --- reading ------------------------------------------------------------------------ */

Progress *
progress_load (const Vault *vault, GError **error) {
  g_autoptr (Progress) progress = g_new0 (Progress, 1);
  g_autoptr (GBytes) bytes = NULL;

  if (!vault_has (vault, PROGRESS_NAME))
    return g_steal_pointer (&progress);
  bytes = vault_load (vault, PROGRESS_NAME, LIMIT_JSON_BYTES, error);
  if (bytes == NULL)
    return NULL;
  progress->object = json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                 LIMIT_JSON_BYTES, FAULT_STORAGE, PROGRESS_NAME, error);
  if (progress->object == NULL)
    return NULL;
  if (g_strcmp0 (json_get_string (progress->object, "dossier", NULL),
                 vault_get_id (vault))
      == 0)
    return g_steal_pointer (&progress);
  g_set_error (error, FAULT, FAULT_STORAGE, PROGRESS_NAME " is another dossier's");
  return NULL;
}

void
progress_free (Progress *progress) {
  if (progress == NULL)
    return;
  g_clear_pointer (&progress->object, json_object_unref);
  g_free (progress);
}

void
progress_check (const Vault *vault, GPtrArray *violations) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Progress) progress = progress_load (vault, &cause);

  if (progress == NULL)
    violation_add (violations, PROGRESS_NAME, "The file cannot be read: %s.",
                   cause->message);
  else if (progress->object == NULL)
    violation_add (violations, PROGRESS_NAME, "The file is not there.");
}

static void
take_text (JsonObject *object, const char *member, char **text) {
  const char *told = json_get_string (object, member, NULL);

  if (told == NULL)
    return;
  g_free (*text);
  *text = g_strdup (told);
}

void
progress_tell (const Progress *progress, Dossier *dossier) {
  DossierState state;

  if (progress->object == NULL)
    return;
  take_text (progress->object, "portal", &dossier->portal);
  take_text (progress->object, "portal_id", &dossier->portal_id);
  take_text (progress->object, "portal_code", &dossier->portal_code);
  if (dossier->state == DOSSIER_QUEUED
      && dossier_state_parse (json_get_string (progress->object, "state", ""), &state)
      && (state == DOSSIER_DEFERRED || state == DOSSIER_NEEDS_PERSON))
    dossier->state = state;
}

/* --- restoring ---------------------------------------------------------------------- */

/* Each object of the array @member; those that are none are left out. */
static GPtrArray *
list_objects (JsonObject *object, const char *member) {
  JsonArray *array = json_get_array (object, member);
  GPtrArray *objects = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      g_ptr_array_add (objects, json_node_get_object (node));
  }
  return objects;
}

static gboolean
restore_note (Store *store, const char *id, JsonObject *note, GError **error) {
  const char *portal = json_get_string (note, "portal", "");
  const char *name = json_get_string (note, "name", "");
  g_autofree char *sealed = NULL;

  return store_seal (store, id, json_get_string (note, "value", ""), &sealed, error,
                     "note/%s/%s", portal, name)
         && database_run (store->database, STATEMENT_SET_NOTE, error, "tttt", id, portal,
                          name, sealed);
}

static gboolean
restore_row (Store *store, const char *id, JsonObject *object, GError **error) {
  g_autofree char *answer = NULL;
  gint64 priority = json_get_int (object, "priority", 5);

  return store_seal (store, id, json_get_string (object, "last_answer", NULL), &answer,
                     error, "last_answer")
         && database_run (store->database, STATEMENT_RESTORE_PROGRESS, error, "tiiti", id,
                          MAX (json_get_int (object, "attempts", 0), 0),
                          json_get_int (object, "next_try_at", 0), answer,
                          CLAMP (priority, 1, 9));
}

gboolean
progress_restore (const Progress *progress, Store *store, const char *id,
                  GError **error) {
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (progress->object == NULL)
    return TRUE;
  notes = list_objects (progress->object, "notes");
  entries = list_objects (progress->object, "trail");
  for (guint i = 0; i < notes->len; i++)
    if (!restore_note (store, id, g_ptr_array_index (notes, i), error))
      return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    g_autoptr (TrailEntry) entry = trail_entry_parse (g_ptr_array_index (entries, i));

    if (entry != NULL && !trail_recall (store, id, entry, error))
      return FALSE;
  }
  return restore_row (store, id, progress->object, error);
}
