/* SPDX-License-Identifier: Apache-2.0 */

/* bench-scroll STORE [FRAMES]: the supervisor's page on a store with very many dossiers (fill
 * one with tests/ui/crowd). Prints how long it takes from the window's making to the first rows
 * on the screen, and what a frame of scrolling costs from its beginning to its painting:
 * median, 95th and worst of FRAMES, slowly (a third of a row a frame) and by a page a frame.
 * Needs a display; Xvfb will do. */

#include "kiosk/queue.h"
#include "ui/language.h"
#include "ui/look.h"
#include "ui/window.h"

#include <gtk/gtk.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WIDTH_PX  1280
#define HEIGHT_PX 800
#define SLOW_PX   40.0
#define SETTLE_MS 1500

typedef struct {
  GMainLoop *loop;
  GtkWindow *window;
  GtkAdjustment *place;
  GArray *frames_ms; /* double */
  GArray *cpu_ms;    /* the same in processor time */
  double began_cpu_ms;
  gint64 began_us; /* of the frame, or of everything */
  guint wanted;
  double step; /* px a frame */
} Bench;

/* Of this thread, which is the one that draws: what it costs on a machine that others use. */
static double
read_cpu_ms (void) {
  struct timespec now = {0};

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static double
pass_ms (gint64 since_us) {
  return (double) (g_get_monotonic_time () - since_us) / 1000;
}

static GtkWidget *
find_list (GtkWidget *widget) {
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       found == NULL && child != NULL; child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

/* --- opening -------------------------------------------------------------------------- */

static gboolean
has_rows (GtkWidget *list) {
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  return model != NULL && g_list_model_get_n_items (G_LIST_MODEL (model)) > 0
         && gtk_widget_get_mapped (list) && gtk_widget_get_height (list) > 0;
}

static void
on_painted (GdkFrameClock *clock, Bench *bench) {
  GtkWidget *list = find_list (GTK_WIDGET (bench->window));

  if (list != NULL && has_rows (list))
    g_main_loop_quit (bench->loop);
}

static guint
open_page (Bench *bench, KioskStation *station) {
  GdkFrameClock *clock;
  gulong handler;
  GtkWidget *list;

  bench->began_us = g_get_monotonic_time ();
  bench->began_cpu_ms = read_cpu_ms ();
  bench->window = GTK_WINDOW (ui_window_new (station, FLOW_SUPERVISOR));
  gtk_window_set_default_size (bench->window, WIDTH_PX, HEIGHT_PX);
  gtk_window_present (bench->window);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), bench);
  g_main_loop_run (bench->loop);
  g_signal_handler_disconnect (clock, handler);
  printf ("first rows %.0f ms, %.0f ms of processor time of the drawing thread\n",
          pass_ms (bench->began_us), read_cpu_ms () - bench->began_cpu_ms);
  list = find_list (GTK_WIDGET (bench->window));
  bench->place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  return g_list_model_get_n_items (
      G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list))));
}

/* --- scrolling ------------------------------------------------------------------------ */

static void
on_frame_begins (GdkFrameClock *clock, Bench *bench) {
  double end = gtk_adjustment_get_upper (bench->place)
               - gtk_adjustment_get_page_size (bench->place);
  double next = gtk_adjustment_get_value (bench->place) + bench->step;

  bench->began_us = g_get_monotonic_time ();
  bench->began_cpu_ms = read_cpu_ms ();
  gtk_adjustment_set_value (bench->place, next > end ? 0 : next);
}

static void
on_frame_ends (GdkFrameClock *clock, Bench *bench) {
  double took_ms = pass_ms (bench->began_us);

  double cost_ms = read_cpu_ms () - bench->began_cpu_ms;

  g_array_append_val (bench->frames_ms, took_ms);
  g_array_append_val (bench->cpu_ms, cost_ms);
  if (bench->frames_ms->len >= bench->wanted)
    g_main_loop_quit (bench->loop);
}

static int
compare (gconstpointer a, gconstpointer b) {
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
find_part (const GArray *sorted, double part) {
  return g_array_index (sorted, double, (guint) (part * (sorted->len - 1)));
}

static void
print (const char *name, const char *what, GArray *frames_ms) {
  g_array_sort (frames_ms, compare);
  printf ("%-8s median %.1f ms, p95 %.1f ms, worst %.1f ms%s, %u frames\n", name,
          find_part (frames_ms, 0.5), find_part (frames_ms, 0.95),
          find_part (frames_ms, 1), what, frames_ms->len);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  return G_SOURCE_CONTINUE;
}

static void
scroll (Bench *bench, const char *name, double step) {
  GtkWidget *widget = GTK_WIDGET (bench->window);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong begins
      = g_signal_connect (clock, "before-paint", G_CALLBACK (on_frame_begins), bench);
  gulong ends
      = g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame_ends), bench);
  guint tick = gtk_widget_add_tick_callback (widget, on_tick, NULL, NULL);

  bench->step = step;
  g_array_set_size (bench->frames_ms, 0);
  g_array_set_size (bench->cpu_ms, 0);
  g_main_loop_run (bench->loop);
  gtk_widget_remove_tick_callback (widget, tick);
  g_signal_handler_disconnect (clock, begins);
  g_signal_handler_disconnect (clock, ends);
  print (name, "", bench->frames_ms);
  print (name, " of processor time", bench->cpu_ms);
}

static gboolean
on_settled (gpointer data) {
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv) {
  g_autoptr (GError) error = NULL;
  g_autoptr (KioskStation) station = NULL;
  Bench bench = {.loop = g_main_loop_new (NULL, FALSE),
                 .frames_ms = g_array_new (FALSE, FALSE, sizeof (double)),
                 .cpu_ms = g_array_new (FALSE, FALSE, sizeof (double)),
                 .wanted = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 600};

  language_init ();
  gtk_disable_setlocale ();
  if (argc < 2 || !gtk_init_check ())
    return 2;
  look_init ();
  station = kiosk_station_new (argv[1], NULL, NULL, &error);
  if (station == NULL) {
    fprintf (stderr, "bench-scroll: %s\n", error->message);
    return EXIT_FAILURE;
  }
  printf ("%u dossiers in the list\n", open_page (&bench, station));
  g_timeout_add (SETTLE_MS, on_settled, bench.loop);
  g_main_loop_run (bench.loop);
  scroll (&bench, "slowly", SLOW_PX);
  scroll (&bench, "by page", gtk_adjustment_get_page_size (bench.place));
  gtk_window_destroy (bench.window);
  g_array_unref (bench.frames_ms);
  g_array_unref (bench.cpu_ms);
  g_main_loop_unref (bench.loop);
  return EXIT_SUCCESS;
}
