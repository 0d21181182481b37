/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/stage.h"

/* Paper by paper onto the glass, as the procedure lists them. */
#define UI_TYPE_GUIDE_SCREEN (ui_guide_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiGuideScreen, ui_guide_screen, UI, GUIDE_SCREEN, UiStage)
