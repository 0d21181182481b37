/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/stage.h"

/* What is done with the papers, in plain words; without a yes nothing is scanned. */
#define UI_TYPE_CONSENT_SCREEN (ui_consent_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiConsentScreen, ui_consent_screen, UI, CONSENT_SCREEN, UiStage)
