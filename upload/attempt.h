/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/http.h"

/* One attempt at one dossier, as every adapter sees it. Steps of an adapter return TRUE to
 * go on; the step that ends the attempt sets its answer. */
typedef struct {
  const Dossier *dossier;
  const Vault *vault; /* of the dossier */
  const PortalMemory *memory;
  const LineSettings *line; /* of the station; NULL: no limits */
  JsonObject *manifest;
  PortalAnswer *answer;
  gint64 started_us, proving_us; /* 0: not yet */
} Attempt;

/* The contract of an adapter; portal.c has the table. */
typedef struct {
  const char *name; /* "adapter" in the settings */
  gpointer (*open) (const PortalSettings *settings, GError **error);
  void (*close) (gpointer self);
  /* Sets attempt->answer; TRUE only when every step to the proof has gone well. */
  gboolean (*send) (gpointer self, Attempt *attempt);
  PortalAnswer *(*probe) (gpointer self);
} Adapter;

/* Loads the manifest; when that fails, the answer says so and manifest is NULL. */
Attempt *attempt_new (const Dossier *dossier, const Vault *vault,
                      const PortalMemory *memory);
void attempt_free (Attempt *attempt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

/* Ends the attempt with @outcome; FALSE for `return`. */
gboolean attempt_stop (Attempt *attempt, PortalOutcome outcome, const char *sentence);

/* The same for an answer that lacks what it must say: asked again later. */
gboolean attempt_stop_unclear (Attempt *attempt);

/* Goes on unless @status, of the national list of a dossier's statuses (TrangThaiHoSo), turns
 * it away (3, 7, 8) or asks for more (5, 6): then a person must look at it. */
gboolean attempt_check_status (Attempt *attempt, gint64 status);

/* Goes on when @answer is done, else ends the attempt with what it says. */
gboolean attempt_check_answer (Attempt *attempt, const HttpAnswer *answer);

/* Notes of this dossier; FALSE when the store failed, which ends the attempt. */
gboolean attempt_set_note (Attempt *attempt, const char *name, const char *value);
gboolean attempt_get_note (Attempt *attempt, const char *name, char **value);
gboolean attempt_has_note (Attempt *attempt, const char *name, gboolean *noted);

/* Believes and notes down the number and code (may be NULL) that the portal gives: each
 * must look like one, and a number may not change. */
gboolean attempt_take_number (Attempt *attempt, const char *number, const char *code);

/* Opens the sealed file of @paper; what is missing or changed on our disk ends the
 * attempt with a matter for a person. */
Sealed *attempt_open_paper (Attempt *attempt, const Paper *paper);

/* Whether @paper may go at this hour; when it is too large for that, the attempt ends with
 * how long it waits. What has gone before stays gone, and messages go at all hours. */
gboolean attempt_check_hours (Attempt *attempt, const Paper *paper);

/* From here on the attempt proves. */
void attempt_start_proof (Attempt *attempt);

/* One file has been proved by @proof; the answer's is the weakest. */
void attempt_note_proof (Attempt *attempt, PortalProof proof);

/* Whether @text can be a number or code of a portal: 1 to LIMIT_PORTAL_ID_BYTES letters,
 * digits and "-._/", not beginning with a dot. */
gboolean attempt_is_code (const char *text);

/* Papers of the attempt's dossier, by place. */
guint attempt_count_papers (const Attempt *attempt);
const Paper *attempt_get_paper (const Attempt *attempt, guint i);
