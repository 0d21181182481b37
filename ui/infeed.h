/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/visit.h"

/* Feeds the dossier at hand: one feeding at a time, on with what has stopped, and never while
 * something else holds the scanner.
 *
 * Signals: "changed": what is under way has changed; "failed" (GError): a fault of our own. */
#define UI_TYPE_INFEED (ui_infeed_get_type ())
G_DECLARE_FINAL_TYPE (UiInfeed, ui_infeed, UI, INFEED, GObject)

UiInfeed *ui_infeed_new (UiVisit *visit) G_GNUC_WARN_UNUSED_RESULT;

/* Another dossier; what still comes for the one before is not heard of. */
void ui_infeed_set_intake (UiInfeed *self, KioskIntake *intake);

gboolean ui_infeed_get_feeding (UiInfeed *self);

/* FALSE: no scanner was chosen yet. Nothing is done while something is under way. */
gboolean ui_infeed_start (UiInfeed *self, const KioskFeed *feed);
/* More at the end, or on with what has stopped; fronts first when the plan says so. */
gboolean ui_infeed_go_on (UiInfeed *self);
/* The pages are taken as kiosk_intake_get_offer() offers. */
gboolean ui_infeed_take_offer (UiInfeed *self);
void ui_infeed_stop (UiInfeed *self);

/* The resolution that the last feeding was refused for and could be had at; 0: none. */
guint ui_infeed_get_offer (UiInfeed *self);

/* While the screen is shown, the scanner in use is looked at. */
void ui_infeed_watch (UiInfeed *self, gboolean shown);
