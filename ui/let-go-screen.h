/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* The visit's page cannot be read: why is it let go? */
#define UI_TYPE_LET_GO_SCREEN (ui_let_go_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiLetGoScreen, ui_let_go_screen, UI, LET_GO_SCREEN, UiScreen)
