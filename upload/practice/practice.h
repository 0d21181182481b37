/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The practice portal of `motcua sandbox-portal`: a separate process on loopback that
 * speaks OpenCPS REST, the national interchange, the six steps, iGate and tus over HTTPS with
 * client certificates, keeps what it accepts under
 * one folder, survives kill -9, and plays faults when it is told to.
 *
 *   FOLDER/motcua.conf         written at each start: settings for a station, complete
 *   FOLDER/secret              the token that the station must show
 *   FOLDER/ca.pem ...          certificates and keys; see authority.h
 *   FOLDER/faults              read: faults to play, one a line, from the next request on
 *   FOLDER/uploads/            files that no dossier names yet
 *   FOLDER/dossiers/ID/        dossier.json and the files as they came
 *   FOLDER/ledger.jsonl        what it did and what it answered; see ledger.h */
typedef struct {
  const char *listen;        /* "127.0.0.1:8443", "[::1]:0"; port 0: a free one */
  const char *folder;        /* made when absent */
  const char *org_code;      /* begins official numbers; NULL: "H30.31.05" */
  const char *const *faults; /* as trouble_list_new wants them; NULL: none */
  guint seed;                /* of faults by chance */
  guint token_life_s;        /* 0: an hour */
  const char *route; /* portal in motcua.conf that dossiers go to; NULL: "practice" */
  guint16 page_port; /* of the page for browsers; 0: a free one */
  const char *rules; /* file of acceptance rules; NULL: everything is taken */
  const char *certificate; /* NULL, "expired", "other-name" or "other-ca" */
} PracticeOptions;

/* Runs until SIGTERM or SIGINT, then returns TRUE. Once it answers, prints one line on
 * standard output: "ready https://ADDR:PORT/opencps", and one for people:
 * "page http://127.0.0.1:PORT/", which shows what has come. Uses the default main context.
 * FAULT_USAGE for options, FAULT_TEMPORARY when the port or the folder is in use,
 * FAULT_STORAGE and FAULT_CONFIG for what is in the folder. */
gboolean practice_run (const PracticeOptions *options,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
