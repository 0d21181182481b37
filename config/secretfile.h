/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A file that holds a key or a PIN: a regular one, not a link, that belongs to us or to
 * root and that nobody else may read (root's: its group may). FAULT_CONFIG says which of these it is not. The
 * caller frees the text with secretfile_free. */
char *secretfile_load (const char *path, gsize most_bytes,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wipes and frees; NULL is let pass. */
void secretfile_free (char *text);
