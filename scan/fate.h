/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/script.h"

/* What is to go wrong with the stack of one folder: its script, and how much of it has
 * struck already. */
typedef struct Fate Fate;

/* FAULT_CONFIG when the script is not understood. */
Fate *fate_open (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fate_free (Fate *fate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fate, fate_free)

/* Reads the script again if it was saved since; what was got from it before is gone then.
 * FAULT_CONFIG as long as it is not understood. */
gboolean fate_refresh (Fate *fate, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Borrowed. */
const Script *fate_get_script (const Fate *fate);

/* The next mishap for @moment of @side of @sheet that still has to strike; NULL when there
 * are no more. @cursor is 0 at first and leads on, also past what has struck. Borrowed. */
const Mishap *fate_next (const Fate *fate, Moment moment, guint sheet, Side side,
                         guint *cursor);

/* To be called before it strikes. It then counts, also for those who open the folder
 * later. */
void fate_count (Fate *fate, const Mishap *mishap);

/* Does what it says, which may be the end of the process. Else a SANE_Status. */
int fate_strike (const Mishap *mishap);

/* TRUE once for each time that the script presses the button. */
gboolean fate_take_press (Fate *fate);

/* The last image that was fed before, or NULL. */
const char *fate_get_fed (const Fate *fate, guint *image);

/* Remembers it, if the script wants that. @name NULL: the stack is as at the beginning. */
void fate_set_fed (Fate *fate, const char *name, guint image);
