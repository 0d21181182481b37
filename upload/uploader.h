/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"
#include "upload/store.h"

/* Brings due dossiers to their portals, one after another. */

typedef enum {
  UPLOADER_SERVE, /* for ever: woken by the store's change counter */
  UPLOADER_ONCE,  /* every dossier that is due now, once each */
  UPLOADER_DRAIN, /* until none is queued or deferred, waiting for the due times */
} UploaderMode;

/* Totals of one run. */
typedef struct {
  guint accepted, deferred, refused;
  guint waiting; /* queued without a route; see uploader_run() */
} UploaderTotals;

/* Told after each dossier, with its new state. May be NULL. */
typedef void (*UploaderFunc) (const Dossier *dossier, gpointer data);

/* Runs until the mode is satisfied or *@stop (volatile sig_atomic_t-like, set by a signal)
 * becomes non-zero. FALSE when the store failed; portals that fail are no fault. A dossier
 * whose procedure has no route stays queued, untried, until one is set; whoever serves
 * reads the settings again when their file changes. */
gboolean uploader_run (Store *store, const Settings *settings, UploaderMode mode,
                       const int *stop, UploaderFunc on_dossier, gpointer data,
                       UploaderTotals *totals, GError **error) G_GNUC_WARN_UNUSED_RESULT;
