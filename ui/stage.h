/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/scene.h"
#include "ui/screen.h"

/* A screen for a citizen: one half tells, with a picture and in large type; the other half
 * has what can be pressed. Side by side, or one above the other so that all controls are in
 * reach from a wheelchair. */
#define UI_TYPE_STAGE (ui_stage_get_type ())
G_DECLARE_DERIVABLE_TYPE (UiStage, ui_stage, UI, STAGE, UiScreen)

struct _UiStageClass {
  UiScreenClass parent_class;
};

/* Signal "told": there are other words than before. */

/* What the half that tells says. */
void ui_stage_tell (UiStage *self, UiSceneKind scene, const char *title,
                    const char *text);

/* What was read from papers, for headphones only; NULL: nothing. */
void ui_stage_set_private (UiStage *self, const char *text);

/* The other half, a vertical box to be filled; borrowed. */
GtkBox *ui_stage_get_controls (UiStage *self);

/* All controls in the lower half. */
void ui_stage_set_low (UiStage *self, gboolean low);

/* The controls want the whole width, as a keyboard does: they stand below at all times. */
void ui_stage_set_wide (UiStage *self, gboolean wide);

/* The machine is at work: nobody is idle meanwhile. */
void ui_stage_set_busy (UiStage *self, gboolean busy);
gboolean ui_stage_get_busy (UiStage *self);

/* What is said aloud on this screen; caller frees. */
char *ui_stage_script_dup (UiStage *self, gboolean with_private) G_GNUC_WARN_UNUSED_RESULT;
