/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intakestate.h"

/* Closing a dossier: what it lacks, and sealing it into the queue. Works on the store
 * alone, so any thread may call it. */

/* Sentence for people naming what the dossier lacks; NULL when nothing. Caller frees. */
char *closing_find_missing (const KioskDesk *desk, const char *id,
                            const Procedure *procedure) G_GNUC_WARN_UNUSED_RESULT;

/* The procedure's list against what is there (KioskCheck); caller owns. */
GArray *closing_get_checks (const KioskDesk *desk, const char *id,
                            const Procedure *procedure) G_GNUC_WARN_UNUSED_RESULT;

/* Seals the dossier's papers and queues it. FAULT_USAGE with a sentence for people while
 * something is missing, FAULT_IMAGE while a page has not been read, the signer's fault
 * while papers are to be signed and cannot be. */
gboolean closing_seal (const KioskDesk *desk, const char *id, const Procedure *procedure,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
