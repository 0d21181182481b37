/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/reading.h"

/* The page as @preview (image_preview()) shows it, with a frame around each value of
 * @reading: green for a sure one, orange for one that a person should look at; its name
 * stands above it. PNG; FAULT_TEMPORARY without memory. */
GBytes *overlay_draw (GBytes *preview, const Reading *reading,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
