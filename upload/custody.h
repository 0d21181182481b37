/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Whose hands a dossier is in while a person looks at it and decides: one member's at a time.
 * Not a claim of the queue (store_claim), which is a process's while it sends. It ends when
 * it is left, when its process ends, and when nothing was heard of it for LIMIT_CUSTODY_S. */

/* Takes dossier @id for the member who acts (store_set_member), or renews that: then *@holder
 * is NULL. Otherwise who has it (caller frees), and nothing has changed. Cases of the dossier
 * (upload/cases.h) that are nobody's become the member's. */
gboolean custody_take (Store *store, const char *id, char **holder,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lets go of it; no fault when somebody else, or nobody, has it. */
gboolean custody_leave (Store *store, const char *id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* *@holder is the member that has it (caller frees), or NULL. */
gboolean custody_get (Store *store, const char *id, char **holder,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Part of the store, inside the caller's transaction: FAULT_REFUSED when another member than
 * the one who acts has it. */
gboolean custody_check (Store *store, const char *id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
