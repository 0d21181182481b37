/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Who is let in to the practice portal: one secret, shown as it is or as the password for
 * tokens and sessions. These live in memory and end with the process. */
typedef struct Gate Gate;

/* Tokens are good for @life_s. */
Gate *gate_new (const char *secret, const char *group, guint life_s);
void gate_free (Gate *gate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Gate, gate_free)

/* May be NULL, as everything that comes in. */
gboolean gate_is_secret (const Gate *gate, const char *secret);
gboolean gate_is_group (const Gate *gate, const char *group);

/* A new token or session; caller frees. */
char *gate_issue (Gate *gate) G_GNUC_WARN_UNUSED_RESULT;
gboolean gate_knows (Gate *gate, const char *pass);
/* The same for the value of a header "Bearer PASS". */
gboolean gate_knows_bearer (Gate *gate, const char *header);

guint gate_get_life_s (const Gate *gate);
