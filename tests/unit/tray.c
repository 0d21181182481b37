/* SPDX-License-Identifier: Apache-2.0 */

#include "tests/unit/tray.h"

#include "batch.h"

#include "config/layout.h"

#include <glib/gstdio.h>
#include <leptonica/allheaders.h>

#include <stdio.h>
#include <string.h>

void
tray_set_up (Tray *tray, gconstpointer data) {
  tray->pages = batch_new_folder ();
  tray->device = g_strconcat ("hopper:", tray->pages, NULL);
}

void
tray_close (Tray *tray) {
  g_clear_pointer (&tray->handle, sane_close);
}

void
tray_tear_down (Tray *tray, gconstpointer data) {
  tray_close (tray);
  batch_drop_folder (tray->pages);
  g_free (tray->device);
}

/* As an editor saves it, but not synced. */
void
tray_save_script (const Tray *tray, const char *script) {
  g_autofree char *path = g_build_filename (tray->pages, "hopper.conf", NULL);
  g_autofree char *part = g_strconcat (path, "~", NULL);
  FILE *file = g_fopen (part, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (script, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
  g_assert_cmpint (g_rename (part, path), ==, 0);
}

/* @count sheets of A4 at 50 dpi, each of one grey: 10 for the first, 20 for the second... */
void
tray_lay_sheets (const Tray *tray, guint count) {
  for (guint i = 1; i <= count; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03u.png", tray->pages, i);
    PIX *pix = pixCreate (TRAY_WIDTH_PX, TRAY_HEIGHT_PX, 8);

    pixSetAllGray (pix, (int) i * 10);
    pixSetResolution (pix, 50, 50);
    g_assert_cmpint (pixWrite (path, pix, IFF_PNG), ==, 0);
    pixDestroy (&pix);
  }
}

/* Number of option @name; its descriptor, too. */
SANE_Int
tray_find_option (const Tray *tray, const char *name,
                  const SANE_Option_Descriptor **descriptor) {
  for (SANE_Int i = 1; (*descriptor = sane_get_option_descriptor (tray->handle, i));
       i++) {
    if (g_strcmp0 ((*descriptor)->name, name) == 0)
      return i;
  }
  g_error ("there is no option %s", name);
}

SANE_Status
tray_set_name (const Tray *tray, const char *name, const char *value, SANE_Int *info) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Int option = tray_find_option (tray, name, &descriptor);
  char text[256] = "";

  g_strlcpy (text, value, sizeof text);
  return sane_control_option (tray->handle, option, SANE_ACTION_SET_VALUE, text, info);
}

SANE_Status
tray_set_number (const Tray *tray, const char *name, SANE_Word *value, SANE_Int *info) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Int option = tray_find_option (tray, name, &descriptor);

  return sane_control_option (tray->handle, option, SANE_ACTION_SET_VALUE, value, info);
}

gboolean
tray_get_sensor (const Tray *tray, const char *name) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Int option = tray_find_option (tray, name, &descriptor);
  SANE_Word value = -1;

  g_assert_cmpint (
      sane_control_option (tray->handle, option, SANE_ACTION_GET_VALUE, &value, NULL), ==,
      SANE_STATUS_GOOD);
  return value == SANE_TRUE;
}

SANE_Status
tray_open_status (Tray *tray) {
  return sane_open (tray->device, &tray->handle);
}

/* At 50 dpi in grey from @source. */
void
tray_open (Tray *tray, const char *source) {
  SANE_Word res_dpi = 50;

  g_assert_cmpint (tray_open_status (tray), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (tray_set_name (tray, "source", source, NULL), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (tray_set_name (tray, "mode", "Gray", NULL), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (tray_set_number (tray, "resolution", &res_dpi, NULL), ==,
                   SANE_STATUS_GOOD);
}

/* Reads what is left; the status that ended it. */
SANE_Status
tray_read_rest (const Tray *tray, gsize *size, guint8 *last) {
  guint8 block[10007];
  SANE_Status status;
  SANE_Int got;

  *size = 0;
  while ((status = sane_read (tray->handle, block, sizeof block, &got))
         == SANE_STATUS_GOOD) {
    g_assert_cmpint (got, >=, 0);
    *size += (gsize) got;
    if (got > 0)
      *last = block[got - 1];
  }
  return status;
}

/* Starts and reads a side: its grey, or 0 with the @status. */
guint
tray_scan_side (const Tray *tray, SANE_Status *status) {
  guint8 grey = 0;
  gsize size = 0;

  *status = sane_start (tray->handle);
  if (*status != SANE_STATUS_GOOD)
    return 0;
  *status = tray_read_rest (tray, &size, &grey);
  return *status == SANE_STATUS_EOF && size == TRAY_WIDTH_PX * TRAY_HEIGHT_PX ? grey : 0;
}

/* Scans until it ends: the greys, as "10 20", and what ended it. */
char *
tray_scan_all (const Tray *tray, SANE_Status *status) {
  GString *greys = g_string_new (NULL);
  guint grey;

  while ((grey = tray_scan_side (tray, status)) > 0)
    g_string_append_printf (greys, "%s%u", greys->len > 0 ? " " : "", grey);
  return g_string_free (greys, FALSE);
}

void
tray_assert_scans (const Tray *tray, const char *greys, SANE_Status status) {
  SANE_Status got = SANE_STATUS_GOOD;
  g_autofree char *all = tray_scan_all (tray, &got);

  g_assert_cmpstr (all, ==, greys);
  g_assert_cmpstr (sane_strstatus (got), ==, sane_strstatus (status));
}

/* Opens anew, scans, closes. */
void
tray_assert_opened (Tray *tray, const char *source, const char *greys,
                    SANE_Status status) {
  tray_close (tray);
  tray_open (tray, source);
  tray_assert_scans (tray, greys, status);
  tray_close (tray);
}

static char *
load_hopper (void) {
  char *folder = batch_new_folder ();
  g_autofree char *dll = g_build_filename (folder, "dll.conf", NULL);
  g_autofree char *backend = layout_hopper_dup ();

  g_assert_true (g_file_set_contents (dll, "hopper\n", -1, NULL));
  g_setenv ("SANE_CONFIG_DIR", folder, TRUE);
  g_setenv ("LD_LIBRARY_PATH", backend, TRUE);
  g_assert_cmpint (sane_init (NULL, NULL), ==, SANE_STATUS_GOOD);
  return folder;
}

int
tray_run (void) {
  char *folder;
  int result;

  setMsgSeverity (L_SEVERITY_NONE);
  folder = load_hopper ();
  result = g_test_run ();
  sane_exit ();
  batch_drop_folder (folder);
  return result;
}
