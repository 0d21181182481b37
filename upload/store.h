/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"
#include "ocr/reading.h"
#include "scan/page.h"
#include "upload/dossier.h"
#include "upload/keys.h"

/* The store: one folder with a database, keys, and a folder for each dossier. All files of a
 * dossier are in its vault, and what is personal in the database is sealed with its key. It is where the
 * processes meet. What a function has returned TRUE for survives a power cut; state and
 * intent change in one transaction. Safe for several threads and several processes.
 *
 *   STORE/motcua.db
 *   STORE/keys/ID                         a dossier's key, wrapped by the station key
 *   STORE/owners/                         a locked file for each process with a claim
 *   STORE/dossiers/ID/page-0001.tif       raw scan
 *   STORE/dossiers/ID/page-0001.json      what was read (ocr/reading.h, with words)
 *   STORE/dossiers/ID/page-0001.img       the page for its PDF (ocr/answer.h)
 *   STORE/dossiers/ID/sealed/             manifest.json and one PDF a paper, mode 0400
 *   STORE/dossiers/ID/receipt.txt         once accepted
 */
typedef struct Store Store;

/* Opens @folder with the station key (upload/keys.h) that @key_file, the settings' word or
 * NULL, has a say in; creates it when absent, but never a database where a dossiers folder
 * stands without one (then an unreachable disk is likelier than a new store). Recovers: a
 * dossier left SENDING by a process that is gone is due again, part files and unsealed
 * sealing folders are swept. FAULT_STORAGE says what is wrong with the folder, FAULT_CONFIG
 * what is wrong with the station key. */
