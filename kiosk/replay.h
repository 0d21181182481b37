/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Makes the image of the page in @path once more, by the recipe in the reading @json_path,
 * in a reader of its own. TRUE when the same bytes came out; FAULT_IMAGE when others did or
 * the page cannot be decoded, FAULT_CONFIG when the reader does not start. */
gboolean replay_page (const char *path, const char *json_path,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
