/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* What the keys do; and how the screens look: theme, and size of type. */
#define UI_TYPE_KEYS_SCREEN (ui_keys_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiKeysScreen, ui_keys_screen, UI, KEYS_SCREEN, UiScreen)
