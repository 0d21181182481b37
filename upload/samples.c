/* SPDX-License-Identifier: Apache-2.0 */

/* The seed, the number wanted and the number there was are in the trail as well as in a row,
 * in the transaction that holds what was drawn: a draw whose outcome did not please cannot
 * be left out. Sorting by a digest needs no generator that another program would have to
 * imitate: `printf SEED/ID | sha256sum` tells each dossier's place. */

#include "upload/samples.h"

#include "config/fault.h"
#include "upload/cases.h"
#include "upload/custody.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <string.h>

#define SEED_LETTERS "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"
#define SEED_BYTES   64u

typedef struct {
  char *digest;
  char *id; /* borrowed */
} Lot;

static void
clear_lot (gpointer lot) {
  g_free (((Lot *) lot)->digest);
}

static int
compare_lots (gconstpointer a, gconstpointer b) {
  return strcmp (((const Lot *) a)->digest, ((const Lot *) b)->digest);
}

void
sample_free (Sample *sample) {
  if (sample == NULL)
    return;
  g_free (sample->seed);
  g_free (sample->member);
  g_free (sample);
}

GPtrArray *
samples_choose (const char *seed, const GPtrArray *ids, guint wanted) {
  g_autoptr (GArray) lots = g_array_new (FALSE, FALSE, sizeof (Lot));
  GPtrArray *chosen = g_ptr_array_new ();

  g_array_set_clear_func (lots, clear_lot);
  for (guint i = 0; i < ids->len; i++) {
    char *id = g_ptr_array_index (ids, i);
    g_autofree char *ticket = g_strconcat (seed, "/", id, NULL);
    Lot lot = {g_compute_checksum_for_string (G_CHECKSUM_SHA256, ticket, -1), id};

    g_array_append_val (lots, lot);
  }
  g_array_sort (lots, compare_lots);
  for (guint i = 0; i < lots->len && i < wanted; i++)
    g_ptr_array_add (chosen, g_array_index (lots, Lot, i).id);
  return chosen;
}

/* Ids of dossiers that wait to be sent and are in nobody else's hands. */
static GPtrArray *
load_waiting (Store *store, GError **error) {
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_QUEUED, &cause, "");

  while (rows != NULL && database_next (rows, &cause))
    g_ptr_array_add (ids, database_dup_text (rows, 0));
  for (guint i = ids->len; cause == NULL && i > 0; i--) {
    if (!custody_check (store, g_ptr_array_index (ids, i - 1), NULL))
      g_ptr_array_remove_index (ids, i - 1);
  }
  if (cause == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static char *
choose_seed (const char *seed, GError **error) {
  if (seed == NULL)
    return g_uuid_string_random ();
  if (*seed != '\0' && strlen (seed) <= SEED_BYTES
      && strspn (seed, SEED_LETTERS) == strlen (seed))
    return g_strdup (seed);
  g_set_error (error, FAULT, FAULT_USAGE, "a seed is 1 to %u letters, digits and dashes",
               SEED_BYTES);
  return NULL;
}

static gboolean
record_draw (Store *store, const char *seed, guint wanted, guint among, gint64 *number,
             GError **error) {
  return database_run (store->database, STATEMENT_ADD_SAMPLE, error, "tuuti", seed,
                       wanted, among, store->member, g_get_real_time () / G_USEC_PER_SEC)
         && store_load_int (store, STATEMENT_GET_LAST_SAMPLE, NULL, number, error)
         && trail_append (store, "sample", NULL, error, "%s %u of %u", seed, wanted,
                          among);
}

static gboolean
hold_drawn (Store *store, const char *id, gint64 number, GError **error) {
  return store_hold (store, id, error)
         && cases_raise (store, id, CASE_SAMPLE, NULL, NULL, number, error);
}

GPtrArray *
samples_draw (Store *store, const char *seed, guint wanted, gint64 *number,
              GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *drawn_by = choose_seed (seed, error);
  g_autoptr (Writing) writing
      = drawn_by != NULL ? database_begin (store->database, error) : NULL;
  g_autoptr (GPtrArray) ids = writing != NULL ? load_waiting (store, error) : NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GPtrArray) drawn = g_ptr_array_new_with_free_func (g_free);

  if (ids == NULL || !record_draw (store, drawn_by, wanted, ids->len, number, error))
    return NULL;
  chosen = samples_choose (drawn_by, ids, wanted);
  for (guint i = 0; i < chosen->len; i++) {
    const char *id = g_ptr_array_index (chosen, i);

    if (!hold_drawn (store, id, *number, error))
      return NULL;
    g_ptr_array_add (drawn, g_strdup (id));
  }
  return database_commit (g_steal_pointer (&writing), error) ? g_steal_pointer (&drawn)
                                                             : NULL;
}

GPtrArray *
samples_get (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) samples
      = g_ptr_array_new_with_free_func ((GDestroyNotify) sample_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_SAMPLES, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    Sample *sample = g_new (Sample, 1);

    *sample
        = (Sample){database_get_int (rows, 0),         database_dup_text (rows, 1),
                   (guint) database_get_int (rows, 2), (guint) database_get_int (rows, 3),
                   database_dup_text (rows, 4),        database_get_int (rows, 5)};
    g_ptr_array_add (samples, sample);
  }
  if (cause == NULL)
    return g_steal_pointer (&samples);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}
