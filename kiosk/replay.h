/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"

/* Makes the image of the page in @path once more, by the recipe in the reading @json_path,
 * in a reader of its own. TRUE when the same bytes came out; FAULT_IMAGE when others did or
 * the page cannot be decoded, FAULT_CONFIG when the reader does not start. */
gboolean replay_page (const char *path, const char *json_path,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  REPLAY_NONE,    /* the raw page, the reading with its recipe or the image is not kept */
  REPLAY_SAME,    /* the image came out again */
  REPLAY_EARLIER, /* an earlier build made it otherwise; it is the image of that time */
} ReplayOutcome;

/* The same of page @number of a dossier, whose raw page is @file in its vault; the fault
 * says where the bytes differ from the image that is kept. */
gboolean replay_stored (const Vault *vault, guint number, const char *file,
                        ReplayOutcome *outcome, GError **error) G_GNUC_WARN_UNUSED_RESULT;
