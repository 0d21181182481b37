/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-kiosk: the window. It has a display and the store; it has no network, no scanner
 * library, no image decoder and no portal credentials.
 *
 * GtkApplication is left out on purpose: it wants a session bus, which a kiosk may lack,
 * and nothing here is ever activated from outside. */

#include "config/log.h"
#include "config/sandbox.h"
#include "config/training.h"
#include "ui/hall.h"
#include "ui/language.h"
#include "ui/look.h"
#include "ui/renewal.h"
#include "ui/window.h"

#include <glib-unix.h>
#include <gtk/gtk.h>

#include <stdio.h>
#include <stdlib.h>

#define WIDTH_PX  1280
#define HEIGHT_PX 800

#define EXIT_USAGE 2

static char *store;
static char *config;
static char *device;
static char *theme;
static int width_px = WIDTH_PX;
static int height_px = HEIGHT_PX;
static int text_percent = LOOK_TEXT_LEAST;
static gboolean citizen;
static gboolean supervisor;
static gboolean training;
static gboolean fullscreen;
static gboolean visit_ended; /* of a citizen */
static gboolean version;
static LookTheme look_theme;

static const GOptionEntry options[] = {
    {"store", 0, 0, G_OPTION_ARG_FILENAME, &store, "Keep dossiers in DIR", "DIR"},
    {"config", 0, 0, G_OPTION_ARG_FILENAME, &config, "Read settings from FILE", "FILE"},
    {"device", 0, 0, G_OPTION_ARG_STRING, &device, "Scan with device D", "D"},
    {"citizen", 0, 0, G_OPTION_ARG_NONE, &citizen, "Show the screens for a citizen alone",
     NULL},
    {"supervisor", 0, 0, G_OPTION_ARG_NONE, &supervisor,
     "Show the supervisor's page, at a station without staff", NULL},
    {"training", 0, 0, G_OPTION_ARG_NONE, &training, "Practise: nothing of it is real",
     NULL},
    {"fullscreen", 0, 0, G_OPTION_ARG_NONE, &fullscreen, "Fill the screen", NULL},
    {"width", 0, 0, G_OPTION_ARG_INT, &width_px, "Width of the window, 1280", "PIXELS"},
    {"height", 0, 0, G_OPTION_ARG_INT, &height_px, "Its height, 800", "PIXELS"},
    {"theme", 0, 0, G_OPTION_ARG_STRING, &theme, "light, dark or contrast", "NAME"},
    {"text", 0, 0, G_OPTION_ARG_INT, &text_percent, "Size of type, 100 to 200 per cent",
     "PERCENT"},
    {"version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version", NULL},
    {NULL},
};

static gboolean
check_look (void) {
  if (theme != NULL && !look_parse_theme (theme, &look_theme)) {
    fprintf (stderr,
             "motcua-kiosk: “%s” is no theme; there are light, dark and contrast\n",
             theme);
    return FALSE;
  }
  if (text_percent < LOOK_TEXT_LEAST || text_percent > LOOK_TEXT_MOST) {
    fprintf (stderr, "motcua-kiosk: type is sized from %d to %d per cent\n",
             LOOK_TEXT_LEAST, LOOK_TEXT_MOST);
    return FALSE;
  }
  if (width_px < 1 || height_px < 1) {
    fprintf (stderr, "motcua-kiosk: a window has at least one pixel\n");
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_options (int *argc, char ***argv) {
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_summary (context,
                                "Takes in a dossier on the screen: choose, scan, "
                                "review, submit.");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    fprintf (stderr, "motcua-kiosk: %s\n", error->message);
    return FALSE;
  }
  if (*argc > 1)
    fprintf (stderr, "motcua-kiosk: “%s” is not an option\n", (*argv)[1]);
  return *argc == 1 && check_look ();
}

/* Never larger than the monitor, where no window manager sees to it. */
static void
size_window (GtkWindow *window) {
  GListModel *monitors = gdk_display_get_monitors (gdk_display_get_default ());
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  GdkRectangle place = {0, 0, WIDTH_PX, HEIGHT_PX};

  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &place);
  if (fullscreen)
    gtk_window_fullscreen (window);
  else
    gtk_window_set_default_size (window, MIN (place.width, width_px),
                                 MIN (place.height, height_px));
}

static gboolean
on_quit_signal (gpointer data) {
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
on_window_destroyed (GtkWidget *window, gpointer data) {
  g_main_loop_quit (data);
}

static void
on_visit_ended (UiHall *hall, GMainLoop *loop) {
  visit_ended = TRUE;
  g_main_loop_quit (loop);
}

static GtkWindow *
open_window (KioskStation *station, GMainLoop *loop) {
  UiHall *hall;

  if (!citizen)
    return GTK_WINDOW (
        ui_window_new (station, supervisor ? FLOW_SUPERVISOR : FLOW_CLERK));
  hall = ui_hall_new (station);
  g_signal_connect (hall, "ended", G_CALLBACK (on_visit_ended), loop);
  return GTK_WINDOW (hall);
}

static void
run (KioskStation *station) {
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkWindow *window = open_window (station, loop);
  gulong destroyed
      = g_signal_connect (window, "destroy", G_CALLBACK (on_window_destroyed), loop);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_unix_signal_add (SIGTERM, on_quit_signal, loop);
  g_unix_signal_add (SIGINT, on_quit_signal, loop);
  size_window (window);
  gtk_window_present (window);
  g_main_loop_run (loop);
  if (window == NULL)
    return;
  g_signal_handler_disconnect (window, destroyed);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv) {
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (GError) error = NULL;

  log_init ("motcua-kiosk");
  renewal_prepare (argv);
  sandbox_keep_private ();
  g_set_prgname ("motcua-kiosk");
  g_unsetenv ("GTK_DEBUG");
  language_init ();
  gtk_disable_setlocale ();
  if (!parse_options (&argc, &argv))
    return EXIT_USAGE;
  if (version) {
    puts ("motcua-kiosk " MOTCUA_VERSION);
    return EXIT_SUCCESS;
  }
  if (!gtk_init_check ()) {
    fputs ("motcua-kiosk: there is no display here to open a window on; "
           "“make demo” shows the same way of a dossier without one\n",
           stderr);
    return EXIT_FAILURE;
  }
  look_init ();
  look_set_theme (look_theme);
  look_set_text_percent ((guint) text_percent);
  if (training)
    training_want ();
  station = kiosk_station_new (store, config, device, &error);
  if (station == NULL) {
    fprintf (stderr, "motcua-kiosk: %s\n", error->message);
    return EXIT_FAILURE;
  }
  run (station);
  if (visit_ended)
    renewal_begin ();
  return EXIT_SUCCESS;
}
