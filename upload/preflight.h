/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/acceptance.h"
#include "config/settings.h"
#include "config/vault.h"
#include "upload/dossier.h"

/* Asks, before a dossier leaves, what its portal would say. */

/* The rules of @portal: its rules_file, or the shipped pack; @portal may be NULL. */
Acceptance *preflight_load_rules (const PortalSettings *portal,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the portal would refuse of the sealed @papers (Paper) in @vault
 * (AcceptanceFinding, owned); NULL with FAULT_STORAGE when a file does not open. */
GPtrArray *preflight_check (const Acceptance *rules, const char *procedure,
                            const GPtrArray *papers, const Vault *vault,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
