/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

/* What a clerk does while scanning, by whatever hand: buttons and keys ask for the same. */
typedef enum {
  ACT_NONE,
  /* on the page at hand */
  ACT_OPEN,
  ACT_TURN_LEFT,
  ACT_TURN_RIGHT,
  ACT_EARLIER,
  ACT_LATER,
  ACT_FIRST,
  ACT_LAST,
  ACT_BEFORE, /* scan a page before it */
  ACT_AFTER,
  ACT_AGAIN, /* scan it again in its place */
  ACT_REMOVE,
  ACT_SORT, /* say which paper it is */
  ACT_PAIR, /* decide about a page that looks like it */
  ACT_LET_GO,
  ACT_SPLIT,    /* a paper of the same kind begins with it */
  ACT_JOIN,     /* it goes on with the paper before it */
  ACT_TOGGLE,   /* choose it for an act on several, or not */
  ACT_GO_PLACE, /* say the number of the place where it is to stand */
  /* on the dossier */
  ACT_SCAN,
  ACT_UNDO,
  ACT_REDO,
  ACT_PLAN,    /* how it is scanned */
  ACT_DEVICES, /* with which scanner */
  ACT_ALL,     /* which pages are chosen */
  ACT_ODD,
  ACT_EVEN,
  ACT_NOBODY,
  ACT_KEYS,   /* what the keys do */
  ACT_SWITCH, /* somebody else comes to the desk */
} Act;

/* Turning, moving, taking out, splitting and joining @leaves (KioskLeaf, in their order) as one
 * step. FALSE with @error NULL: @act is none of these, or there is nothing to do, as before the
 * first page. */
gboolean acts_arrange (KioskIntake *intake, const GPtrArray *leaves, Act act,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* They stand together from @place on. */
gboolean acts_move (KioskIntake *intake, const GPtrArray *leaves, guint place,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "Hoàn tác: xoay trang 3", what an undo or redo would be about; NULL: nothing. Caller frees. */
char *acts_format_undo (KioskIntake *intake) G_GNUC_WARN_UNUSED_RESULT;
char *acts_format_redo (KioskIntake *intake) G_GNUC_WARN_UNUSED_RESULT;
