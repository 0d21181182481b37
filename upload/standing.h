/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"
#include "upload/dossier.h"

/* A person's word on a sealed dossier, kept in its folder as well as in the database: that
 * it is held, or withdrawn. A queue that is made anew from the folders must not send what
 * somebody has taken back. */

#define STANDING_NAME "standing"

/* Writes it for DOSSIER_HELD and DOSSIER_WITHDRAWN, drops it for any other state. */
gboolean standing_save (const Vault *vault, DossierState state,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* DOSSIER_QUEUED when nothing was said. FAULT_STORAGE when it cannot be read. */
gboolean standing_load (const Vault *vault, DossierState *state,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
