/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

/* What a person has corrected on this screen, newest last, so that it can be taken back. */
typedef struct Corrections Corrections;

Corrections *corrections_new (void) G_GNUC_WARN_UNUSED_RESULT;
void corrections_free (Corrections *corrections);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Corrections, corrections_free)

void corrections_clear (Corrections *corrections);

/* Corrects through @intake and remembers what @value said. */
gboolean corrections_save (Corrections *corrections, KioskIntake *intake, KioskLeaf *leaf,
                           KioskValue *value, const char *text,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Label of the value that the next undo is about, borrowed; NULL: nothing to undo. */
const char *corrections_get_label (Corrections *corrections);

/* Takes the newest back; @leaf and @value, owned by the caller, say where that was. */
gboolean corrections_undo (Corrections *corrections, KioskIntake *intake,
                           KioskLeaf **leaf, KioskValue **value,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
