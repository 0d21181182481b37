/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/bench.h"
#include "kiosk/brief.h"
#include "kiosk/chronicle.h"

#include <gtk/gtk.h>

/* What is known of a dossier, beside its pages: values of the page that is shown, marks, what
 * has happened, proof. Signal "looked" (KioskValue): a value was picked. */
#define UI_TYPE_DOSSIER_SIDE (ui_dossier_side_get_type ())
G_DECLARE_FINAL_TYPE (UiDossierSide, ui_dossier_side, UI, DOSSIER_SIDE, GtkWidget)

void ui_dossier_side_set_leaf (UiDossierSide *self, KioskLeaf *leaf);
/* Mark; ChronicleLine; either may be NULL. */
void ui_dossier_side_set_marks (UiDossierSide *self, const GPtrArray *marks);
void ui_dossier_side_set_history (UiDossierSide *self, const GPtrArray *lines);
void ui_dossier_side_set_dossier (UiDossierSide *self, const Dossier *dossier);
