/* SPDX-License-Identifier: Apache-2.0 */

/* A desk is a station's id in the settings. A dossier is first gone on with and only then no
 * longer parked, so that a fault in between leaves it parked. */

#include "kiosk/parking.h"

#include "config/fault.h"
#include "config/limits.h"
#include "kiosk/stationstate.h"

static const char *
get_desk (KioskStation *station) {
  return kiosk_station_get_settings (station)->station_id;
}

static gboolean
permit (KioskStation *station, const char *id, GError **error) {
  return attendance_permit (kiosk_station_get_session (station), KIOSK_ACT_PARK, id,
                            error);
}

static gboolean
check_room (KioskStation *station, KioskIntake *intake, GError **error) {
  g_autoptr (GPtrArray) parked
      = parked_get (kiosk_station_get_store (station), get_desk (station), error);

  if (parked == NULL)
    return FALSE;
  if (parked->len >= LIMIT_PARKED)
    g_set_error (error, FAULT, FAULT_USAGE,
                 "Bàn này đã tạm cất %u hồ sơ. Hãy mở lại một hồ sơ trước.",
                 LIMIT_PARKED);
  else if (kiosk_intake_get_scanning (intake) || kiosk_intake_get_sealed (intake))
    g_set_error_literal (error, FAULT, FAULT_USAGE,
                         "Hồ sơ đang quét hoặc đã niêm phong; chưa thể tạm cất.");
  else
    return TRUE;
  return FALSE;
}

gboolean
kiosk_parking_add (KioskStation *station, KioskIntake *intake, const char *step,
                   GError **error) {
  const char *id = kiosk_intake_get_id (intake);

  return permit (station, id, error) && check_room (station, intake, error)
         && parked_add (kiosk_station_get_store (station), get_desk (station), id, step,
                        error);
}

GPtrArray *
kiosk_parking_get (KioskStation *station, GError **error) {
  return permit (station, NULL, error)
             ? parked_get (kiosk_station_get_store (station), get_desk (station), error)
             : NULL;
}

KioskIntake *
kiosk_parking_take (KioskStation *station, const char *id, guint preview_px, char **step,
                    gboolean *same, GError **error) {
  g_autoptr (KioskIntake) intake = NULL;

  if (!permit (station, id, error))
    return NULL;
  intake = kiosk_station_resume (station, id, preview_px, error);
  if (intake == NULL
      || !parked_take (kiosk_station_get_store (station), get_desk (station),
                       kiosk_intake_get_id (intake), step, same, error))
    return NULL;
  return g_steal_pointer (&intake);
}
