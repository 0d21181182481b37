/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "upload/store.h"

/* For tests of the store: one in a folder of its own, with hands to put things in. What
 * fails here fails the test. */
typedef struct {
  char *folder;
  Store *store;
} Storeroom;

#define STOREROOM_DIGEST                                                                 \
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define STOREROOM_NOW 1000 /* a moment; the store takes any */

void storeroom_set_up (Storeroom *room, gconstpointer data);
void storeroom_tear_down (Storeroom *room, gconstpointer data);

Store *storeroom_open_store (const char *folder);

/* An OPEN dossier; caller owns it. */
Dossier *storeroom_open_dossier (Store *store);
void storeroom_add_page (Store *store, const char *id, guint number);
/* Queues it with one paper of all its pages. */
void storeroom_queue (Store *store, const char *id, guint pages);
/* Id of a new queued dossier with one page. */
char *storeroom_add_queued (Store *store);

/* What is due at @now, or NULL. */
Dossier *storeroom_claim (Store *store, gint64 now);
DossierState storeroom_get_state (Store *store, const char *id);

/* @done must be FALSE, and *@error, which is cleared, of @code. */
void storeroom_assert_refused (gboolean done, GError **error, int code);
