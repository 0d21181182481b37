/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/json.h"
#include "config/vault.h"
#include "upload/dossier.h"

/* proof.json of an accepted dossier: that it is at the portal, under which numbers, since
 * when and how that was shown, with the digests of its manifest and of its receipt. It says
 * in the dossier's folder what the database says, so that either can be held against the
 * other, and made from the other. */

#define PROOF_NAME "proof.json"

/* Writes it durably, once the receipt is there; @dossier as it is accepted. */
gboolean proof_save (const Dossier *dossier, const Vault *vault,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes portal, numbers, proof and time of acceptance over into @dossier. *@absent with
 * FALSE and no fault: there is none. FAULT_STORAGE when it is damaged. */
gboolean proof_load (const Vault *vault, Dossier *dossier, gboolean *absent,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Compares it with @dossier (NULL: with the files alone), the manifest and the receipt;
 * what differs is appended to @violations (Violation of upload/violation.h, owned). *@files
 * counts what was looked at. */
void proof_check (const Vault *vault, const Dossier *dossier, GPtrArray *violations,
                  guint *files);