Store *store_open (const char *folder, const char *key_file,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The store of @folder for trail_verify() and nothing else, when store_open() refuses it:
 * reads what is there, believes none of it, changes nothing. */
Store *store_examine (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_free (Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Store, store_free)

/* Folder of the store; borrowed. */
const char *store_get_folder (const Store *store);
/* Folder of a dossier, whether it is there or not; caller frees. */
char *store_dossier_folder_dup (const Store *store,
                                const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the store was begun for training (config/training.h): then it is for good. */
gboolean store_is_training (const Store *store);
/* Makes it one. FAULT_USAGE when it has real dossiers. */
gboolean store_begin_training (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* In whose name this process acts from now on: the trail then names "PROGRAM/MEMBER" as the
 * actor. NULL: nobody's but the program's. */
void store_set_member (Store *store, const char *member);

/* Where the station key came from; borrowed. */
const char *store_get_key_path (const Store *store);

/* The vault of a dossier: all its files. Caller drops the reference. FAULT_STORAGE when the
 * dossier's key is gone or damaged. */
Vault *store_open_vault (Store *store, const char *id,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Enters in the audit trail that @account is about to take the dossier's files out. */
gboolean store_note_export (Store *store, const char *id, guint account,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks for damage of the store itself: each page of the database, each sealed value
 * in it, each key, folders of dossiers without a row and rows without a folder. What is
 * wrong is appended to @violations (Violation of upload/violation.h, owned). Reads only. */
gboolean store_check (Store *store, GPtrArray *violations,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, as far as it goes, of the store @folder that store_open() refuses: each key and
 * each page of the database, if there is one. */
gboolean store_check_closed (const char *folder, const Keys *keys, GPtrArray *violations,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A dossier whose time may have come, and how long it is what it is (upload/elapsed.h). */
typedef struct {
  char *id;
  char *procedure;
  DossierState state; /* ACCEPTED, WITHDRAWN or OPEN */
  gint64 passed_s;
  gboolean is_proved; /* there is a proof of acceptance */
  guint pages;
} StoreEnded;

void store_ended_free (StoreEnded *ended);

/* All of them (StoreEnded, owned by the array), oldest first. */
GPtrArray *store_get_ended (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Erases an accepted or withdrawn dossier, or an open one without a page: what is personal
 * in its rows, its key, its files. The row stays, "purged". FAULT_USAGE for any other. Cut
 * short, it is finished by the other. */
gboolean store_purge (Store *store, const char *id,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_finish_purges (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A number that grows with every change any process commits; cheap, for polling. */
guint64 store_get_changes (Store *store);

/* --- intake ------------------------------------------------------------------------- */

/* Mints an OPEN dossier with its folder. Caller owns the result. @station_id goes into the
 * code. */
Dossier *store_open_dossier (Store *store, const char *procedure, const char *name,
                             const char *version, const char *station_id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether another process that lives is at work on the dossier. */
gboolean store_is_held_elsewhere (Store *store, const char *id);

/* Registers a page whose file is durable in the dossier's folder, at the end of the
 * dossier: from here on it exists. See feeding.h for pages from a scanner, arrange.h for
 * their order. */
gboolean store_add_page (Store *store, const char *id, const Page *page,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page as the store knows it. Its number is its name for good; its place is where it
 * stands. */
typedef struct {
  Page *page;
  gboolean read; /* the reader has answered */
  gboolean blank;
  gboolean failed; /* unreadable image, or the reader gave up */
  char *failure;   /* English sentence, or NULL */
  char *type;      /* or NULL */
  double type_confidence;
  guint upright_width_px; /* of the page that the fields' boxes are on; 0 until read */
  guint upright_height_px;
  guint paper;       /* number of the paper it went into; 0: none */
  GPtrArray *fields; /* Field, owned */
  guint place;       /* 1.. in the order of the dossier; 0: taken out, yet kept */
  guint turn;        /* degrees clockwise that a person turned the upright page */
  guint laid;        /* degrees clockwise that the sheet is known to have lain wrong by */
  guint feeding;     /* it came in; 0: none is known */
  guint leaf;        /* which page of its file it is, from 0 */
  guint successor;   /* number of the page that replaced it; 0: none */
  char *likeness;    /* see ocr/likeness.h; or NULL */
  guint signed_leaves; /* pages of its file, when that is a signed PDF; else 0 */
  gboolean glanced;    /* the quality gate has spoken */
  GArray *defects;     /* Defect: what it said */
} StoredPage;

void stored_page_free (StoredPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoredPage, stored_page_free)

/* Pages that have a place, in that order (StoredPage, owned by the array). */
GPtrArray *store_get_pages (Store *store, const char *id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages that were taken out or replaced, by number. */
GPtrArray *store_get_removed (Store *store, const char *id,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Their numbers alone, in order (guint). */
GArray *store_get_numbers (Store *store, const char *id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The one page called @number; NULL with FAULT_USAGE when there is none. */
StoredPage *store_get_page (Store *store, const char *id, guint number,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What reading found; replaces earlier findings but keeps what a person has said. */
gboolean store_set_reading (Store *store, const char *id, guint page,
                            const Reading *reading,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_set_failure (Store *store, const char *id, guint page, const char *failure,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the quality gate says of the page's scan, long before the page is read (Defect). The
 * scan never changes, so its first word holds; whether it is blank, the reading may say
 * otherwise. */
gboolean store_set_defects (Store *store, const char *id, guint page,
                            const GArray *defects, gboolean blank,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person corrects a value (source becomes "person", confidence 1) or names the paper
 * type of a page (NULL: none). */
gboolean store_set_field (Store *store, const char *id, guint page, const char *field,
                          const char *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_set_type (Store *store, const char *id, guint page, const char *type,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As before a person said one: the next reading decides. */
gboolean store_forget_type (Store *store, const char *id, guint page,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person lets a needed component go, with the reason; it goes into the manifest. */
gboolean store_set_waiver (Store *store, const char *id, const char *component,
                           const char *reason, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_drop_waiver (Store *store, const char *id, const char *component,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Component code -> reason, both owned by the table. */
GHashTable *store_get_waivers (Store *store, const char *id,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a person decided about a page, and why; never undone, it goes into the manifest. */
typedef struct {
  char *kind; /* "double-feed-accepted", "likeness-kept" ... */
  guint page;
  char *reason;
  gint64 decided_at; /* seconds since 1970, UTC */
} Decision;

void decision_free (Decision *decision);
gboolean store_add_decision (Store *store, const char *id, const char *kind, guint page,
                             const char *reason,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Decision, owned by the array, oldest first. */
GPtrArray *store_get_decisions (Store *store, const char *id,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many acts on its pages were taken back and not done again. */
gboolean store_count_undone (Store *store, const char *id, guint *undone,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many sheets the dossier has, as a person counted them; 0: nobody did. */
gboolean store_set_declared (Store *store, const char *id, guint sheets,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every sheet is accounted for: fed ones are kept, or all their pages were taken out. */
typedef struct {
  guint declared; /* sheets, by a person; 0: not said */
  guint fed;      /* sheets of which there is a page, taken out ones too */
  guint kept;     /* sheets of which a page has a place */
  guint pages;    /* that have a place */
  guint blank;    /* of these: flagged as blank */
  guint replaced; /* pages that another took the place of */
  guint removed;  /* pages without a place, replaced ones too */
} SheetCounts;

gboolean store_get_counts (Store *store, const char *id, SheetCounts *counts,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds @duration_ms to what @stage ("scan", "read", "seal", "send", "prove") has taken. */
gboolean store_add_duration (Store *store, const char *id, const char *stage,
                             guint64 duration_ms,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* In milliseconds; 0 when the stage was never timed. */
guint64 store_get_duration (Store *store, const char *id, const char *stage);

/* The dossier is sealed in its folder: records papers, page->paper numbers, applicant and
 * route and queues it, in one transaction. @papers: Paper; @paper_of_page: guint for each
 * page in order, 0 for none. OPEN -> QUEUED. */
gboolean store_queue (Store *store, const char *id, const char *portal,
                      const Applicant *applicant, const GPtrArray *papers,
                      const GArray *paper_of_page,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- queue -------------------------------------------------------------------------- */

/* By id, by a unique beginning of one (4 characters or more), or by either code. NULL with
 * FAULT_USAGE when nothing or several fit. */
Dossier *store_get_dossier (Store *store, const char *name,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All dossiers, oldest first, without their papers (Dossier, owned by the array). */
GPtrArray *store_get_dossiers (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Claims the next dossier that is due at @now for this process: QUEUED, or DEFERRED whose
 * time has come. What a person put first goes first, then what is due first by law, then
 * what came first. Exactly one process gets it. *@dossier is NULL when none is
 * due. A claim ends with one of the three below; a claim whose process died ends at the
 * next claim of anyone. */
gboolean store_claim (Store *store, gint64 now, Dossier **dossier,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many dossiers are late at @now, as dossier_is_late() tells it. */
gboolean store_count_late (Store *store, gint64 now, guint most_age_s, guint *late,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* When the next deferred dossier is due; 0 when there is none. */
gint64 store_get_next_due (Store *store);

/* Queued dossiers without a route (Dossier with id, procedure and created_at, owned by the
 * array); none of them is claimed before store_set_portal() has given it one. */
GPtrArray *store_get_unrouted (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a dossier goes that had no route when it was queued. FAULT_USAGE when it has one,
 * or is in somebody's hands. */
gboolean store_set_portal (Store *store, const char *id, const char *portal,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The portal has given it a number: recorded before anything else is sent. */
gboolean store_set_portal_id (Store *store, const char *id, const char *portal_id,
                              const char *portal_code,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the adapter of @portal remembers about a claimed dossier from one attempt to the
 * next, by name: addresses of uploads under way, numbers, what has been asked for. Durable
 * before it returns; NULL drops it. */
gboolean store_set_note (Store *store, const char *id, const char *portal,
                         const char *name, const char *value,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* *@value is NULL when nothing is noted; caller frees. */
gboolean store_get_note (Store *store, const char *id, const char *portal,
                         const char *name, char **value,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean store_defer (Store *store, const char *id, gint64 next_try_at,
                      const char *answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_refuse (Store *store, const char *id, const char *answer,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean store_accept (Store *store, const char *id, const char *proof,
                       gint64 accepted_at, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* When the law wants the state's answer to an OPEN dossier; 0: no term. */
gboolean store_set_due (Store *store, const char *id, gint64 due_at,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person's: 1 goes first, 9 last. */
gboolean store_set_priority (Store *store, const char *id, guint priority,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person's decisions: hold, release or retry (-> QUEUED, due at once), withdraw.
 * FAULT_USAGE when the dossier's state does not allow it, FAULT_REFUSED when another member
 * has it in hand (upload/custody.h) or is to decide (upload/cases.h). Many at once, with an
 * undo: upload/moves.h. */
gboolean store_move (Store *store, const char *id, DossierState to,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
