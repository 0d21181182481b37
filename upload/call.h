/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* A citizen at the machine calls for somebody. */

typedef struct {
  char *dossier; /* id; or NULL: none was begun */
  gint64 at;     /* of the first call that waits, seconds since 1970, UTC */
  guint count;   /* that wait */
} Call;

void call_clear (Call *call);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

/* @dossier: id or NULL. One that waits is not entered twice. */
gboolean call_add (Store *store, const char *dossier,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What waits; a count of 0: nothing. */
gboolean call_get (Store *store, Call *call, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Somebody goes: nothing waits any more. */
gboolean call_answer (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
