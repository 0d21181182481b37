/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A PIN for a command: one line of the descriptor @fd, or, when that is negative, typed at
 * the terminal after @prompt without being shown. Never an argument or an environment
 * variable, which others can read. Several PINs on one descriptor are several lines. NULL
 * with FAULT_USAGE when there is none. */
char *pinentry_read (int fd, const char *prompt,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wipes and frees; NULL is nothing. */
void pinentry_free (char *pin);

/* The descriptor that @named (an option, or NULL) or MOTCUA_PIN_FD says; -1: neither. */
gboolean pinentry_find (const char *named, int *fd,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
