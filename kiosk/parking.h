/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"
#include "upload/parked.h"

/* Laying a dossier aside at this desk, at any step, and going on with it later as it was,
 * whoever sits here then: LIMIT_PARKED at a time. Asks the session first. */

/* Parks the dossier of @intake, which the caller then drops. @step: where the screen is, for
 * kiosk_parking_take() to give back. FAULT_USAGE (sentence for people) when the desk has as
 * many as it may, or while a sheet is being fed or the dossier sealed. */
gboolean kiosk_parking_add (KioskStation *station, KioskIntake *intake, const char *step,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those of this desk (Parked, owned by the array), oldest first. */
GPtrArray *kiosk_parking_get (KioskStation *station,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Goes on with dossier @id, parked here. *@step: where the screen was (caller frees);
 * *@same: nobody has changed the dossier meanwhile. Caller owns the intake. */
KioskIntake *kiosk_parking_take (KioskStation *station, const char *id, guint preview_px,
                                 char **step, gboolean *same,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
