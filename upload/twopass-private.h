/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store-private.h"
#include "upload/twopass.h"

/* What arranging uses of two passes, with the mutex held, inside a transaction. */

/* Puts each back behind its front: the fronts from feeding @fronts on, the backs of the
 * feedings after them. */
gboolean twopass_apply (Store *store, const char *id, guint fronts,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The opposite: backs go to the end in the order in which they came. */
gboolean twopass_revert (Store *store, const char *id, guint fronts,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FAULT_USAGE while a first pass waits for its second: its order is being counted on. */
gboolean twopass_check (Store *store, const char *id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
