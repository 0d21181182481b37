/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/stage.h"

/* What a citizen came for: a few large cards. */
#define UI_TYPE_SERVICE_SCREEN (ui_service_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiServiceScreen, ui_service_screen, UI, SERVICE_SCREEN, UiStage)
