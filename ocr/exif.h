/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* How a camera held the picture: the orientation tag (1..8, Exif 2.3, 4.6.4) of the JPEG
 * in @bytes; 1, upright, when there is none or it makes no sense. Nothing else of a
 * camera's notes is looked at. */
guint exif_find_orientation (const guint8 *bytes, gsize size_bytes);
