/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

#include <json-glib/json-glib.h>

/* The audit trail: one entry for each act on the store, written in the transaction of the
 * act. Each entry's digest covers the one before it, so whoever holds the last digest (a
 * mark: it is printed on receipts and sent with dossiers) holds the whole trail. Entries
 * carry ids, numbers and digests, never names or values. */
typedef struct {
  gint64 number; /* 1.., without gaps */
  gint64 at;     /* seconds since 1970, UTC; for people: the order is the number's */
  char *actor;   /* the program that acted; "/" and the member it acted for, if any */
  char *act;     /* "begin", "open", "page", "state", "correct" ... */
  char *dossier; /* id; "" when it concerns none */
  char *detail;  /* what of it: a state, a page's number and digest, a component */
  char *digest;  /* SHA-256 of the digest before and this entry, lower-case hexadecimal */
} TrailEntry;

void trail_entry_free (TrailEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrailEntry, trail_entry_free)

/* The entries of dossier @id (TrailEntry, owned by the array), in order. */
GPtrArray *trail_load (Store *store, const char *id,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Called for each entry, borrowed, in order. FALSE ends the walk without a fault. */
typedef gboolean (*TrailFunc) (const TrailEntry *entry, gpointer data);

/* Every entry, or those of the dossier @id when it is not NULL. */
gboolean trail_walk (Store *store, const char *id, TrailFunc on_entry, gpointer data,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The mark of the trail as it stands: "NUMBER:" and TRAIL_MARK_DIGITS of the last digest.
 * Caller frees. */
#define TRAIL_MARK_DIGITS 16
char *trail_get_mark (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Recomputes all of it and compares it with the dossiers of the store and with @marks
 * (char *, such as receipts carry; may be NULL). *@what becomes a sentence that names the
 * first bad place (caller frees), or NULL when all is well; *@entries how many there are.
 * FAULT_USAGE when a mark is none. */
gboolean trail_verify (Store *store, const GPtrArray *marks, gint64 *entries, char **what,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Part of the store: adds an entry inside the caller's transaction; what @format makes is
 * its detail (control characters become "?"). @dossier may be NULL. */
gboolean trail_append (Store *store, const char *act, const char *dossier, GError **error,
                       const char *format, ...)
    G_GNUC_PRINTF (5, 6) G_GNUC_WARN_UNUSED_RESULT;

/* Part of the store: trail_walk() for who holds the mutex. */
gboolean trail_walk_locked (Store *store, const char *id, TrailFunc on_entry,
                            gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An entry as an object of JSON, as files of a dossier tell it; parsing gives NULL when it
 * is none. */
void trail_entry_format (const TrailEntry *entry, JsonBuilder *builder);
TrailEntry *trail_entry_parse (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;

/* Part of the store: a trail that begins anew tells an old entry of dossier @id, with its
 * old number, time, actor and digest. */
gboolean trail_recall (Store *store, const char *id, const TrailEntry *entry,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Part of the store: trail_get_mark() for who holds the mutex. */
char *trail_load_mark (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
