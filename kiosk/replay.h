/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"

/* Makes the image of the page in @path once more, by the recipe in the reading @json_path,
 * in a reader of its own. TRUE when the same bytes came out; FAULT_IMAGE when others did or
 * the page cannot be decoded, FAULT_CONFIG when the reader does not start. */
gboolean replay_page (const char *path, const char *json_path,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of page @number of a dossier, whose raw page is @file in its vault; the fault
 * says where the bytes differ from the image that is kept. *@replayed is FALSE, and there is
 * no fault, where the raw page, the reading with its recipe or the image is not kept. */
gboolean replay_stored (const Vault *vault, guint number, const char *file,
                        gboolean *replayed, GError **error) G_GNUC_WARN_UNUSED_RESULT;
