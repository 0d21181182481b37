/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/bench.h"
#include "kiosk/leaf.h"

/* Between a mark's box, in pixels of the upright page, and a place on a screen, in parts of the
 * page's width and height, 0 to 1. */

/* A mark on @leaf of dossier @id; all of the page where it was never read. Caller owns. */
Mark *markplace_new_mark (KioskStation *station, const char *id, KioskLeaf *leaf,
                          double left, double top, double right, double bottom,
                          const char *reason) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE: the mark is on all of the page, or of the dossier. */
gboolean markplace_find (KioskStation *station, const char *id, const Mark *mark,
                         double *left, double *top, double *right, double *bottom);
