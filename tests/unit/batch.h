/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/report.h"

#include <sys/types.h>

/* A run of motcua-scan, as the kiosk sees it. */
typedef struct {
  GPtrArray *pages; /* of Report, in the order in which they came */
  Report *end;      /* NULL: no end line came */
  int exit_status;  /* or minus the signal that killed it */
  glong peak_kib;   /* of memory */
  gint64 took_us;

  pid_t pid;
  int fd;
  GString *pending;
  gint64 started_us;
} Batch;

/* Full path of the program; caller frees. */
char *batch_dup_program (void);

/* Starts it with @arguments (after the program's name, NULL-terminated). @setup runs in
 * the child, or NULL. */
Batch *batch_start (const char *const *arguments, GSpawnChildSetupFunc setup);

/* Waits for the next line and takes it; FALSE at the end of the report. */
gboolean batch_read (Batch *batch);

/* Reads what is left and waits for the end of the process. */
void batch_wait (Batch *batch);

/* batch_start and batch_wait of `--device DEVICE --out FOLDER` and more, NULL-terminated; again
 * when Debian's `test` has locked itself out, which must have been told as a failure. */
Batch *batch_run (const char *device, const char *folder, ...) G_GNUC_NULL_TERMINATED;

void batch_free (Batch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

/* Asserts how it ended, with how many pages, each of them durable and as reported. */
void batch_assert (const Batch *batch, const char *folder, ReportOutcome outcome,
                   guint pages);

/* A new empty folder, which batch_drop_folder removes and frees. */
char *batch_new_folder (void);
void batch_drop_folder (char *folder);

/* Draws page @number of @width_px x @height_px with @depth bits, different for each
 * number, and saves it in @folder as "NUMBER.EXTENSION" (png, jpg, tif). */
void batch_draw_page (const char *folder, guint number, guint width_px, guint height_px,
                      guint depth, guint res_dpi, const char *extension);

/* @count A4 pages of 50 dpi in grey, 001.png and on. */
void batch_draw_stack (const char *folder, guint count);

/* Asserts that the page file @number of @folder has the pixels of the image @path. */
void batch_assert_same (const char *folder, guint number, const char *path);
