/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What the hopper remembers from one opening to the next, in a file of the folder that it
 * plays: which image was fed last, and how often each mishap has struck. */
typedef struct Slate Slate;

/* With @path NULL it remembers as long as it lives. A file that is absent or makes no sense
 * counts as empty. */
Slate *slate_load (const char *path) G_GNUC_WARN_UNUSED_RESULT;
void slate_free (Slate *slate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Slate, slate_free)

/* The last image fed; NULL when none was. @image is its number (0..) within the file. */
const char *slate_get_fed (const Slate *slate, guint *image);

/* With @name NULL: none. */
void slate_set_fed (Slate *slate, const char *name, guint image);

guint slate_get_strikes (const Slate *slate, const char *mishap);
void slate_add_strike (Slate *slate, const char *mishap);

/* Writes what has changed; FAULT_STORAGE. The names are there after kill -9, though perhaps
 * not after a power cut. */
gboolean slate_save (Slate *slate, GError **error) G_GNUC_WARN_UNUSED_RESULT;
