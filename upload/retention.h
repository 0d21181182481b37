/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"
#include "upload/store.h"

/* Erasing what need not be kept any more. An accepted dossier goes so many days after its
 * proof of acceptance, by procedure; a withdrawn one by its own term; an open one without a
 * page after a day. Nothing else ever goes by itself: what is not proved to have arrived
 * is kept. Days are counted by upload/elapsed.h. */

/* What was erased, without its contents. */
typedef struct {
  char *id;
  char *code;
  DossierState was;
  guint papers, pages;
} Erased;

void erased_free (Erased *erased);

/* Erases what is due, and finishes what an earlier run was cut off in. What was erased is
 * appended to @report (Erased, owned; may be NULL). A dossier that cannot be erased is
 * counted in *@failed, logged, and tried again by the next run. FALSE when the store fails
 * as a whole. */
gboolean retention_run (Store *store, const Settings *settings, GPtrArray *report,
                        guint *failed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Erases one dossier now, at a person's word: an accepted or withdrawn one, or an open one
 * without pages; FAULT_USAGE for any other. Caller owns the result. */
Erased *retention_erase (Store *store, const char *name,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
