/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* One dossier of the queue: its pages and values, what has happened to it, and what a
 * supervisor does about it. */
#define UI_TYPE_DOSSIER_SCREEN (ui_dossier_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiDossierScreen, ui_dossier_screen, UI, DOSSIER_SCREEN, UiScreen)
