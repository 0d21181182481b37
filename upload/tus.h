/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/access.h"
#include "upload/attempt.h"

/* Resumable uploads by tus 1.0 (https://tus.io/protocols/resumable-upload): creation, and
 * the checksum extension where the server offers it. The file's SHA-256 travels in the
 * upload's metadata under "sha256"; the server's own copy of it, once the upload is whole,
 * is the proof. */
typedef struct Tus Tus;

/* NULL when the settings do not say files=tus. @access is borrowed. */
Tus *tus_new (Access *access, const PortalSettings *settings);
void tus_free (Tus *tus);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tus, tus_free)

/* Brings @sealed (of @paper) to the server, going on where an earlier attempt stopped, with
 * @metadata (may be NULL) beside name, type and digest. TRUE: the upload is whole; *@url
 * (caller frees) is its address, and *@proof is PORTAL_PROOF_TUS, or PORTAL_PROOF_NONE when
 * the server does not show the digest. FALSE ends the attempt. */
gboolean tus_send (Tus *tus, Attempt *attempt, const Paper *paper, const Sealed *sealed,
                   const HttpField *metadata, char **url,
                   PortalProof *proof) G_GNUC_WARN_UNUSED_RESULT;
