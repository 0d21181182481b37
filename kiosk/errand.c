/* SPDX-License-Identifier: Apache-2.0 */

/* The conductor is made for a main loop; a command is a list of steps. Each step starts
 * something and runs the loop until that has ended and no page waits for a reader, so that
 * a command which returns has nothing under way. */

#include "kiosk/errand.h"

#include "kiosk/command.h"

#include <stdio.h>

static void
on_progress (KioskIntake *intake, GParamSpec *spec, Errand *errand) {
  guint pages = g_list_model_get_n_items (kiosk_intake_get_leaves (intake));
  guint waiting = kiosk_intake_get_waiting (intake);

  command_show_progress ("%u pages taken in, %u read", pages,
                         pages - MIN (waiting, pages));
  if (waiting == 0 && !kiosk_intake_get_scanning (intake))
    g_main_loop_quit (errand->loop);
}

/* At once: the citizen is still there, and so is the sheet. */
static void
on_glass (KioskIntake *intake, GParamSpec *spec, Errand *errand) {
  const char *sentence = kiosk_intake_get_glass (intake);

  command_end_progress ();
  if (sentence != NULL)
    fprintf (stderr, "motcua: %s\n", sentence);
}

void
errand_begin (Errand *errand, KioskIntake *intake) {
  *errand = (Errand){
      .intake = intake, .loop = g_main_loop_new (NULL, FALSE), .outcome = REPORT_DONE};
  g_signal_connect (intake, "notify::waiting", G_CALLBACK (on_progress), errand);
  g_signal_connect (intake, "notify::glass", G_CALLBACK (on_glass), errand);
}

void
errand_end (Errand *errand) {
  g_signal_handlers_disconnect_by_data (errand->intake, errand);
  g_clear_pointer (&errand->loop, g_main_loop_unref);
  g_clear_error (&errand->error);
  g_clear_pointer (&errand->message, g_free);
}

static void
begin_step (Errand *errand) {
  g_clear_error (&errand->error);
  g_clear_pointer (&errand->message, g_free);
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer data) {
  Errand *errand = data;

  if (!kiosk_intake_scan_finish (errand->intake, result, &errand->outcome,
                                 &errand->message, &errand->error))
    errand->outcome = REPORT_FAILED;
  g_main_loop_quit (errand->loop);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data) {
  Errand *errand = data;

  (void) kiosk_intake_add_files_finish (errand->intake, result, &errand->error);
  g_main_loop_quit (errand->loop);
}

static void
on_sealed (GObject *source, GAsyncResult *result, gpointer data) {
  Errand *errand = data;

  errand->sealed = kiosk_intake_seal_finish (errand->intake, result, &errand->error);
  g_main_loop_quit (errand->loop);
}

void
errand_wait (Errand *errand) {
  while (kiosk_intake_get_waiting (errand->intake) > 0)
    g_main_loop_run (errand->loop);
  command_end_progress ();
}

gboolean
errand_scan (Errand *errand, const KioskFeed *feed) {
  begin_step (errand);
  kiosk_intake_scan_async (errand->intake, feed, NULL, on_scanned, errand);
  g_main_loop_run (errand->loop);
  errand_wait (errand);
  return errand->error == NULL && errand->message == NULL;
}

gboolean
errand_add_files (Errand *errand, const KioskFeed *feed, const char *const *paths) {
  begin_step (errand);
  kiosk_intake_add_files_async (errand->intake, feed, paths, on_added, errand);
  g_main_loop_run (errand->loop);
  errand_wait (errand);
  return errand->error == NULL;
}

gboolean
errand_seal (Errand *errand) {
  begin_step (errand);
  kiosk_intake_seal_async (errand->intake, on_sealed, errand);
  g_main_loop_run (errand->loop);
  command_end_progress ();
  return errand->sealed;
}

KioskLeaf *
errand_get_leaf (const Errand *errand, guint place) {
  GListModel *leaves = kiosk_intake_get_leaves (errand->intake);
  g_autoptr (KioskLeaf) leaf
      = place > 0 ? g_list_model_get_item (leaves, place - 1) : NULL;

  if (leaf == NULL)
    fprintf (stderr, "motcua: there is no page %u; the dossier has %u\n", place,
             g_list_model_get_n_items (leaves));
  return leaf; /* the list keeps it */
}

/* Place of the page called @number; 0: it has none. */
static guint
find_place (const Errand *errand, guint number) {
  GListModel *leaves = kiosk_intake_get_leaves (errand->intake);

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    if (kiosk_leaf_get_number (leaf) == number)
      return i + 1;
  }
  return 0;
}

void
errand_print_halt (const Errand *errand) {
  KioskHalt halt;
  guint place;

  if (!kiosk_intake_get_halt (errand->intake, &halt))
    return;
  place = find_place (errand, halt.last_page);
  if (halt.interrupted)
    fprintf (stderr, "motcua: the last feeding was cut off.\n");
  if (place > 0)
    fprintf (stderr, "motcua: sheet %u is the last that is safe; page %u shows it.\n",
             halt.sheet - 1, place);
  fprintf (stderr, "motcua: put sheet %u of the stack on top, then go on.\n", halt.sheet);
  if (halt.outcome == REPORT_DOUBLE_FEED)
    fprintf (stderr,
             "        Sheet %u belongs below it: both were drawn in at once.\n"
             "        If something is glued onto that sheet, feed it with "
             "--accept-double=REASON.\n",
             halt.sheet + 1);
}

void
errand_print_twins (const Errand *errand) {
  GListModel *leaves = kiosk_intake_get_leaves (errand->intake);

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    if (kiosk_leaf_get_twin (leaf) == 0)
      continue;
    fprintf (stderr,
             "motcua: page %u looks like page %u: was the sheet fed twice? "
             "`motcua pages remove %s %u` takes it out.\n",
             i + 1, find_place (errand, kiosk_leaf_get_twin (leaf)),
             kiosk_intake_get_id (errand->intake), i + 1);
  }
}
