/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* The visit's page could not be recognised: which paper is it? */
#define UI_TYPE_SORT_SCREEN (ui_sort_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiSortScreen, ui_sort_screen, UI, SORT_SCREEN, UiScreen)
