/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A dossier and its way to the portal. Values only; the store keeps them.
 *
 *   OPEN -seal-> QUEUED -claim-> SENDING -accepted-> ACCEPTED -retention-> PURGED
 *                 ^ |              |- later ---> DEFERRED (next_try_at) -due-> SENDING
 *            hold | | hold         |- refused -> NEEDS_PERSON -retry-> QUEUED
 *                 HELD             '- sender gone -> QUEUED
 *
 *   HELD and NEEDS_PERSON may go back to OPEN (upload/marks.h).
 *   A DEFERRED one may be held or retried, too. Withdraw (not once SENDING or ACCEPTED)
 *   -> WITHDRAWN.
 */
typedef enum {
  DOSSIER_OPEN,
  DOSSIER_QUEUED,
  DOSSIER_SENDING,
  DOSSIER_DEFERRED,
  DOSSIER_HELD,
  DOSSIER_NEEDS_PERSON,
  DOSSIER_ACCEPTED,
  DOSSIER_WITHDRAWN,
  DOSSIER_PURGED,
} DossierState;

#define DOSSIER_STATES (DOSSIER_PURGED + 1)

/* TRUE when the picture above has an arrow from @from to @to. */
gboolean dossier_may_move (DossierState from, DossierState to);

/* TRUE when a person's move to @now can be undone to @former, by upload/moves.h alone. */
gboolean dossier_may_put_back (DossierState now, DossierState former);

/* "open", "needs_person" ...: the word of the command line and of the store. */
const char *dossier_state_get_name (DossierState state);
gboolean dossier_state_parse (const char *name, DossierState *state);

/* One paper of a sealed dossier: one file. */
typedef struct {
  guint number;    /* 1.., in the order of the dossier */
  char *type;      /* key of paper_types, or NULL when no one knows it */
  char *component; /* "TP01" */
  char *title;     /* Vietnamese, for people */
  char *file;      /* base name in the sealed folder */
  guint pages;
  guint64 size_bytes;
  char *sha256;
  gboolean original; /* original handed in; else a copy */
  char *code;        /* of the digitized paper, by the province's rule, or NULL; not kept in
                        the store, but in the manifest */
  gboolean code_local;
  char *signature;   /* ours over it: "B-B" or "B-T" of PAdES; NULL: none */
} Paper;

void paper_free (Paper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paper, paper_free)

/* What the portal must know of the person who hands in. Any member may be NULL. */
typedef struct {
  char *name;
  char *id_number;
  char *phone;
  char *address;
} Applicant;

/* One dossier as the store knows it. Times are seconds since 1970, UTC; 0 is none. */
typedef struct {
  char *id;   /* UUID, minted once; the idempotency key at the portal */
  char *code; /* for people: TAM-0293-01-261124-0001 until the portal gives its own */
  char *procedure;
  char *procedure_name;
  char *procedure_version;
  DossierState state;
  char *portal;      /* name in the settings, or NULL when there is no route */
  char *portal_id;   /* the portal's own number of it, or NULL */
  char *portal_code; /* the portal's dossier code, or NULL */
  char *proof;       /* how acceptance was shown: "read-back sha256", or NULL */
  guint attempts;
  gint64 next_try_at;
  char *mark;        /* of the audit trail when it was sealed; see trail.h */
  char *last_answer; /* one English sentence without personal data, or NULL */
  guint priority; /* 1 goes first, 9 last; 5 unless a person decides */
  gint64 due_at;  /* when the law wants the state's answer; 0: no term */
  gint64 created_at, queued_at, accepted_at;
  guint pages; /* scanned, blanks too */
  Applicant applicant;
  GPtrArray *papers; /* Paper, owned; empty while OPEN */
  gboolean damaged;  /* something sealed does not open and is missing here */
} Dossier;

/* TRUE when @dossier has been on its way to the portal for longer than @most_age_s, or for
 * more than half of the time that the law gives for the answer. */
gboolean dossier_is_late (const Dossier *dossier, gint64 now, guint most_age_s);

Dossier *dossier_new (void);
void dossier_free (Dossier *dossier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dossier, dossier_free)
