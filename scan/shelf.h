/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The lines of one image in a nameless file of the temporary folder, for an image whose
 * lines are wanted in another order than they come. */
typedef struct Shelf Shelf;

/* For @lines lines of @pixels pixels of @pixel_bytes each. FAULT_IMAGE when that is more
 * than LIMIT_HOPPER_SPILL_BYTES or there is no room. */
Shelf *shelf_new (guint lines, guint pixels, guint pixel_bytes,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void shelf_free (Shelf *shelf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shelf, shelf_free)

gboolean shelf_write (Shelf *shelf, guint line, const guint8 *bytes,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean shelf_read (Shelf *shelf, guint line, guint8 *bytes,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @count pixels of it from @first on. */
gboolean shelf_read_part (Shelf *shelf, guint line, guint first, guint count,
                          guint8 *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pixel @column of every line, from the first line to the last. */
gboolean shelf_read_column (Shelf *shelf, guint column, guint8 *bytes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
