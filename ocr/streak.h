/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/glimpse.h"

/* Streaks of dust on the glass of a feeder: dark lines of a pixel or two along the way of
 * the sheet, from edge to edge. Millimetres from the left (double), caller owns. */
GArray *streak_find (const Glimpse *glimpse) G_GNUC_WARN_UNUSED_RESULT;
