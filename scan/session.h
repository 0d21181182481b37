/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/feeder.h"
#include "scan/scanner.h"

/* One batch of motcua-scan, from the start of the process to its end line. */
typedef struct {
  ScannerChoice choice;
  const char *folder; /* made when absent */
  Vault *vault;       /* of the folder, see feeder.h; or NULL */
  guint first;
  guint first_sheet; /* 0: counted on from @first */
  Turn back_turn;
  guint stall_ms;
  gboolean is_telling; /* progress lines, too */
  gboolean is_waiting; /* for the scanner's button, before the first sheet */
} SessionJob;

/* Standard output from now on: its private descriptor. What drivers print goes to standard
 * error instead. */
int session_claim_report (void);

/* Runs @job, writes its report to @report_fd and ends the process, whatever the driver
 * does. */
G_NORETURN void session_run (const SessionJob *job, int report_fd);

/* One line, whole or with a complaint. */
gboolean session_write_line (int fd, const char *text);
