/* SPDX-License-Identifier: Apache-2.0 */

/* Every status of SANE has its verdict here, and every message says what to do now. The
 * messages are English and for logs, scripts and technicians; a screen shows its own by the
 * outcome. */

#include "scan/verdict.h"

#include "config/fault.h"

#include <sane/sane.h>

static ScannerStep
refuse (GError **error, FaultCode code, const char *message) {
  g_set_error_literal (error, FAULT, (int) code, message);
  return SCANNER_FAULT;
}

static ScannerStep
judge_fault (SANE_Status status, GError **error) {
  switch (status) {
  case SANE_STATUS_DEVICE_BUSY:
    return refuse (
        error, FAULT_DEVICE,
        "The scanner is in use by another program. Close that program, or wait, "
        "and try again.");
  case SANE_STATUS_ACCESS_DENIED:
    return refuse (
        error, FAULT_DEVICE,
        "This account may not use the scanner. Ask the administrator to add it "
        "to the group \"scanner\".");
  case SANE_STATUS_IO_ERROR:
    return refuse (
        error, FAULT_DEVICE,
        "The scanner does not answer. Check that it is switched on and its cable "
        "is plugged in, then try again.");
  case SANE_STATUS_NO_MEM:
    return refuse (error, FAULT_DEVICE,
                   "The scanner has too little memory. Choose a lower resolution.");
  case SANE_STATUS_INVAL:
  case SANE_STATUS_UNSUPPORTED:
    return refuse (
        error, FAULT_CONFIG,
        "The scanner does not accept these settings, or is not there under this "
        "name. Look at the list of scanners.");
  case SANE_STATUS_EOF:
  case SANE_STATUS_GOOD:
  case SANE_STATUS_CANCELLED:
  case SANE_STATUS_JAMMED:
  case SANE_STATUS_NO_DOCS:
  case SANE_STATUS_COVER_OPEN:
    break;
  }
  return refuse (error, FAULT_DEVICE,
                 "The scanner stopped without saying why. Switch it off and on, then try "
                 "again.");
}

ScannerStep
verdict_parse (int status, GError **error) {
  if (status == SANE_STATUS_GOOD)
    return SCANNER_READY;
  if (status == SANE_STATUS_CANCELLED)
    return SCANNER_CANCELLED;
  if (status == SANE_STATUS_NO_DOCS)
    return SCANNER_NO_PAPER;
  if (status == SANE_STATUS_JAMMED)
    return SCANNER_JAM;
  if (status == SANE_STATUS_COVER_OPEN)
    return SCANNER_COVER;
  return judge_fault ((SANE_Status) status, error);
}

ScannerStep
verdict_set_incomplete (GError **error) {
  return refuse (error, FAULT_IMAGE,
                 "The page came incomplete from the scanner. Scan this sheet again.");
}

ScannerStep
verdict_set_refused (GError **error, const char *message) {
  return refuse (error, FAULT_IMAGE, message);
}
