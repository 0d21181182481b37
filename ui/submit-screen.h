/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* Step 4: seal, send, receipt. */
#define UI_TYPE_SUBMIT_SCREEN (ui_submit_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiSubmitScreen, ui_submit_screen, UI, SUBMIT_SCREEN, UiScreen)
