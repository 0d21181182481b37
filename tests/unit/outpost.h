/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* For tests: a store with sealed dossiers in it, and the practice portal beside it. */
typedef struct {
  char *folder; /* of everything */
  char *conf;   /* the settings the portal has written */
  char *portal; /* folder of the portal */
  char *ledger; /* what the portal has done */
  Store *store;
  const char *route; /* of dossiers that are added; "practice" until it is set */
  guint noise_px; /* side of pages full of noise, for large files; 0: small blank ones */
  const char *program;
  GPid pid; /* of the portal; 0: it does not run */
  guint port;
} Outpost;

Outpost *outpost_new (const char *program);
void outpost_free (Outpost *outpost);

/* Starts the portal, with options of its own (NULL-terminated, NULL: none), on the port it
 * had before. */
void outpost_open_portal (Outpost *outpost, const char *const *options);
void outpost_close_portal (Outpost *outpost, int signal);

/* A queued dossier with @papers papers of one page each; its id. */
char *outpost_add_dossier (Outpost *outpost, guint papers);

/* How many lines of the portal's ledger contain @text. */
guint outpost_count_ledger (Outpost *outpost, const char *text);
