/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/courier.h"

/* The messages of the six-step interface. All callers free; the same dossier always gives
 * the same text. @filed are its papers in order. */

/* B4: the dossier under @number. */
char *sixstepform_create (const Attempt *attempt, const char *number, const char *unit,
                          const GPtrArray *filed) G_GNUC_WARN_UNUSED_RESULT;

/* B5: a list of the one step that a kiosk takes. @unit_name may be NULL. */
char *sixstepform_progress (const Attempt *attempt, const char *number, const char *unit,
                            const char *unit_name) G_GNUC_WARN_UNUSED_RESULT;

/* B6: received. */
char *sixstepform_status (const Attempt *attempt, const char *number,
                          const char *unit_name) G_GNUC_WARN_UNUSED_RESULT;
