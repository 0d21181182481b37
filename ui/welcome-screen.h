/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/stage.h"

/* The machine while nobody is there: what it is for, that it is free, and which language. */
#define UI_TYPE_WELCOME_SCREEN (ui_welcome_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiWelcomeScreen, ui_welcome_screen, UI, WELCOME_SCREEN, UiStage)
