/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* Step 2: papers become pages. */
#define UI_TYPE_SCAN_SCREEN (ui_scan_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiScanScreen, ui_scan_screen, UI, SCAN_SCREEN, UiScreen)
