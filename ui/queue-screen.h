/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* The supervisor's page: what needs a person, what waits, and each dossier of it. */
#define UI_TYPE_QUEUE_SCREEN (ui_queue_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiQueueScreen, ui_queue_screen, UI, QUEUE_SCREEN, UiScreen)
