/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/database.h"
#include "upload/keys.h"
#include "upload/owner.h"
#include "upload/store.h"

/* What the parts of the store share: store.c (opening, recovery, dossiers), storepage.c
 * (pages), storeword.c (a person's word), arrange.c and feeding.c (places of pages),
 * storequeue.c (queue), storenote.c (notes), storeseal.c (keys). Every function here runs
 * with the mutex held and, where it writes, inside a transaction of the caller. */
struct Store {
  char *folder;
  char *dossiers; /* folder of the dossiers' folders */
  char *owners;   /* folder of the owners' files */
  GMutex mutex;
  Database *database;
  Owner *owner;     /* NULL until something is claimed */
  gboolean unclean; /* something half-made lies about: the next opening looks for it */
  int presence_fd;  /* locked while the store is open; see rebuild.h */
  Keys *keys;
  char *member;        /* who acts, for the trail; NULL: whoever runs the program */
  Vault *vault;        /* the one asked for last, or NULL */
  gboolean rebuilding; /* from the folders, so that nothing is written into these */
};

/* This process's name in the rows it claims; borrowed. */
const char *store_get_owner (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* State of dossier @id and who has claimed it (NULL: nobody; caller frees; may be NULL).
 * FAULT_USAGE when there is none. */
gboolean store_load_state (Store *store, const char *id, DossierState *state,
                           char **owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The one writer of states. FAULT_USAGE when the picture in dossier.h has no such arrow. */
gboolean store_set_state (Store *store, const char *id, DossierState to,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts back what a person's move had changed; upload/moves.h only. */
gboolean store_undo_state (Store *store, const char *id, DossierState former,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The number in the first column that @statement answers with, of dossier @id or, with NULL,
 * without an argument. */
gboolean store_load_int (Store *store, StatementId statement, const char *id,
                         gint64 *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person's decision, as store_move() says; @reason of a hold, a word of ours, or NULL. A
 * FAULT_USAGE or FAULT_REFUSED has changed nothing. */
gboolean store_decide (Store *store, const char *id, DossierState to, const char *reason,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Holds a QUEUED dossier without a case of its own: the caller raises one. */
gboolean store_hold (Store *store, const char *id,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person's word in the folder itself (upload/standing.h). */
gboolean store_keep_standing (Store *store, const char *id, DossierState to,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Undoes a decision: the state, and the word in the folder. */
gboolean store_put_back (Store *store, const char *id, DossierState former,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Dossier @id with its papers; NULL without a fault when there is none. */
Dossier *store_load_dossier (Store *store, const char *id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A write on a dossier that this process has claimed begins here. FAULT_USAGE when it has
 * not. */
Writing *store_begin_claimed (Store *store, const char *id,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The vault of dossier @id; borrowed until the next call. */
Vault *store_get_vault (Store *store, const char *id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seals @text for a row of dossier @id, and back. @format names the place in the row, such
 * as "field/full_name"; NULL stays NULL. Caller frees what comes out. */
gboolean store_seal (Store *store, const char *id, const char *text, char **sealed,
                     GError **error, const char *format, ...)
    G_GNUC_PRINTF (6, 7) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_unseal (Store *store, const char *id, const char *sealed, char **text,
                       GError **error, const char *format, ...)
    G_GNUC_PRINTF (6, 7) G_GNUC_WARN_UNUSED_RESULT;

/* Frees what owners that are gone have left behind and counts it: their SENDING dossiers
 * are queued again, part files of the dossiers they worked on are swept. */
gboolean store_recover (Store *store, guint *recovered,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A write on an OPEN dossier begins here: NULL with a fault for any other. */
Writing *store_begin_open (Store *store, const char *id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FAULT_USAGE while a citizen was asked for consent and has not given it. */
gboolean store_check_consent (Store *store, const char *id,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The page must be there: the last statement has changed its row. */
gboolean store_check_changed (Store *store, const char *id, guint page,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many pages of the dossier have a place. */
gboolean store_count_places (Store *store, const char *id, guint *places,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The rows of values on a page, for which there are none yet; sealed. @fields: Field. */
gboolean store_add_fields (Store *store, const char *id, guint page,
                           const GPtrArray *fields,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The row of a decision as it was taken; its reason is sealed. */
gboolean store_insert_decision (Store *store, const char *id, const Decision *decision,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The row of a new page; @place 0: none yet. */
gboolean store_insert_page (Store *store, const char *id, const Page *page, guint place,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
