/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"

#include <gdk/gdk.h>

/* The page as a picture whose longer side is at most @side_px (0: as it is kept). Caller
 * owns. NULL without @error while there is none. */
GdkTexture *preview_load (KioskLeaf *leaf, guint side_px,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
