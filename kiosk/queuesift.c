/* SPDX-License-Identifier: Apache-2.0 */

/* What passes, and what is counted. Both look at every entry, which costs some milliseconds
 * for a hundred thousand; nothing here asks the store. */

#include "kiosk/queue-private.h"

#include "ocr/fold.h"

#include <string.h>

#define RUNS_MOST 64 /* insertions and removals that are told one by one */

/* --- sieve ---------------------------------------------------------------------------- */

void
queue_sieve_clear (QueueSieve *sieve) {
  g_free (sieve->procedure);
  g_free (sieve->office);
  g_strfreev (sieve->words);
}

void
queue_sieve_set (QueueSieve *sieve, const KioskSieve *wanted) {
  g_autofree char *folded = wanted->words != NULL ? fold_text (wanted->words) : NULL;

  queue_sieve_clear (sieve);
  *sieve = (QueueSieve){
      .states = wanted->states,
      .stuck = wanted->stuck,
      .late = wanted->late,
      .age = wanted->age,
      .procedure = g_strdup (wanted->procedure),
      .office = g_strdup (wanted->office),
  };
  if (folded != NULL && *folded != '\0')
    sieve->words = g_strsplit (folded, " ", -1);
}

static const char *
fold_procedure (KioskQueue *self, const char *code) {
  char *folded = g_hash_table_lookup (self->procedures, code);
  g_autofree char *text = NULL;

  if (folded != NULL)
    return folded;
  text = g_strdup_printf ("%s %s", code, kiosk_queue_name_procedure (self, code));
  folded = fold_text (text);
  g_hash_table_insert (self->procedures, (gpointer) code, folded);
  return folded;
}

static gboolean
has_word (KioskQueue *self, const QueueEntry *entry, const char *name, const char *word) {
  return strstr (entry->codes, word) != NULL
         || (name != NULL && strstr (name, word) != NULL)
         || strstr (fold_procedure (self, entry->procedure), word) != NULL;
}

static gboolean
has_words (KioskQueue *self, const QueueEntry *entry) {
  const char *name = g_hash_table_lookup (self->names, entry->row->id);

  for (guint i = 0; self->sieve.words[i] != NULL; i++) {
    if (!has_word (self, entry, name, self->sieve.words[i]))
      return FALSE;
  }
  return TRUE;
}

gboolean
queue_passes (KioskQueue *self, const QueueEntry *entry, gint64 now) {
  const QueueSieve *sieve = &self->sieve;
  const OverviewRow *row = entry->row;

  return (sieve->states == 0 || (sieve->states & 1u << row->state) != 0)
         && (!sieve->stuck || overview_row_is_stuck (row))
         && (!sieve->late || overview_row_is_late (row, now, self->alarm_after_s))
         && (sieve->age < 0 || census_find_age (now - entry->since) == (guint) sieve->age)
         && (sieve->procedure == NULL || g_str_equal (sieve->procedure, entry->procedure))
         && (sieve->office == NULL || g_str_equal (sieve->office, entry->office))
         && (sieve->words == NULL || has_words (self, entry));
}

/* --- before and after ----------------------------------------------------------------- */

/* A stretch that is no longer what it was: @removed of the list before @from, and @added of
 * the list after. */
typedef struct {
  guint from;
  guint removed;
  guint added;
} Run;

/* Entries of one dossier count as one where its place is the same. */
static int
compare_across (const QueueEntry *before, const QueueEntry *after) {
  return before == after ? 0 : queue_entry_compare (before, after);
}

static GArray *
find_runs (const GPtrArray *before, const GPtrArray *after) {
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));
  guint i = 0, j = 0;

  while (i < before->len || j < after->len) {
    Run run = {.from = i};
    int order = 0;

    while (i < before->len || j < after->len) {
      order = i == before->len  ? 1
              : j == after->len ? -1
                                : compare_across (g_ptr_array_index (before, i),
                                                  g_ptr_array_index (after, j));
      if (order == 0)
        break;
      if (order < 0)
        i++, run.removed++;
      else
        j++, run.added++;
    }
    if (run.removed > 0 || run.added > 0)
      g_array_append_val (runs, run);
    if (order == 0)
      i++, j++;
  }
  return runs;
}

/* The list as it is when the runs up to @run have been told: new in front, old behind. */
static GPtrArray *
join_lists (const GPtrArray *after, guint told, const GPtrArray *before, guint rest) {
  GPtrArray *joined = g_ptr_array_sized_new (told + before->len - rest);

  for (guint i = 0; i < told; i++)
    g_ptr_array_add (joined, g_ptr_array_index (after, i));
  for (guint i = rest; i < before->len; i++)
    g_ptr_array_add (joined, g_ptr_array_index (before, i));
  return joined;
}

static void
replace_shown (KioskQueue *self, GPtrArray *shown) {
  g_ptr_array_unref (self->shown);
  self->shown = shown;
}

