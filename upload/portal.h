/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"
#include "upload/dossier.h"

/* A portal behind its adapter. Every call has three answers and nothing else: done, later
 * (unclear, unreachable, overloaded: ask again with the same key), refused (a person must
 * look). A time-out is unknown, not failed. Sentences for people carry no personal data. */
typedef enum {
  PORTAL_DONE,
  PORTAL_LATER,
  PORTAL_REFUSED,
} PortalOutcome;

typedef struct {
  PortalOutcome outcome;
  char *sentence;      /* English, one sentence: what happened and what comes next */
  guint retry_after_s; /* what the portal asked for; 0: nothing */
  char *portal_id;     /* after create or find */
  char *portal_code;   /* after submit, when the portal has given one */
  guint64 send_ms, prove_ms; /* what sending and reading back have taken */
} PortalAnswer;

void portal_answer_free (PortalAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PortalAnswer, portal_answer_free)

typedef struct Portal Portal;

/* FAULT_CONFIG when certificate, key or secret cannot be read. */
Portal *portal_new (const PortalSettings *settings,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void portal_free (Portal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Portal, portal_free)

/* Sends the whole dossier, resuming where an earlier attempt stopped: finds it by its key
 * or creates it (@on_created is called with the number before anything else is sent, and
 * FALSE from it stops), adds the files that are not there yet, marks the papers, submits,
 * reads every file back and compares SHA-256. PORTAL_DONE only when the portal has shown
 * that it holds exactly our files under our key. @folder is the dossier's. */
typedef gboolean (*PortalCreatedFunc) (const char *portal_id, const char *portal_code,
                                       gpointer data);
PortalAnswer *portal_send (Portal *portal, const Dossier *dossier, const char *folder,
                           PortalCreatedFunc on_created,
                           gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the portal answers at all and knows us; for `motcua doctor`. */
PortalAnswer *portal_probe (Portal *portal) G_GNUC_WARN_UNUSED_RESULT;
