/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/concord.h"
#include "kiosk/feed.h"
#include "kiosk/glass.h"
#include "kiosk/value.h"
#include "upload/arrange.h"

/* A dossier while it is being taken in: scan, read, review, seal. It lives in the main
 * context that made it; scanner and readers are worker processes watched by threads. All
 * that it shows is already in the store. */
#define KIOSK_TYPE_INTAKE (kiosk_intake_get_type ())
G_DECLARE_FINAL_TYPE (KioskIntake, kiosk_intake, KIOSK, INTAKE, GObject)

/* Properties, notifying and read-only:
 *   "scanning" boolean: a feeding is under way
 *   "waiting"  uint: pages that the reader has not answered yet
 *   "missing"  string: sentence for people naming what the dossier still lacks; NULL: none
 *   "sealed"   boolean: it is in the queue
 *   "glass"    string: sentence for people when the scanner's glass is dirty; NULL: it is not
 *   "undo"     boolean: there is an act on pages to undo; notifies at each change of them
 */
const char *kiosk_intake_get_id (KioskIntake *self);
const char *kiosk_intake_get_code (KioskIntake *self); /* for people */
const char *kiosk_intake_get_procedure_name (KioskIntake *self);
gboolean kiosk_intake_get_scanning (KioskIntake *self);
guint kiosk_intake_get_waiting (KioskIntake *self);
const char *kiosk_intake_get_missing (KioskIntake *self);
gboolean kiosk_intake_get_sealed (KioskIntake *self);
const char *kiosk_intake_get_glass (KioskIntake *self);
/* Where that is, for who draws it; FALSE: it is clean. */
gboolean kiosk_intake_get_dirt (KioskIntake *self, KioskGlass *dirt);

/* Pages (KioskLeaf) in the order of the dossier; borrowed; changes page by page. */
GListModel *kiosk_intake_get_leaves (KioskIntake *self);

/* --- a citizen alone; see upload/consent.h ------------------------------------------ */

/* A citizen began it at the machine, without a clerk. */
gboolean kiosk_intake_is_alone (KioskIntake *self);
/* Nothing is scanned before. @version: of the text that was shown, in @language; @method: how
 * it was agreed to. */
