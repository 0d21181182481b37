/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>
#include <sane/sane.h>

/* For tests of the hopper as any program has it, through libsane and its loader: a folder
 * of pages and the device that plays it. What goes wrong here fails the test. */

/* A sheet of A4 at 50 dpi. */
#define TRAY_WIDTH_PX  413
#define TRAY_HEIGHT_PX 585

typedef struct {
  char *pages;        /* the folder */
  char *device;       /* "hopper:" and it */
  SANE_Handle handle; /* or NULL */
} Tray;

/* Runs the tests that were added, with libsane loading the hopper; for main() to return. */
int tray_run (void);

/* For g_test_add. */
void tray_set_up (Tray *tray, gconstpointer data);
void tray_close (Tray *tray);
void tray_tear_down (Tray *tray, gconstpointer data);

/* As an editor saves it, but not synced. */
void tray_save_script (const Tray *tray, const char *script);

/* @count sheets of A4 at 50 dpi, each of one grey: 10 for the first, 20 for the second... */
void tray_lay_sheets (const Tray *tray, guint count);

/* Number of option @name; its descriptor, too. */
SANE_Int tray_find_option (const Tray *tray, const char *name,
                           const SANE_Option_Descriptor **descriptor);
SANE_Status tray_set_name (const Tray *tray, const char *name, const char *value,
                           SANE_Int *info);
SANE_Status tray_set_number (const Tray *tray, const char *name, SANE_Word *value,
                             SANE_Int *info);
gboolean tray_get_sensor (const Tray *tray, const char *name);
SANE_Status tray_open_status (Tray *tray);

/* At 50 dpi in grey from @source. */
void tray_open (Tray *tray, const char *source);

/* Reads what is left; the status that ended it. */
SANE_Status tray_read_rest (const Tray *tray, gsize *size, guint8 *last);

/* Starts and reads a side: its grey, or 0 with the @status. */
guint tray_scan_side (const Tray *tray, SANE_Status *status);

/* Scans until it ends: the greys, as "10 20", and what ended it. */
char *tray_scan_all (const Tray *tray, SANE_Status *status);
void tray_assert_scans (const Tray *tray, const char *greys, SANE_Status status);

/* Opens anew, scans, closes. */
void tray_assert_opened (Tray *tray, const char *source, const char *greys,
                         SANE_Status status);
