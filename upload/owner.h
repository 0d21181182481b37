/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Who holds a claim in the store. An owner is a file in the store's "owners" folder that
 * its process keeps locked as long as it lives; the kernel lets go of the lock with the
 * process, so that a claim of a dead one is known without a clock and without a pid. */
typedef struct Owner Owner;

/* Makes a new owner in @folder. */
Owner *owner_new (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the ownership: its claims are anybody's from here on. */
void owner_free (Owner *owner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Owner, owner_free)

/* The same, and its file stays as that of one that was cut short: it has left something
 * half-made in the store. */
void owner_forsake (Owner *owner);

/* Its name for the store's rows; borrowed, never used twice. */
const char *owner_get_name (const Owner *owner);

/* TRUE when no living process holds owner @name of @folder. When that cannot be told it is
 * taken to live. */
gboolean owner_is_gone (const char *folder, const char *name);

/* Whether any process was cut short, or forsook its ownership, since the last sweep. */
gboolean owner_left_any (const char *folder);

/* Removes the files of owners in @folder that are gone. */
void owner_sweep (const char *folder);
