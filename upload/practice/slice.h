/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A stretch of an open file that is read where it is needed, so that memory does not grow
 * with it. Plain value; the descriptor is borrowed. Faults are FAULT_STORAGE. */
typedef struct {
  int fd; /* -1: nothing, and size_bytes is 0 */
  gsize offset, size_bytes;
} Slice;

/* The part of @slice from @at on, @size_bytes long; it must lie inside. */
Slice slice_cut (const Slice *slice, gsize at, gsize size_bytes);

/* Reads @size bytes from @at on; they must lie inside. */
gboolean slice_read (const Slice *slice, gsize at, void *bytes, gsize size,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of it, with a NUL behind; caller frees. For what is known to be short. */
char *slice_dup (const Slice *slice, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where @needle begins for the first time from @from on; *@at is size_bytes when it does
 * not. @needle is 1 to SLICE_NEEDLE_BYTES long. */
#define SLICE_NEEDLE_BYTES 1024
gboolean slice_find (const Slice *slice, gsize from, const char *needle, gsize *at,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256, lower-case hexadecimal; caller frees. */
char *slice_hash (const Slice *slice, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a durable file of it (config/durable.h). */
gboolean slice_save (const Slice *slice, const char *path, int mode,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
