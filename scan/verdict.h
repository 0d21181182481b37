/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/scanner.h"

/* What a driver's answer (a SANE_Status) means to whoever scans. SCANNER_FAULT: @error is
 * set, in words for a person. */
ScannerStep verdict_parse (int status, GError **error);

/* The verdict on a page of which bytes are missing, or which has more than announced. */
ScannerStep verdict_set_incomplete (GError **error);

/* The verdict on a page that must not be taken, for the reason @message. */
ScannerStep verdict_set_refused (GError **error, const char *message);
