/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"
#include "kiosk/value.h"

/* Values of a dossier that a person should look at. @leaves: KioskLeaf. */
guint doubts_count (GListModel *leaves);

/* The doubtful value that follows @value on page @leaf, in the order of pages and values,
 * from the end on again from the start; @leaf and @value may be NULL. @next_leaf and
 * @next_value are owned by the caller. FALSE: there is none. */
gboolean doubts_find_next (GListModel *leaves, KioskLeaf *leaf, KioskValue *value,
                           KioskLeaf **next_leaf, KioskValue **next_value);
