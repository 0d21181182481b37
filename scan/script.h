/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/dials.h"
#include "scan/mishap.h"

/* The hopper's script, hopper.conf in the folder that it plays: how the device is built and
 * what goes wrong; see sane-hopper(5). */
typedef struct Script Script;

/* Reads @path; an absent file is an empty script. FAULT_CONFIG: "FILE:LINE: ...". */
Script *script_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void script_free (Script *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Script, script_free)

/* Borrowed. */
const DialsBuild *script_get_build (const Script *script);

/* What the device calls itself, borrowed; NULL: nothing of its own. */
const char *script_get_model (const Script *script);

/* What lies under the paper, a grey value. */
guint8 script_get_bed (const Script *script);

/* Whether the device remembers its place in the stack and what has struck. */
gboolean script_has_memory (const Script *script);

gboolean script_is_cover_open (const Script *script);

/* When the button is pressed after opening; FALSE when it is not. */
gboolean script_get_button (const Script *script, guint *after_ms);

/* The mishap @index (0..) of those that are for @moment of @side of @sheet, in the order of
 * the script; NULL when there are no more. Borrowed. */
const Mishap *script_get_mishap (const Script *script, Moment moment, guint sheet,
                                 Side side, guint index);
