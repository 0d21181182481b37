/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/stage.h"

/* What was read, in large type; what could not be read is asked for. */
#define UI_TYPE_ANSWER_SCREEN (ui_answer_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiAnswerScreen, ui_answer_screen, UI, ANSWER_SCREEN, UiStage)
