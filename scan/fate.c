/* SPDX-License-Identifier: Apache-2.0 */

/* Scripts are read when the device is opened, and again when they were saved since: whoever
 * mends a fault takes out its line, also while a program holds the device. Mishaps are
 * counted by the text of their line, so a line that is changed is a new mishap. */

#include "scan/fate.h"

#include "scan/slate.h"

#include <sane/sane.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCRIPT_NAME "hopper.conf"
#define MEMORY_NAME ".hopper-state"

/* By which a file that was saved again is told. */
typedef struct {
  gint64 changed_ns;
  gint64 size_bytes; /* -1: there is no file */
  guint64 inode;
} Stamp;

struct Fate {
  char *path;
  Stamp stamp;
  Script *script;
  Slate *slate;
  gint64 pressed_us; /* when the button is pressed; 0 when it is not */
};

static Stamp
take_stamp (const char *path) {
  struct stat status;

  if (stat (path, &status) != 0)
    return (Stamp){.size_bytes = -1};
  return (Stamp){
      .changed_ns = status.st_mtim.tv_sec * 1000000000LL + status.st_mtim.tv_nsec,
      .size_bytes = status.st_size,
      .inode = status.st_ino,
  };
}

/* The stamp of a script that was not understood is not kept, so it is read again. */
static gboolean
load_script (Fate *fate, GError **error) {
  Stamp stamp = take_stamp (fate->path);
  Script *script = script_load (fate->path, error);
  guint after_ms;

  if (script == NULL)
    return FALSE;
  g_clear_pointer (&fate->script, script_free);
  fate->script = script;
  fate->stamp = stamp;
  fate->pressed_us = script_get_button (script, &after_ms)
                         ? g_get_monotonic_time () + after_ms * 1000LL
                         : 0;
  return TRUE;
}

Fate *
fate_open (const char *folder, GError **error) {
  g_autoptr (Fate) fate = g_new0 (Fate, 1);
  g_autofree char *memory = g_build_filename (folder, MEMORY_NAME, NULL);

  fate->path = g_build_filename (folder, SCRIPT_NAME, NULL);
  if (!load_script (fate, error))
    return NULL;
  fate->slate = slate_load (script_has_memory (fate->script) ? memory : NULL);
  return g_steal_pointer (&fate);
}

void
fate_free (Fate *fate) {
  g_clear_pointer (&fate->script, script_free);
  g_clear_pointer (&fate->slate, slate_free);
  g_free (fate->path);
  g_free (fate);
}

gboolean
fate_refresh (Fate *fate, GError **error) {
  Stamp stamp = take_stamp (fate->path);

  return (stamp.changed_ns == fate->stamp.changed_ns
          && stamp.size_bytes == fate->stamp.size_bytes
          && stamp.inode == fate->stamp.inode)
         || load_script (fate, error);
}

const Script *
fate_get_script (const Fate *fate) {
  return fate->script;
}

const Mishap *
fate_next (const Fate *fate, Moment moment, guint sheet, Side side, guint *cursor) {
  const Mishap *mishap;

  do
    mishap = script_get_mishap (fate->script, moment, sheet, side, (*cursor)++);
  while (mishap != NULL && mishap->times > 0
         && slate_get_strikes (fate->slate, mishap->text) >= mishap->times);
  return mishap;
}

static void
save_slate (Fate *fate) {
  g_autoptr (GError) error = NULL;

  if (!slate_save (fate->slate, &error))
    g_printerr ("hopper: %s\n", error->message);
}

void
fate_count (Fate *fate, const Mishap *mishap) {
  if (mishap->times == 0)
    return;
  slate_add_strike (fate->slate, mishap->text);
  save_slate (fate);
}

int
fate_strike (const Mishap *mishap) {
  switch (mishap->kind) {
  case MISHAP_STATUS:
    return mishap->status;
  case MISHAP_HANG:
    for (;;)
      pause ();
  case MISHAP_CRASH:
    abort ();
  case MISHAP_EXIT:
    _exit (EXIT_FAILURE);
  case MISHAP_UNPLUG:
    return SANE_STATUS_IO_ERROR;
  case MISHAP_DOUBLE_FEED:
    return SANE_STATUS_JAMMED;
  case MISHAP_SHORT:
    return SANE_STATUS_EOF;
  case MISHAP_SILENT:
  case MISHAP_LONG:
  case MISHAP_DELAY:
  case MISHAP_LINE_DELAY:
  case MISHAP_PADDING:
  case MISHAP_LINES:
  case MISHAP_NO_LENGTH:
  case MISHAP_FUZZY:
  case MISHAP_SKEW:
  case MISHAP_SHIFT:
  case MISHAP_STREAK:
    return SANE_STATUS_GOOD;
  }
  g_assert_not_reached ();
}

gboolean
fate_take_press (Fate *fate) {
  if (fate->pressed_us == 0 || g_get_monotonic_time () < fate->pressed_us)
    return FALSE;
  fate->pressed_us = 0;
  return TRUE;
}

const char *
fate_get_fed (const Fate *fate, guint *image) {
  return slate_get_fed (fate->slate, image);
}

void
fate_set_fed (Fate *fate, const char *name, guint image) {
  if (!script_has_memory (fate->script))
    return;
  slate_set_fed (fate->slate, name, image);
  save_slate (fate);
}
