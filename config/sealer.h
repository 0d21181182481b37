/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The writing side of an encrypted file (config/chunk.h). Part of config/durable.c, which
 * owns the descriptor; nobody else includes this. */
typedef struct Sealer Sealer;

/* Starts a file on @fd (borrowed, empty). @key has CHUNK_KEY_BYTES; it is not kept. */
Sealer *sealer_new (int fd, const guint8 *key,
                    const char *label) G_GNUC_WARN_UNUSED_RESULT;
void sealer_free (Sealer *sealer);

/* Writes plain bytes at @offset: at the end, or up to a chunk behind it (zeros are put
 * between), or over what is still held: the first chunk, and the two at the end. Anything
 * else is sealed for good, and FAULT_USAGE. */
gboolean sealer_write (Sealer *sealer, guint64 offset, const void *bytes, gsize size,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Plain bytes so far. */
guint64 sealer_get_size (const Sealer *sealer);

/* Writes what is held; syncing is the owner's. */
gboolean sealer_finish (Sealer *sealer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
