/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"
#include "config/vault.h"
#include "upload/dossier.h"

/* A portal behind its adapter. Every call has three answers and nothing else: done, later
 * (unclear, unreachable, overloaded: ask again with the same key), refused (a person must
 * look). A time-out is unknown, not failed. Sentences for people carry no personal data. */
typedef enum {
  PORTAL_DONE,
  PORTAL_LATER,
  PORTAL_REFUSED,
} PortalOutcome;

/* The sentence of an answer with hours_s. */
#define PORTAL_WAITS_FOR_HOURS                                                           \
  "A paper is large and waits for the hours in which large files are sent."

/* How it was shown that the portal holds exactly our files under our code. */
typedef enum {
  PORTAL_PROOF_NONE,
  PORTAL_PROOF_READ_BACK, /* every byte was read back and compared */
  PORTAL_PROOF_HASH,      /* the portal named the digest of what it holds */
  PORTAL_PROOF_TUS,     /* the upload is whole, and keeps the digest it was sent under */
  PORTAL_PROOF_LOOK_UP, /* it named the dossier with the number and lengths of its files */
} PortalProof;

/* "read-back sha256" ...: the word of the store, of receipts and of the command line. */
const char *portal_proof_get_name (PortalProof proof);

typedef struct {
  PortalOutcome outcome;
  PortalProof proof;   /* when done; the weakest of all files */
  char *sentence;      /* English, one sentence: what happened and what comes next */
  guint retry_after_s; /* what the portal asked for; 0: nothing */
  guint hours_s;   /* until the hours for large files begin; 0: nothing waits for them */
  char *portal_id; /* after create or find */
  char *portal_code;         /* once the portal has given one */
  guint64 send_ms, prove_ms; /* what sending and proving have taken */
} PortalAnswer;

void portal_answer_free (PortalAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PortalAnswer, portal_answer_free)

/* What a portal remembers about one dossier from one attempt to the next; kept by the
 * caller. What a function has returned TRUE for survives a power cut. */
typedef struct {
  /* The number (and code, may be NULL) that the portal has given it. */
  gboolean (*set_number) (gpointer data, const char *portal_id, const char *portal_code);
  /* Notes by name; a NULL value drops one. */
  gboolean (*set) (gpointer data, const char *name, const char *value);
  gboolean (*get) (gpointer data, const char *name, char **value);
  gpointer data;
} PortalMemory;

typedef struct Portal Portal;

/* FAULT_CONFIG when certificate, key or secret cannot be read. */
Portal *portal_new (const PortalSettings *settings,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void portal_free (Portal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Portal, portal_free)

/* Sends the whole dossier, resuming where an earlier attempt stopped: asks whether it is
 * there, creates it, sends the files that are not there yet, submits, and proves. What it
 * must know again after a kill it puts into @memory before it acts on it; FALSE from there
 * stops. PORTAL_DONE only when the portal has shown that it holds exactly our files under
 * our key. @vault is the dossier's. */
PortalAnswer *portal_send (Portal *portal, const Dossier *dossier, const Vault *vault,
                           const PortalMemory *memory) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the portal answers at all and knows us; for `motcua doctor`. */
PortalAnswer *portal_probe (Portal *portal) G_GNUC_WARN_UNUSED_RESULT;
