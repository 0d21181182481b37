/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"

/* Looks for scanners again and again, as long as a screen shows them: one that goes away or
 * comes back is noticed. Signal "changed": a look has begun or ended. */
#define UI_TYPE_LOOKOUT (ui_lookout_get_type ())
G_DECLARE_FINAL_TYPE (UiLookout, ui_lookout, UI, LOOKOUT, GObject)

typedef enum {
  LOOKOUT_NONE,
  LOOKOUT_IN_USE, /* at the scanner in use, now and then */
  LOOKOUT_ALL,    /* for all that there are, often */
} LookoutScope;

UiLookout *ui_lookout_new (KioskStation *station);

/* What to look for from now on; another scope than before is looked for at once. */
void ui_lookout_set_scope (UiLookout *self, LookoutScope scope);
/* Once more, now. */
void ui_lookout_look (UiLookout *self);

/* A look is under way, and may hold a scanner open. */
gboolean ui_lookout_get_looking (UiLookout *self);

/* What the last look for all found (KioskScanner, owned by the lookout); NULL: none has
 * ended, or it failed. */
GPtrArray *ui_lookout_get_scanners (UiLookout *self);
/* The scanner in use as it was seen last; NULL: not seen yet. */
const KioskScanner *ui_lookout_get_in_use (UiLookout *self);
