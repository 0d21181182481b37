/* SPDX-License-Identifier: Apache-2.0 */

/* What was typed is a row each, sealed, in the order of typing. How far a field is follows
 * from its rows alone, so that a cut between two people leaves nothing to be mended. Values
 * are compared in NFC, without the spaces around them. */

#include "upload/secondkey.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <string.h>

#define KEYINGS_MOST 3u

/* The rows of one field. */
typedef struct {
  guint count;
  char *values[KEYINGS_MOST];
  char *members[KEYINGS_MOST];
} Keyings;

static void
clear_keyings (Keyings *keyings) {
  for (guint i = 0; i < KEYINGS_MOST; i++) {
    g_free (keyings->values[i]);
    g_free (keyings->members[i]);
  }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keyings, clear_keyings)

static SecondKey
judge (const Keyings *keyings) {
  switch (keyings->count) {
  case 0:
    return SECONDKEY_NONE;
  case 1:
    return SECONDKEY_ONCE;
  case 2:
    return g_str_equal (keyings->values[0], keyings->values[1]) ? SECONDKEY_AGREED
                                                                : SECONDKEY_DIFFERS;
  default:
    return SECONDKEY_DECIDED;
  }
}

static gboolean
load_keyings (Store *store, const char *id, guint page, const char *field,
              Keyings *keyings, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_GET_KEYINGS, &cause,
                                           "tut", id, page, field);

  while (rows != NULL && keyings->count < KEYINGS_MOST && database_next (rows, &cause)) {
    guint i = keyings->count++;

    keyings->members[i] = database_dup_text (rows, 0);
    if (!store_unseal (store, id, database_get_text (rows, 1), &keyings->values[i],
                       &cause, "keying/%u/%s/%u", page, field, i))
      break;
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
secondkey_get (Store *store, const char *id, guint number, const char *field,
               SecondKey *state, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_auto (Keyings) keyings = {0};

  if (!load_keyings (store, id, number, field, &keyings, error))
    return FALSE;
  *state = judge (&keyings);
  return TRUE;
}

static gboolean
refuse (GError **error, FaultCode code, const char *sentence) {
  g_set_error_literal (error, FAULT, code, sentence);
  return FALSE;
}

static gboolean
check_turn (const Store *store, const Keyings *keyings, GError **error) {
  SecondKey state = judge (keyings);

  if (store->member == NULL)
    return refuse (error, FAULT_REFUSED, "who types a value twice has to be somebody");
  if (state == SECONDKEY_AGREED || state == SECONDKEY_DECIDED)
    return refuse (error, FAULT_USAGE, "this value is settled");
  for (guint i = 0; i < keyings->count; i++) {
    if (g_strcmp0 (keyings->members[i], store->member) == 0)
      return refuse (error, FAULT_REFUSED, "the same person has typed this value before");
  }
  return TRUE;
}

static char *
normalize_value (const char *value, GError **error) {
  g_autofree char *normal = g_utf8_normalize (value, -1, G_NORMALIZE_NFC);

  if (normal != NULL && *g_strstrip (normal) != '\0'
      && strlen (normal) <= LIMIT_VALUE_BYTES)
    return g_steal_pointer (&normal);
  refuse (error, FAULT_USAGE, "a value is text that is not empty, and not too long");
  return NULL;
}

static gboolean
add_keying (Store *store, const char *id, guint page, const char *field, guint number,
            const char *value, GError **error) {
  g_autofree char *sealed = NULL;

  return store_seal (store, id, value, &sealed, error, "keying/%u/%s/%u", page, field,
                     number)
         && database_run (store->database, STATEMENT_ADD_KEYING, error, "tutttu", id,
                          page, field, store->member, sealed, number)
         && trail_append (store, "double-key", id, error, "%u %s", page, field);
}

/* What was agreed on is the field's value from now on. */
static gboolean
settle (Store *store, const char *id, guint page, const char *field, const char *value,
        GError **error) {
  g_autofree char *sealed = NULL;

  return store_seal (store, id, value, &sealed, error, "field/%s", field)
         && database_run (store->database, STATEMENT_SET_FIELD, error, "tutt", id, page,
                          field, sealed)
         && trail_append (store, "correct", id, error, "%u %s", page, field);
}

gboolean
secondkey_enter (Store *store, const char *id, guint number, const char *field,
                 const char *value, SecondKey *state, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *normal = normalize_value (value, error);
  g_autoptr (Writing) writing
      = normal != NULL ? store_begin_open (store, id, error) : NULL;
  g_auto (Keyings) keyings = {0};
  SecondKey now;

  if (writing == NULL || !load_keyings (store, id, number, field, &keyings, error)
      || !check_turn (store, &keyings, error)
      || !add_keying (store, id, number, field, keyings.count, normal, error))
    return FALSE;
  keyings.values[keyings.count++] = g_strdup (normal);
  now = judge (&keyings);
  if ((now == SECONDKEY_AGREED || now == SECONDKEY_DECIDED)
      && !settle (store, id, number, field, normal, error))
    return FALSE;
  if (!database_commit (g_steal_pointer (&writing), error))
    return FALSE;
  *state = now;
  return TRUE;
}

/* Fields that have rows (page and name). */
static GPtrArray *
load_fields (Store *store, const char *id, GArray *pages, GError **error) {
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_KEYED, &cause, "t", id);

  while (rows != NULL && database_next (rows, &cause)) {
    guint page = (guint) database_get_int (rows, 0);

    g_array_append_val (pages, page);
    g_ptr_array_add (fields, database_dup_text (rows, 1));
  }
  if (cause == NULL)
    return g_steal_pointer (&fields);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

gboolean
secondkey_count_open (Store *store, const char *id, guint *open, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) fields = load_fields (store, id, pages, error);

  *open = 0;
  for (guint i = 0; fields != NULL && i < fields->len; i++) {
    g_auto (Keyings) keyings = {0};
    SecondKey state;

    if (!load_keyings (store, id, g_array_index (pages, guint, i),
                       g_ptr_array_index (fields, i), &keyings, error))
      return FALSE;
    state = judge (&keyings);
    *open += state == SECONDKEY_ONCE || state == SECONDKEY_DIFFERS;
  }
  return fields != NULL;
}
