/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Why a dossier waits for a person: a case has a code, an owner and an age, and ends with a
 * decision. A dossier leaves HELD and NEEDS_PERSON only by a person's move, which decides
 * all its open cases; so nothing leaves without one. */
typedef enum {
  CASE_HELD,     /* a person holds it; see reason */
  CASE_PORTAL,   /* the portal refused it */
  CASE_RETURNED, /* it went back to the clerk, with marks (upload/marks.h) */
  CASE_CHANGED,  /* it was changed after the receipt: a second person looks */
  CASE_SAMPLE,   /* it was drawn for inspection (upload/samples.h) */
} CaseCode;

#define CASE_CODES (CASE_SAMPLE + 1)

typedef struct {
  gint64 number;
  char *dossier;
  char *dossier_code; /* for people */
  CaseCode code;
  char *reason;     /* a word of ours: "page", "identity" ...; or NULL */
  char *owner;      /* member who has taken it up; NULL: nobody yet */
  gint64 sample;    /* that it was drawn in; 0: none */
  gint64 raised_at; /* seconds since 1970, UTC: its age */
} Case;

void case_free (Case *one);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, case_free)

/* "held" ...: the word of the store and of scripts. */
const char *case_code_get_name (CaseCode code);

/* All that are open (Case, owned by the array), oldest first; of one dossier, when @id is not
 * NULL. */
GPtrArray *cases_get (Store *store, const char *id,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- part of the store, inside the caller's transaction ------------------------------ */

/* Raises one, unless the dossier has an open one of this code. @owner may be NULL. */
gboolean cases_raise (Store *store, const char *id, CaseCode code, const char *reason,
                      const char *owner, gint64 sample,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those without an owner become the acting member's. */
gboolean cases_take (Store *store, const char *id,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends all open ones of the dossier with @decision. FAULT_REFUSED when the member who acts
 * has sealed it, and a second person is asked for (CHANGED, SAMPLE). */
gboolean cases_decide (Store *store, const char *id, const char *decision,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* *@member is who sealed the dossier last (caller frees); NULL: not known. */
gboolean cases_load_sealer (Store *store, const char *id, char **member,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens those again that @decision ended last, for it has been taken back. */
gboolean cases_reopen (Store *store, const char *id, const char *decision,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
