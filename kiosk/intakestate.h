/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/calendar.h"
#include "config/settings.h"
#include "kiosk/intake.h"
#include "kiosk/reader.h"
#include "kiosk/attendance.h"
#include "upload/store.h"

/* What an intake uses of its station, all borrowed. */
typedef struct {
  const Settings *settings;
  const Catalogue *catalogue;
  const Calendar *calendar;
  Store *store;
  ReaderPool *readers;
  Attendance *session; /* who may do what; for the main context */
  const char *device; /* or NULL */
} KioskDesk;

/* Goes on with @dossier, which is OPEN; pages that are not read yet go to the readers at
 * once. @keeper owns what @desk borrows and is kept alive. */
KioskIntake *kiosk_intake_new (const KioskDesk *desk, GObject *keeper,
                               const Dossier *dossier, const Procedure *procedure,
                               guint preview_px,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
