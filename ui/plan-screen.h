/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* How the next sheets are scanned: as which paper, and in one pass or two. */
#define UI_TYPE_PLAN_SCREEN (ui_plan_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiPlanScreen, ui_plan_screen, UI, PLAN_SCREEN, UiScreen)
