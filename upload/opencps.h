/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/attempt.h"

/* The adapter for OpenCPS, the open one-stop platform (REST resources below /o/rest/v2,
 * headers groupId and Token). Proof: every file read back. */
extern const Adapter opencps_adapter;

/* The key under which paper @number of dossier @key is filed: always the same, so that a
 * file that arrived unnoticed is found again. Caller frees. */
char *opencps_paper_key_dup (const char *key, guint number) G_GNUC_WARN_UNUSED_RESULT;
