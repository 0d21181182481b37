/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* Who is at the desk: a name and a PIN. */
#define UI_TYPE_SIGN_IN_SCREEN (ui_sign_in_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiSignInScreen, ui_sign_in_screen, UI, SIGN_IN_SCREEN, UiScreen)
