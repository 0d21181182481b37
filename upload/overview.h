/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* The store from above: a few words of each of very many dossiers, for who looks over all
 * of them. It needs no key but for names, holds nobody up (other threads come between, some
 * thousand rows at a time), and tells what has changed without looking at the rest. */
typedef struct {
  gint64 sequence; /* in the order in which they were begun; never changes */
  char *id;
  char *code;
  char *portal_code; /* or NULL */
  char *procedure;
  DossierState state;
  gboolean has_route; /* a portal is set for it */
  guint priority;
  gint64 created_at, queued_at, accepted_at, due_at; /* as in dossier.h */
} OverviewRow;

void overview_row_free (OverviewRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OverviewRow, overview_row_free)

/* A moment of the store, for overview_load_changed(). */
gboolean overview_get_moment (Store *store, gint64 *moment,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every dossier (OverviewRow, owned by the array) in order of sequence. Rows that change while
 * it is read are there as they were or as they are: what has changed since a moment before it
 * is asked for afterwards. */
GPtrArray *overview_load (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those that any act has touched since *@moment, which moves on. */
GPtrArray *overview_load_changed (Store *store, gint64 *moment,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Who hands in dossier @id; NULL when nobody knows yet, or its key is gone. Caller frees. */
char *overview_load_name (Store *store, const char *id) G_GNUC_WARN_UNUSED_RESULT;
