/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/move.h"
#include "ui/mark.h"

/* What a supervisor can do with dossiers: sign, word and key of each move in one table, for the
 * list and for one dossier. */
typedef struct {
  KioskMoveKind kind;
  UiMarkSign sign;
  const char *word; /* to be translated */
  guint key;
  const char *shown; /* of the key: "F4" */
} QueueAct;

/* All of them, in the order in which they stand on the screen. */
const QueueAct *queue_acts_get_all (guint *count);

/* The one of a key; NULL: none. */
const QueueAct *queue_acts_find (guint key, GdkModifierType state);

/* A button for it that says its key, too. */
GtkWidget *queue_acts_new_button (const QueueAct *act);

/* "Đã giữ lại 12 hồ sơ.", as it is said when it was done; caller frees. */
char *queue_acts_format (KioskMoveKind kind, guint dossiers) G_GNUC_WARN_UNUSED_RESULT;

/* Why dossiers are withdrawn; ends with NULL; to be translated. The word of the trail for the
 * translated @reason. */
const char *const *queue_acts_get_reasons (void);
const char *queue_acts_find_word (const char *reason);
