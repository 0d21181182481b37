/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "kiosk/brief.h"
#include "kiosk/plight.h"
#include "upload/overview.h"

/* What only the queue may do with a brief; screens include kiosk/brief.h. */
KioskBrief *kiosk_brief_new (const OverviewRow *row, const Catalogue *catalogue,
                             PlightLanguage language,
                             guint alarm_after_s) G_GNUC_WARN_UNUSED_RESULT;

/* The row has changed, or time has passed: TRUE when it is another in anything but age, and
 * what needs the key is to be asked for again. */
gboolean kiosk_brief_update (KioskBrief *self, const OverviewRow *row, gint64 now);

/* What needs the key. */
void kiosk_brief_fill (KioskBrief *self, const Dossier *dossier);
gboolean kiosk_brief_is_filled (KioskBrief *self);

/* The same of a row, for who counts. */
gint64 overview_row_get_since (const OverviewRow *row);
gboolean overview_row_is_late (const OverviewRow *row, gint64 now, guint alarm_after_s);
gboolean overview_row_is_stuck (const OverviewRow *row);

/* Station in a code such as TAM-0293-01-261124-0001; interned, "" when there is none. */
const char *brief_find_office (const char *code);
