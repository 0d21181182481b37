/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/choice.h"
#include "scan/extent.h"
#include "scan/pulse.h"

/* One scanner, through SANE. A process opens one in its life and loads its driver only.
 * Calls block for as long as the driver likes: who must not wait runs them in a process
 * that can be killed. */
typedef struct Scanner Scanner;

typedef struct {
  const char *device; /* "DRIVER:DEVICE" */
  Source source;
  Mode mode;
  guint res_dpi;
  Extent extent;
  DoubleFeed double_feed;
} ScannerChoice;

/* What the paper and the machine did. */
typedef enum {
  SCANNER_READY,    /* a page is under the lamp, a line was read */
  SCANNER_PAGE_END, /* the page is over and was complete */
  SCANNER_NO_PAPER,
  SCANNER_JAM,
  SCANNER_COVER,
  SCANNER_DOUBLE_FEED,
  SCANNER_CANCELLED,
  SCANNER_FAULT, /* @error is set */
} ScannerStep;

/* Loads the driver, opens the device and sets the choice as near as the scanner can.
 * @pulse is borrowed and beats from now on. FAULT_IMAGE: a resolution at which no page of
 * that extent may be taken; FAULT_USAGE: no device name; FAULT_CONFIG: this scanner has no
 * such source or mode; FAULT_DEVICE: absent, busy, not permitted, broken. Messages are for
 * a person. */
Scanner *scanner_open (const ScannerChoice *choice, Pulse *pulse,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the batch and frees @scanner. May hang like any call of a driver. */
void scanner_close (Scanner *scanner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scanner, scanner_close)

/* Where the paper comes from, never SOURCE_ANY or SOURCE_AUTO. It may change from feeder to
 * flatbed with the first page, if that was asked for. */
Source scanner_get_source (const Scanner *scanner);

/* What was set otherwise than asked, one English sentence each; caller frees. */
char **scanner_dup_notices (const Scanner *scanner) G_GNUC_WARN_UNUSED_RESULT;

/* Waits for the next press of the scanner's button: READY, CANCELLED, or FAULT when it has
 * none (FAULT_CONFIG). */
ScannerStep scanner_wait_button (Scanner *scanner,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks for the next page; may feed a sheet. READY: @frame is the shape of its lines. */
ScannerStep scanner_start (Scanner *scanner, Frame *frame,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the next line, frame_get_line_bytes of it, or PAGE_END. A page that ends early,
 * late or within a line is FAULT_IMAGE: it is never completed with grey. */
ScannerStep scanner_read (Scanner *scanner, guint8 *line,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stops the scan, from any thread and at any time between open and close: the call under
 * way and all later ones answer SCANNER_CANCELLED as soon as the driver returns. */
void scanner_cancel (Scanner *scanner);
