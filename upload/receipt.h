/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"
#include "upload/dossier.h"

/* The proof of acceptance for people: which papers with how many pages and which digest
 * are at the portal, under which numbers, since when, how that was shown, and the mark of
 * the audit trail when it was sealed. In Vietnamese; UTF-8, at most 72 columns. */

#define RECEIPT_NAME "receipt.txt"

/* The text; caller frees. The dossier must be ACCEPTED. */
char *receipt_format (const Dossier *dossier) G_GNUC_WARN_UNUSED_RESULT;

/* Writes it durably as receipt.txt into the dossier's vault. */
gboolean receipt_save (const Dossier *dossier, const Vault *vault,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