/* Whoever hears of a run may ask for any item, so the list is what has been told so far. */
static void
tell_runs (KioskQueue *self, const GPtrArray *before, const GPtrArray *after,
           const GArray *runs) {
  guint shift = 0;

  for (guint i = 0; i < runs->len; i++) {
    const Run *run = &g_array_index (runs, Run, i);
    guint at = run->from + shift;

    replace_shown (self,
                   join_lists (after, at + run->added, before, run->from + run->removed));
    g_list_model_items_changed (G_LIST_MODEL (self), at, run->removed, run->added);
    shift += run->added - run->removed;
  }
}

/* Too many to be told one by one: all between the first and the last. */
static void
tell_stretch (KioskQueue *self, guint before, GPtrArray *after, const GArray *runs) {
  const Run *first = &g_array_index (runs, Run, 0);
  const Run *last = &g_array_index (runs, Run, runs->len - 1);
  guint behind = before - last->from - last->removed;

  replace_shown (self, g_ptr_array_ref (after));
  g_list_model_items_changed (G_LIST_MODEL (self), first->from,
                              before - behind - first->from,
                              after->len - behind - first->from);
}

void
queue_sift (KioskQueue *self) {
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GPtrArray) before = g_ptr_array_ref (self->shown);
  g_autoptr (GPtrArray) after = g_ptr_array_sized_new (self->entries->len);
  g_autoptr (GArray) runs = NULL;

  for (guint i = 0; i < self->entries->len; i++) {
    QueueEntry *entry = g_ptr_array_index (self->entries, i);

    if (queue_passes (self, entry, now))
      g_ptr_array_add (after, entry);
  }
  runs = find_runs (before, after);
  if (runs->len > RUNS_MOST)
    tell_stretch (self, before->len, after, runs);
  else
    tell_runs (self, before, after, runs);
  replace_shown (self, g_steal_pointer (&after));
}

/* --- figures -------------------------------------------------------------------------- */

static void
count_figure (KioskFigure *figure, const QueueEntry *entry) {
  if (figure->count++ > 0)
    return;
  figure->oldest_since = entry->since;
  figure->oldest_id = g_strdup (entry->row->id);
}

static void
clear_figure (KioskFigure *figure) {
  g_free (figure->oldest_id);
  *figure = (KioskFigure){0};
}

static void
count_share (GHashTable *shares, const char *key, gboolean stuck) {
  KioskShare *share = g_hash_table_lookup (shares, key);

  if (share == NULL) {
    share = g_new0 (KioskShare, 1);
    share->key = key;
    g_hash_table_insert (shares, (gpointer) key, share);
  }
  share->count++;
  share->stuck += stuck ? 1 : 0;
}

static int
compare_shares (gconstpointer a, gconstpointer b) {
  const KioskShare *one = a, *other = b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  return strcmp (one->key, other->key);
}

static void
list_shares (GHashTable *shares, GArray *list) {
  GHashTableIter each;
  gpointer share;

  g_array_set_size (list, 0);
  g_hash_table_iter_init (&each, shares);
  while (g_hash_table_iter_next (&each, NULL, &share))
    g_array_append_val (list, *(KioskShare *) share);
  g_array_sort (list, compare_shares);
}

static gint64
find_midnight (void) {
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) midnight
      = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                               g_date_time_get_day_of_month (now), 0, 0, 0);

  return g_date_time_to_unix (midnight);
}

/* An open dossier without a page is no work yet, but nobody knows that here: it is counted
 * as open, and open ones are not counted as waiting. */
static void
count_entry (KioskQueue *self, const QueueEntry *entry, gint64 now, gint64 midnight) {
  KioskFigures *figures = &self->figures;
  const OverviewRow *row = entry->row;
  gboolean late = overview_row_is_late (row, now, self->alarm_after_s);

  census_add (&figures->census, row->state, now - entry->since, late);
  if (row->state == DOSSIER_ACCEPTED && row->accepted_at >= midnight)
    figures->accepted_today++;
  if (overview_row_is_stuck (row))
    count_figure (&figures->stuck, entry);
  if ((KIOSK_SIEVE_UNDERWAY & 1u << row->state) != 0)
    count_figure (&figures->waiting, entry);
  if (late)
    count_figure (&figures->late, entry);
}

void
queue_count (KioskQueue *self) {
  KioskFigures *figures = &self->figures;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 midnight = find_midnight ();
  g_autoptr (GHashTable) procedures = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) offices = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  clear_figure (&figures->stuck);
  clear_figure (&figures->waiting);
  clear_figure (&figures->late);
  figures->census = (Census){0};
  figures->accepted_today = 0;
  figures->total = self->entries->len;
  for (guint i = 0; i < self->entries->len; i++) {
    const QueueEntry *entry = g_ptr_array_index (self->entries, i);
    gboolean stuck = overview_row_is_stuck (entry->row);

    count_entry (self, entry, now, midnight);
    if ((KIOSK_SIEVE_UNDERWAY & 1u << entry->row->state) == 0)
      continue;
    count_share (procedures, entry->procedure, stuck);
    count_share (offices, entry->office, stuck);
  }
  list_shares (procedures, figures->procedures);
  list_shares (offices, figures->offices);
}
