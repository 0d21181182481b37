/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/screen.h"

/* Step 3: each value beside its place on the page. */
#define UI_TYPE_REVIEW_SCREEN (ui_review_screen_get_type ())
G_DECLARE_FINAL_TYPE (UiReviewScreen, ui_review_screen, UI, REVIEW_SCREEN, UiScreen)
