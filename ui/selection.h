/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"

/* Pages that a person has chosen, for one act on all of them. What leaves the dossier leaves
 * the selection. Signal "changed". */
#define UI_TYPE_SELECTION (ui_selection_get_type ())
G_DECLARE_FINAL_TYPE (UiSelection, ui_selection, UI, SELECTION, GObject)

typedef enum {
  CHOICE_NONE,
  CHOICE_ALL,
  CHOICE_ODD, /* places 1, 3, 5: the fronts of sheets */
  CHOICE_EVEN,
} Choice;

UiSelection *ui_selection_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* @leaves (KioskLeaf) from now on, none of them chosen; NULL: no pages. */
void ui_selection_set_leaves (UiSelection *self, GListModel *leaves);

void ui_selection_choose (UiSelection *self, Choice choice);
void ui_selection_toggle (UiSelection *self, KioskLeaf *leaf);
/* All from the one that was toggled last to @leaf. */
void ui_selection_reach (UiSelection *self, KioskLeaf *leaf);

gboolean ui_selection_has (UiSelection *self, KioskLeaf *leaf);
guint ui_selection_count (UiSelection *self);

/* The chosen pages (KioskLeaf, owned by the array) in the order of the dossier; @leaf alone,
 * which may be NULL, while none is chosen. Caller frees. */
GPtrArray *ui_selection_list (UiSelection *self,
                              KioskLeaf *leaf) G_GNUC_WARN_UNUSED_RESULT;
