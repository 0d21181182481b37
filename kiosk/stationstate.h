/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"
#include "kiosk/attendance.h"
#include "kiosk/station.h"
#include "upload/store.h"

/* What commands may ask of a station beyond a screen; borrowed. */
const Settings *kiosk_station_get_settings (KioskStation *self);
Store *kiosk_station_get_store (KioskStation *self);
Attendance *kiosk_station_get_session (KioskStation *self);