gboolean kiosk_intake_consent (KioskIntake *self, const char *version,
                               const char *language, const char *method,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How a visit ended that did not end by itself. */
typedef enum {
  KIOSK_LEFT_CANCELLED, /* consent is withdrawn: nothing is sent, and it goes with retention */
  KIOSK_LEFT_IDLE,      /* nobody was there any more: clerks find it among the open ones */
  KIOSK_LEFT_FOR_STAFF, /* a clerk is to go on with it */
} KioskLeft;
/* A dossier without a page is withdrawn in each case. A sealed one stays as it is, but for
 * CANCELLED. */
gboolean kiosk_intake_leave (KioskIntake *self, KioskLeft left,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The procedure's list of papers against what was scanned. */
typedef struct {
  const char *component; /* "TP01" */
  const char *name;      /* for people */
  gboolean needed;       /* the dossier cannot close without it */
  guint papers;          /* how many papers were found for it */
  const char *english;   /* the name in English */
  const char *type;      /* key of paper_types */
  gboolean original;     /* an original is handed in; else a copy */
  gboolean waived;       /* a person has let it go */
  GArray *places;        /* guint, growing: where its pages stand */
} KioskCheck;
/* KioskCheck, owned by the caller with its places; strings borrowed from the catalogue. */
GArray *kiosk_intake_get_checks (KioskIntake *self);

/* Feeds one batch through the station's scanner, as @feed says (borrowed for the call). NULL,
 * or the kind of feeding that has stopped, without a leaf, goes on with the stack that has
 * stopped; NULL without one is a batch at the end. Finishes when the feeder has stopped;
 * readers may still be at work. The outcome and a sentence (caller frees; NULL when all is
 * well) tell how it ended; pages so far are kept in every case. FALSE only for faults of
 * our own. */
void kiosk_intake_scan_async (KioskIntake *self, const KioskFeed *feed,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
gboolean kiosk_intake_scan_finish (KioskIntake *self, GAsyncResult *result,
                                   ReportOutcome *outcome, char **message,
                                   GError **error);

/* The resolution in dpi at which the pages of the last feeding, refused as too large before
 * its first sheet, would be taken; 0: it was not refused for that. A feed with it as its
 * res_dpi goes on at once. */
guint kiosk_intake_get_offer (KioskIntake *self);

/* Feeds from another scanner from now on; @device outlives the intake. */
void kiosk_intake_set_device (KioskIntake *self, const char *device);

/* The feeding that has stopped and was not gone on with, in this visit or before it; FALSE:
 * none. Nothing more comes of it: leave. */
gboolean kiosk_intake_get_halt (KioskIntake *self, KioskHalt *halt);
gboolean kiosk_intake_leave_halt (KioskIntake *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Records that a person takes the sheet that stopped as two for one, and why; the next
 * feeding is to be one that takes_double. */
gboolean kiosk_intake_accept_double (KioskIntake *self, const char *reason,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds files a person brings, each with all its pages: at the end, or where @feed says
 * (INSERT, REPLACE; NULL: at the end). What the reader takes for nothing becomes a page that
 * cannot be read. Pages so far are kept when one of @paths is no file (the fault). */
void kiosk_intake_add_files_async (KioskIntake *self, const KioskFeed *feed,
                                   const char *const *paths, GAsyncReadyCallback callback,
                                   gpointer data);
gboolean kiosk_intake_add_files_finish (KioskIntake *self, GAsyncResult *result,
                                        GError **error);

/* --- the order of pages; each act can be undone ------------------------------------- */

gboolean kiosk_intake_remove_page (KioskIntake *self, KioskLeaf *leaf,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_intake_move_page (KioskIntake *self, KioskLeaf *leaf, guint place,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* By 90, 180 or 270 degrees clockwise; the page is read again. */
gboolean kiosk_intake_turn_page (KioskIntake *self, KioskLeaf *leaf, guint degrees,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same to several pages (KioskLeaf), as one step: an undo takes all of it back. Moved ones
 * stand together from @place on. */
gboolean kiosk_intake_remove_pages (KioskIntake *self, const GPtrArray *leaves,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_intake_move_pages (KioskIntake *self, const GPtrArray *leaves, guint place,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_intake_turn_pages (KioskIntake *self, const GPtrArray *leaves,
                                  guint degrees,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Page @number, which was taken out. */
gboolean kiosk_intake_restore_page (KioskIntake *self, guint number, guint place,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person's word on one page, which can be taken back as an act on pages can. */
typedef enum {
  KIOSK_WORD_NONE,
  KIOSK_WORD_LET_GO,    /* kiosk_intake_let_go() */
  KIOSK_WORD_KEEP_TWIN, /* kiosk_intake_keep_twin() */
  KIOSK_WORD_TYPE,      /* kiosk_intake_set_type() */
} KioskWord;

/* The word that an undo, or doing again, is about, on how many pages, and where the first of
 * them stands; NONE: it is about an act, which is asked for below. Words are taken back in the
 * visit they were said in. */
KioskWord kiosk_intake_get_undo_word (KioskIntake *self, guint *place, guint *pages);
KioskWord kiosk_intake_get_redo_word (KioskIntake *self, guint *place, guint *pages);

/* The act on pages that would be undone or done again; FALSE: none. */
gboolean kiosk_intake_get_undo (KioskIntake *self, ArrangeStep *step);
gboolean kiosk_intake_get_redo (KioskIntake *self, ArrangeStep *step);
gboolean kiosk_intake_undo (KioskIntake *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_intake_redo (KioskIntake *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page that cannot be read is let go, with the reason; its scan stays in the dossier. */
gboolean kiosk_intake_let_go (KioskIntake *self, KioskLeaf *leaf, const char *reason,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A page that looks like another is one of its own. */
gboolean kiosk_intake_keep_twin (KioskIntake *self, KioskLeaf *leaf, const char *reason,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many sheets there are, as a person counted them (0: not said), and what became of
 * them. The dossier does not close while they differ. */
gboolean kiosk_intake_declare (KioskIntake *self, guint sheets,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_intake_get_counts (KioskIntake *self, SheetCounts *counts);

/* Two passes on a one-sided feeder: how far they are; or they are given up, and their
 * pages stay as they were fed. */
gboolean kiosk_intake_get_pass (KioskIntake *self, TwoPass *pass);
gboolean kiosk_intake_leave_pass (KioskIntake *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person's word on a value, or on which paper a page is (key of paper_types). */
gboolean kiosk_intake_correct (KioskIntake *self, KioskLeaf *leaf, const char *name,
                               const char *text,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_intake_set_type (KioskIntake *self, KioskLeaf *leaf, const char *type,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Several pages (KioskLeaf) are one paper of that kind, as one step: it begins with the first of
 * them. With NULL they go on with the paper before them. */
gboolean kiosk_intake_set_types (KioskIntake *self, const GPtrArray *leaves,
                                 const char *type,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What its papers say differently of one person (Discord, owned by the caller), each with both
 * places; asked of the store, so that corrections count at once. NULL for a fault. */
GPtrArray *kiosk_intake_get_discords (KioskIntake *self,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person lets a needed component go, with the reason. */
gboolean kiosk_intake_waive (KioskIntake *self, const char *component, const char *reason,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seals and queues; refuses (FAULT_USAGE, message for people) while something is missing
 * or pages are being read. */
void kiosk_intake_seal_async (KioskIntake *self, GAsyncReadyCallback callback,
                              gpointer data);
gboolean kiosk_intake_seal_finish (KioskIntake *self, GAsyncResult *result,
                                   GError **error);
