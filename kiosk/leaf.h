/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

/* One scanned side of a sheet, as the screen shows it. */
#define KIOSK_TYPE_LEAF (kiosk_leaf_get_type ())
G_DECLARE_FINAL_TYPE (KioskLeaf, kiosk_leaf, KIOSK, LEAF, GObject)

typedef enum {
  KIOSK_LEAF_SCANNED, /* safe on disk, waiting for the reader */
  KIOSK_LEAF_READ,
  KIOSK_LEAF_BLANK,
  KIOSK_LEAF_FAILED, /* unreadable; the page itself is kept */
} KioskLeafState;

/* Properties, all notifying and read-only:
 *   "state"      int, a KioskLeafState
 *   "type-label" string: which paper it is, for people; "" when unknown
 *   "doubts"     uint: values a person should look at
 *   "place"      uint: where the page stands in the dossier, 1..; what people call it by
 *   "twin"       uint: number of an earlier page that looks like the same sheet; 0: none,
 *                or a person has said that it is another
 *   "let-go"     boolean: it cannot be read, and a person lets it go
 */
guint kiosk_leaf_get_number (KioskLeaf *self); /* its name for good */
guint kiosk_leaf_get_place (KioskLeaf *self);
guint kiosk_leaf_get_twin (KioskLeaf *self);
gboolean kiosk_leaf_get_let_go (KioskLeaf *self);
KioskLeafState kiosk_leaf_get_state (KioskLeaf *self);
const char *kiosk_leaf_get_type_key (KioskLeaf *self); /* key of paper_types or NULL */
const char *kiosk_leaf_get_type_label (KioskLeaf *self);
/* A person has said that it goes on with the paper before it. */
gboolean kiosk_leaf_get_continues (KioskLeaf *self);
guint kiosk_leaf_get_doubts (KioskLeaf *self);

/* Why the page should be scanned again while the citizen is still there. */
typedef enum {
  KIOSK_DEFECT_NONE,
  KIOSK_DEFECT_BLUR,
  KIOSK_DEFECT_DARK,
  KIOSK_DEFECT_CUT,    /* writing runs off at an edge */
  KIOSK_DEFECT_CORNER, /* a corner is folded over */
  KIOSK_DEFECT_COARSE, /* measure: dpi */
  KIOSK_DEFECT_STREAK, /* dirt on the glass; measure: mm from the left of the scan */
} KioskDefect;

/* The first reason that the quality gate named, within a second of the page; NONE while it
 * has not spoken, too. Notifies with "state". */
KioskDefect kiosk_leaf_get_defect (KioskLeaf *self, guint *measure);

/* The values found (KioskValue); borrowed, changes as reading and correcting go on. */
GListModel *kiosk_leaf_get_values (KioskLeaf *self);

/* Raw RGB rows of the upright page for the screen, from the reader; NULL while there is
 * none. Not kept in memory here: load it when it is shown, drop it after. */
GBytes *kiosk_leaf_load_preview (KioskLeaf *self, guint *width_px, guint *height_px,
                                 guint *stride_bytes,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
