/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/bench.h"
#include "kiosk/brief.h"

/* What a supervisor does with dossiers in the queue. */
typedef enum {
  KIOSK_MOVE_HOLD,     /* keep it back */
  KIOSK_MOVE_RELEASE,  /* what was kept back goes its way */
  KIOSK_MOVE_RETRY,    /* try again now */
  KIOSK_MOVE_FIRST,    /* before all others */
  KIOSK_MOVE_WITHDRAW, /* it is not sent any more; with a reason */
} KioskMoveKind;

#define KIOSK_MOVE_KINDS (KIOSK_MOVE_WITHDRAW + 1)

/* The dossier's state allows it. */
gboolean kiosk_move_fits (KioskMoveKind kind, KioskBrief *brief);

/* Moves that a person has made, on one dossier or on many, and can take back for
 * KIOSK_BENCH_GRACE_S, which is how long what is released rests before it is sent: taking it
 * back brings every dossier to where it was. The last one only. */
#define KIOSK_TYPE_MOVES (kiosk_moves_get_type ())
G_DECLARE_FINAL_TYPE (KioskMoves, kiosk_moves, KIOSK, MOVES, GObject)

KioskMoves *kiosk_moves_new (KioskStation *station) G_GNUC_WARN_UNUSED_RESULT;

/* Signals: "changed": there is something else to take back, or less time to; "failed" (uint,
 * GError): so many dossiers were left alone, and why the first was. */

/* @briefs: KioskBrief; those that the move does not fit are left out. @reason: a word of ours
 * for WITHDRAW ("citizen", "twice" ...), which the trail gets; NULL otherwise. */
void kiosk_moves_make (KioskMoves *self, KioskMoveKind kind, const GPtrArray *briefs,
                       const char *reason);

/* How many dossiers the move was made on that can be taken back; 0: there is none. *@left_s:
 * until it cannot any more. */
guint kiosk_moves_get_made (KioskMoves *self, KioskMoveKind *kind, guint *left_s);

void kiosk_moves_take_back (KioskMoves *self);
