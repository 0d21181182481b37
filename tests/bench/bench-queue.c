/* SPDX-License-Identifier: Apache-2.0 */

/* bench-queue [--sizes 1000,10000,100000] [--dir DIR]: how long the acts of a queue take
 * when there is much in it. For each size a line: what it costs to queue a dossier, to claim
 * one while the others wait for their portal, to claim one of many that are due, to list a
 * all, to find one by its code, to open the store, to read the roll of a supervisor, to bring
 * it up to date after one dossier has moved, and to make a page of fifty from it with the
 * count, once of all and once of those that a few words fit. The 99th of a hundred, in
 * milliseconds of processor time, since what a disk takes is the same at each size; a flat
 * column is what is wanted. */

#include "config/durable.h"
#include "tests/unit/storeroom.h"
#include "upload/roll.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TRIES  200
#define WAIT_S 1000

typedef struct {
  double ms[TRIES];
  guint count;
  double began_ms;
} Watch;

static double
read_ms (void) {
  struct timespec now = {0};

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
start (Watch *watch) {
  watch->began_ms = read_ms ();
}

static void
stop (Watch *watch) {
  watch->ms[watch->count++ % TRIES] = read_ms () - watch->began_ms;
}

static int
compare (const void *one, const void *other) {
  double a = *(const double *) one, b = *(const double *) other;

  return (a > b) - (a < b);
}

static void
print (Watch *watch) {
  guint count = MIN (watch->count, TRIES);

  qsort (watch->ms, count, sizeof *watch->ms, compare);
  printf (" %9.2f", watch->ms[(count * 99 + 99) / 100 - 1]);
  *watch = (Watch){.count = 0};
}

static void
fill (Store *store, guint *size, guint wanted, Watch *watch) {
  for (; *size < wanted; (*size)++) {
    g_autoptr (Dossier) dossier = storeroom_open_dossier (store);

    storeroom_add_page (store, dossier->id, 1);
    start (watch);
    storeroom_queue (store, dossier->id, 1);
    stop (watch);
  }
}

/* Claims and lets go, to be tried again at @next. */
static void
claim (Store *store, guint times, gint64 now, gint64 next, Watch *watch) {
  for (guint i = 0; i < times; i++) {
    g_autoptr (Dossier) dossier = NULL;
    g_autoptr (GError) error = NULL;

    start (watch);
    dossier = storeroom_claim (store, now);
    stop (watch);
    g_assert_nonnull (dossier);
    g_assert_true (store_defer (store, dossier->id, next, "later", &error));
  }
}

/* With everything deferred, as when a portal is down: looking for work finds none. */
static void
poll (Store *store, gint64 now, Watch *watch) {
  for (guint i = 0; i < TRIES / 10; i++) {
    g_autoptr (Dossier) dossier = NULL;

    start (watch);
    dossier = storeroom_claim (store, now);
    stop (watch);
    g_assert_null (dossier);
  }
}

static void
look_up (Store *store, Watch *watch) {
  g_autoptr (GPtrArray) all = store_get_dossiers (store, NULL);
  const Dossier *last = g_ptr_array_index (all, all->len - 1);

  for (guint i = 0; i < TRIES / 10; i++) {
    g_autoptr (Dossier) found = NULL;

    start (watch);
    found = store_get_dossier (store, last->code, NULL);
    stop (watch);
    g_assert_nonnull (found);
  }
}

static void
list (Store *store, Watch *watch) {
  g_autoptr (GPtrArray) all = NULL;

  start (watch);
  all = store_get_dossiers (store, NULL);
  stop (watch);
}

/* The middle fifty of those that fit, with what is sealed. */
static void
turn_page (Store *store, Roll *roll, const RollFilter *filter, Watch *watch) {
  for (guint i = 0; i < TRIES / 10; i++) {
    g_autoptr (GPtrArray) found = NULL;
    guint first;

    start (watch);
    found = roll_find (roll, filter);
    first = found->len / 2;
    for (guint j = first; j < MIN (first + 50, found->len); j++) {
      const RollEntry *entry = g_ptr_array_index (found, j);

      dossier_free (store_get_dossier (store, entry->id, NULL));
    }
    stop (watch);
  }
}

static void
read_roll (Store *store, gint64 now, Watch *watch) {
  g_autoptr (Roll) roll = NULL;

  start (watch);
  roll = roll_new (store, NULL);
  stop (watch);
  print (watch);
  for (guint i = 0; i < TRIES / 10; i++) {
    Watch unseen = {.count = 0};

    claim (store, 1, now, now + WAIT_S, &unseen);
    start (watch);
    g_assert_true (roll_refresh (roll, NULL, NULL));
    stop (watch);
  }
  print (watch);
  turn_page (store, roll, &(RollFilter){0}, watch);
  print (watch);
  turn_page (store, roll, &(RollFilter){.text = "thuc 01-", .states = ~0u}, watch);
  print (watch);
}

/* Each size is measured at a time of its own, when all that were deferred before are due.
 * At the end all are deferred. */
static void
measure (const char *folder, guint *size, guint wanted) {
  Store *store = storeroom_open_store (folder);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC + (gint64) *size * WAIT_S;
  Watch watch = {.count = 0};

  fill (store, size, wanted, &watch);
  printf ("%8u", wanted);
  print (&watch);
  claim (store, wanted, now, now + WAIT_S, &watch);
  print (&watch);
  poll (store, now, &watch);
  print (&watch);
  claim (store, TRIES, now + WAIT_S, now + 2 * WAIT_S, &watch);
  print (&watch);
  list (store, &watch);
  print (&watch);
  look_up (store, &watch);
  print (&watch);
  read_roll (store, now + 2 * WAIT_S, &watch);
  store_free (store);
  start (&watch);
  store = storeroom_open_store (folder);
  stop (&watch);
  print (&watch);
  store_free (store);
  printf ("\n");
  fflush (stdout);
}

int
main (int argc, char **argv) {
  g_autofree char *sizes = NULL;
  g_autofree char *parent = NULL;
  g_autofree char *folder = NULL;
  g_auto (GStrv) wanted = NULL;
  guint size = 0;
  const GOptionEntry entries[]
      = {{"sizes", 0, 0, G_OPTION_ARG_STRING, &sizes, "How many dossiers", "N,..."},
         {"dir", 0, 0, G_OPTION_ARG_FILENAME, &parent, "Where the store is made", "DIR"},
         {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL))
    return 2;
  folder = g_build_filename (parent != NULL ? parent : g_get_tmp_dir (), "bench-queue",
                             NULL);
  wanted = g_strsplit (sizes != NULL ? sizes : "1000,10000,100000", ",", -1);
  printf ("dossiers   enqueue     claim      poll       due      list      find      "
          "roll   refresh      page      text      open\n");
  for (guint i = 0; wanted[i] != NULL; i++)
    measure (folder, &size, (guint) strtoul (wanted[i], NULL, 10));
  return EXIT_SUCCESS;
}
