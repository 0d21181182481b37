/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* The visit's page beside the earlier one that it looks like: is it the same sheet, fed
 * twice? */
#define UI_TYPE_PAIR_SCREEN (ui_pair_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiPairScreen, ui_pair_screen, UI, PAIR_SCREEN, UiScreen)
