/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/slice.h"

/* Files that have come before a dossier names them: whole ones from forms, growing ones by
 * tus. In one folder, each with its bytes and a note; what a call reports as kept is on
 * disk. */
typedef struct Depot Depot;

typedef struct {
  char *id;
  char *name;     /* as the client called it */
  char *metadata; /* of tus, as it came; "" for forms */
  guint64 length, offset;
  char *path; /* of its bytes */
} Loose;

void loose_free (Loose *loose);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loose, loose_free)

/* Opens @folder (made when absent). FAULT_STORAGE. */
Depot *depot_open (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void depot_close (Depot *depot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Depot, depot_close)

/* Keeps a place for @length bytes. */
Loose *depot_create (Depot *depot, const char *name, const char *metadata, guint64 length,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends @bytes, which must fit; durable before it returns. */
gboolean depot_append (Depot *depot, Loose *loose, const Slice *bytes,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The file @id; NULL with *@error unset when there is none. */
Loose *depot_load (Depot *depot, const char *id,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens its bytes for reading; the caller closes body->fd. */
gboolean depot_read (const Loose *loose, Slice *body,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 of what is there, lower-case hexadecimal; caller frees. */
char *depot_hash (const Loose *loose, GError **error) G_GNUC_WARN_UNUSED_RESULT;
