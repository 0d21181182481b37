/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/portal.h"

/* The adapter for OpenCPS, the open one-stop platform (REST resources below /o/rest/v2,
 * headers groupId and Token). See portal.h for what its calls promise. */
typedef struct Opencps Opencps;

Opencps *opencps_new (const PortalSettings *settings,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void opencps_free (Opencps *opencps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opencps, opencps_free)

PortalAnswer *opencps_send (Opencps *opencps, const Dossier *dossier, const char *folder,
                            PortalCreatedFunc on_created,
                            gpointer data) G_GNUC_WARN_UNUSED_RESULT;
PortalAnswer *opencps_probe (Opencps *opencps) G_GNUC_WARN_UNUSED_RESULT;

/* The key under which paper @number of dossier @key is filed: always the same, so that a
 * file that arrived unnoticed is found again. Caller frees. */
char *opencps_paper_key_dup (const char *key, guint number) G_GNUC_WARN_UNUSED_RESULT;
