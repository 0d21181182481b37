/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/stage.h"

/* Handing in, the code to keep, and the papers that must not be left behind. */
#define UI_TYPE_FAREWELL_SCREEN (ui_farewell_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiFarewellScreen, ui_farewell_screen, UI, FAREWELL_SCREEN, UiStage)
