/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/queue.h"

#include <gtk/gtk.h>

/* What the list can be narrowed to, each with how many there are: a table of age by state,
 * then ages, procedures and offices. Signal "sifted": a person has chosen otherwise. */
#define UI_TYPE_QUEUE_SIDE (ui_queue_side_get_type ())
G_DECLARE_FINAL_TYPE (UiQueueSide, ui_queue_side, UI, QUEUE_SIDE, GtkWidget)

/* Shows the figures of @queue as they are. */
void ui_queue_side_update (UiQueueSide *self, KioskQueue *queue);

/* Adds what was chosen to @sieve; its strings stay the widget's. TRUE: anything was. */
gboolean ui_queue_side_get_sieve (UiQueueSide *self, KioskSieve *sieve);

/* Nothing is chosen any more; no signal. */
void ui_queue_side_clear (UiQueueSide *self);
