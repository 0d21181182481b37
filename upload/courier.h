/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/tus.h"

/* Files first, message second: brings each paper of a dossier to a portal that wants the
 * bytes before the dossier, by tus or by a multipart form, and remembers what the portal
 * called it. For portals whose message then names the files. */

/* A paper as the portal has it. */
typedef struct {
  char *id;          /* the portal's own, or the last part of the upload's address */
  char *url;         /* from which it can be fetched, or NULL */
  char *hash;        /* as the portal said, or our SHA-256 when it holds that */
  PortalProof proof; /* HASH, TUS, or NONE */
} Filed;

typedef struct {
  Access *access;
  Tus *tus;                /* NULL: by form */
  const char *url;         /* of the form */
  const char *part;        /* name of the file's part */
  const HttpField *fields; /* beside it, or NULL */
} Courier;

void filed_free (Filed *filed);

/* All papers in order (Filed, owned), or NULL, which ends the attempt. A file that was
 * taken by an earlier attempt is not sent again. What the portal names as the digest of a
 * file must be ours where it can be compared, and so must a length. */
GPtrArray *courier_send (const Courier *courier,
                         Attempt *attempt) G_GNUC_WARN_UNUSED_RESULT;

/* The dossier is proved by what was shown of its files when they were taken; by nothing
 * when it was not shown of each. */
void courier_note_proofs (Attempt *attempt, const GPtrArray *filed);
