/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/choice.h"

/* The detection of two sheets drawn in at once, whatever the driver calls it. @device is an
 * open SANE handle. Returns whether the device has one that could be set. */
gboolean guard_set_double_feed (gpointer device, DoubleFeed action);
