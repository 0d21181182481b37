/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* Step 1: which procedure? */
#define UI_TYPE_CHOOSE_SCREEN (ui_choose_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiChooseScreen, ui_choose_screen, UI, CHOOSE_SCREEN, UiScreen)
