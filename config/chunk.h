/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The form of an encrypted file: a header, then the plain bytes in chunks of 64 KiB, each
 * sealed by itself. A chunk's place and whether it is the last are part of what is
 * authenticated (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar), so a
 * file that was cut, reordered, or mixed with another does not open.
 *
 *   offset  length
 *   0       8       "MCVAULT" and the version, 1
 *   8       24      random, anew for each file
 *   32      65552   chunk 0: 65,536 sealed bytes and a tag of 16
 *   ...             the last chunk is shorter or as long; of an empty file it is a tag
 */

#define CHUNK_KEY_BYTES    32u
#define CHUNK_HEADER_BYTES 32u
#define CHUNK_PLAIN_BYTES  (64u * 1024)
#define CHUNK_TAG_BYTES    16u
#define CHUNK_SEALED_BYTES (CHUNK_PLAIN_BYTES + CHUNK_TAG_BYTES)

/* Readies libsodium; to be called before anything else here. Safe to call again. */
void chunk_init (void);

/* Writes the header of a new file. */
void chunk_make_header (guint8 header[CHUNK_HEADER_BYTES]);

/* FALSE when these bytes begin no encrypted file of a version that is known. */
gboolean chunk_check_header (const guint8 header[CHUNK_HEADER_BYTES]);

/* The key of one file, from its owner's @key, its header and its @label; any other label
 * or header gives another key. */
void chunk_derive_key (const guint8 key[CHUNK_KEY_BYTES],
                       const guint8 header[CHUNK_HEADER_BYTES], const char *label,
                       guint8 file_key[CHUNK_KEY_BYTES]);

/* Seals @size (at most CHUNK_PLAIN_BYTES) as chunk @number; @sealed has room for the tag,
 * too. */
void chunk_seal (const guint8 file_key[CHUNK_KEY_BYTES], guint64 number, gboolean last,
                 const guint8 *plain, gsize size, guint8 *sealed);

/* Opens @size sealed bytes into @plain; FALSE when they are not exactly what was sealed. */
gboolean chunk_open (const guint8 file_key[CHUNK_KEY_BYTES], guint64 number,
                     gboolean last, const guint8 *sealed, gsize size,
                     guint8 *plain) G_GNUC_WARN_UNUSED_RESULT;

/* Plain length and number of chunks of a file of @file_bytes; FALSE when no file is so
 * long. */
gboolean chunk_measure (guint64 file_bytes, guint64 *plain_bytes,
                        guint64 *chunks) G_GNUC_WARN_UNUSED_RESULT;
