/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* Which scanner? Each that there is with its state in a sentence and one thing to do. */
#define UI_TYPE_DEVICES_SCREEN (ui_devices_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiDevicesScreen, ui_devices_screen, UI, DEVICES_SCREEN, UiScreen)
