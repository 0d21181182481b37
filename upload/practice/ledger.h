/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The practice portal's book: one JSON object a line, only ever appended to, each line on
 * disk before the call returns. Numbers and digests only; no personal data. */

typedef struct Ledger Ledger;

typedef struct {
  const char *event;   /* "kept": it is durable; "answered"; "unanswered": hung up */
  const char *method;  /* of the request, or "" */
  const char *stage;   /* its kind */
  const char *trouble; /* that was played, or NULL */
  gint64 dossier_id;   /* 0: none */
  const char *uid;     /* the referenceUid of the dossier or file, or NULL */
  const char *sha256;  /* of the file, or NULL */
  guint status;        /* 0: not decided yet */
} LedgerLine;

/* Opens or creates the book; a line torn by a crash at its end is cut off.
 * FAULT_STORAGE. */
Ledger *ledger_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ledger_close (Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, ledger_close)

/* Appends @line with the time of now. */
gboolean ledger_append (Ledger *ledger, const LedgerLine *line,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
