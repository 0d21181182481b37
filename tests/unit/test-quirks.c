/* SPDX-License-Identifier: Apache-2.0 */

/* With the hopper, whose script says what it calls itself. */

#include "kiosk/quirks.h"

#include "config/durable.h"
#include "config/fault.h"

#include <string.h>

typedef struct {
  char *folder, *device;
} Room;

static void
save (const Room *room, const char *name, const char *text) {
  g_autofree char *path = g_build_filename (room->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Room *room, gconstpointer data) {
  room->folder = g_dir_make_tmp ("quirks-XXXXXX", NULL);
  room->device = g_strconcat ("hopper:", room->folder, NULL);
  save (room, "hopper.conf", "model = Swift 40\n");
}

static void
tear_down (Room *room, gconstpointer data) {
  g_assert_true (durable_remove (room->folder, NULL));
  g_free (room->folder);
  g_free (room->device);
}

static gboolean
ask (const Room *room, const char *text, ScanJob *job, Settings **settings,
     GError **error) {
  g_autofree char *path = g_build_filename (room->folder, "motcua.conf", NULL);
  g_autoptr (GError) wrong = NULL;

  save (room, "motcua.conf", text);
  *settings = settings_load (path, &wrong);
  g_assert_no_error (wrong);
  *job = scanjob_get_usual (*settings);
  job->device = room->device;
  return quirks_set (job, *settings, error);
}

static void
test_sets_particulars (Room *room, gconstpointer data) {
  g_autoptr (Settings) settings = NULL;
  g_autoptr (GError) error = NULL;
  ScanJob job;

  g_assert_true (ask (room,
                      "[scan]\nback_side=none\nresolution=200\n"
                      "[scanner Other]\nback_side=mirror\n"
                      "[scanner MOTCUA swift*]\nback_side=180\nstall_ms=30000\n",
                      &job, &settings, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (job.back_side, ==, "180");
  g_assert_cmpuint (job.stall_ms, ==, 30000);
  g_assert_cmpuint (job.res_dpi, ==, 200);
}

static void
test_notices_another_model (Room *room, gconstpointer data) {
  g_autoptr (Settings) settings = NULL, right = NULL;
  g_autoptr (GError) error = NULL;
  ScanJob job;

  g_assert_false (ask (room, "[scan]\nmodel=Slow 10\n", &job, &settings, &error));
  g_assert_error (error, FAULT, FAULT_DEVICE);
  g_assert_nonnull (strstr (error->message, "motcua Swift 40"));
  g_clear_error (&error);
  g_assert_true (ask (room, "[scan]\nmodel=swift 40\n", &job, &right, &error));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/quirks/sets-particulars", Room, NULL, set_up, test_sets_particulars,
              tear_down);
  g_test_add ("/quirks/notices-another-model", Room, NULL, set_up,
              test_notices_another_model, tear_down);
  return g_test_run ();
}
