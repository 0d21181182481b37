/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Who works at the station: rows of the store. Names and PIN hashes are sealed with the
 * station key, so that a copy of the database lets nobody try PINs. A member is never
 * deleted: the trail names it. What a PIN is, and how it is checked, is kiosk/staff.h's. */
typedef struct {
  char *id;   /* "lan": small letters, digits, dots and dashes; for good */
  char *name; /* as screens show it */
  char *role; /* "clerk", "supervisor", "technician" */
  char *pin;  /* Argon2id, as libsodium writes it */
  gint64 added_at;
  gboolean retired;
  guint wrong;  /* tries counted since the last right one */
  guint wait_s; /* before the next try is taken; 0: none */
} Member;

void member_free (Member *member);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Member, member_free)

/* The id of nobody: its PIN is nobody's, and is checked for names that nobody has. */
#define MEMBER_NOBODY ""

/* How long the tries of a member wait after @wrong wrong ones: 0 up to LIMIT_TRIES, then
 * twice as long each time. */
guint member_get_wait (guint wrong);

/* How many members with @role ("any": with any) are at work; retired ones are not. */
gboolean members_count (Store *store, const char *role, guint *count,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of them by id, retired ones too (Member, owned by the array). */
GPtrArray *members_get (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FAULT_USAGE when there is no @id. */
Member *members_load (Store *store, const char *id,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds @member; and @nobody's PIN, where there is none yet. FAULT_USAGE when the id was
 * ever given, or the first one is no supervisor. */
gboolean members_add (Store *store, const Member *member, const char *nobody,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* *@pin is nobody's (caller frees); NULL while there was never a member. */
gboolean members_get_nobody (Store *store, char **pin,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new PIN, which also ends a wait. */
gboolean members_set_pin (Store *store, const char *id, const char *pin,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FAULT_USAGE for the last supervisor, while anyone else is at work or not. */
gboolean members_retire (Store *store, const char *id,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends a wait. */
gboolean members_unlock (Store *store, const char *id,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Counts a try of @id's PIN, or of nobody's when no member is called that, and gives whose
 * it is (Member, caller owns). The count is on the disk before this returns, so that a try
 * that is cut off is a wrong one. While the member waits, nothing is counted: wait_s of the
 * answer is not 0. */
Member *members_count_try (Store *store, const char *id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How the try ended. A right one clears the count; both are entered in the trail. @id is
 * the member's that members_count_try() gave. */
gboolean members_end_try (Store *store, const char *id, gboolean right,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Enters in the trail what whoever acts now (store_set_member) did with a dossier without
 * changing it, or was refused: "view", "print", "refused" ... @dossier may be NULL; @why is
 * a word of ours, never what a person typed. */
gboolean members_note (Store *store, const char *what, const char *dossier,
                       const char *why, GError **error) G_GNUC_WARN_UNUSED_RESULT;
