/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Every dossier of a store in memory, without what is sealed, so that any choice among a
 * hundred thousand of them, counted, sorted and cut into pages, takes milliseconds. It is
 * brought up to date by what the audit trail has gained. One thread at a time. */
typedef struct Roll Roll;

/* A dossier as the roll knows it; borrowed, good until the next roll_refresh(). Times are
 * seconds since 1970, UTC; 0 is none. Strings may be NULL where Dossier has it so. */
typedef struct {
  gint64 seq; /* the order of coming */
  const char *id;
  const char *code;
  const char *portal_code;
  const char *station; /* "0293-01", as in the code; "" when the code has none */
  const char *procedure;
  const char *procedure_name;
  DossierState state;
  guint priority;
  guint attempts;
  gint64 next_try_at;
  gint64 due_at;
  gint64 created_at;
  gint64 queued_at;
} RollEntry;

/* What is wanted; all of it must fit. {0} is everything. */
typedef struct {
  guint states;        /* 1 << DossierState, or-ed; 0: any */
  const char *station; /* its id, or an office's ("0293" is "0293-01", too); NULL: any */
  const char *procedure; /* its code; NULL: any */
  const char
      *text;     /* words, with or without marks, each of which is in a code, in the id's
                       beginning, or in the procedure's name; NULL: any. Applicants are
                       sealed and not looked at. */
  gboolean late; /* only what is late at @now, as dossier_is_late() tells it */
  gint64 now;
  guint late_after_s;
} RollFilter;

/* Reads the whole store once: about 2 microseconds a dossier. @store outlives the roll. */
Roll *roll_new (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void roll_free (Roll *roll);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Roll, roll_free)

/* Reads again what has changed since; *@changed (may be NULL) says whether anything had. On
 * a fault the roll is as it was. */
gboolean roll_refresh (Roll *roll, gboolean *changed,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Entries that fit (RollEntry, owned by the roll), what the law wants answered first in
 * front, what has no term behind, each in the order of coming. A page of a screen is a slice
 * of it: store_get_dossier() of each id there gives what is sealed. Caller drops the
 * array. */
GPtrArray *roll_find (Roll *roll, const RollFilter *filter) G_GNUC_WARN_UNUSED_RESULT;

gboolean roll_entry_is_late (const RollEntry *entry, gint64 now, guint late_after_s);

/* Since when it has been in somebody's hands. */
gint64 roll_entry_get_since (const RollEntry *entry);
