/* SPDX-License-Identifier: Apache-2.0 */

/* A try is two transactions with the slow check between them:
 *
 *   count    wrong + 1, the moment on the boot clock; refused while there is a wait
 *   (check)  Argon2id, outside of the store, without its lock
 *   end      right: wrong = 0; either way an entry in the trail
 *
 * Whatever ends the process between them leaves a counted try. Tries side by side are
 * counted one after the other by the database's write lock, so no more than LIMIT_TRIES of
 * them reach the check. The wait is reckoned on the boot clock (upload/uptime.h): setting
 * the wall clock does not move it, and after a new boot only the time since then counts.
 *
 * Names that nobody has share one count and one PIN, nobody's: such a try takes as long
 * and writes as much as any other. */

#include "upload/members.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/store-private.h"
#include "upload/trail.h"
#include "upload/uptime.h"

#define SUPERVISOR "supervisor"
#define ANY        "any"

void
member_free (Member *member) {
  if (member == NULL)
    return;
  g_free (member->id);
  g_free (member->name);
  g_free (member->role);
  g_free (member->pin);
  g_free (member);
}

guint
member_get_wait (guint wrong) {
  guint wait_s = LIMIT_TRY_LEAST_S;

  if (wrong < LIMIT_TRIES)
    return 0;
  for (guint i = LIMIT_TRIES; i < wrong && wait_s < LIMIT_TRY_MOST_S; i++)
    wait_s *= 2;
  return MIN (wait_s, LIMIT_TRY_MOST_S);
}

static guint
reckon_wait (guint wrong, const char *boot, gint64 tried_s) {
  guint wait_s = member_get_wait (wrong);
  gint64 passed_s;
  Uptime now;

  if (wait_s == 0)
    return 0;
  uptime_look (&now);
  passed_s = uptime_get_passed (boot, tried_s, &now);
  return passed_s >= wait_s ? 0 : wait_s - (guint) passed_s;
}

static gboolean
unseal (Store *store, const char *id, const char *part, const char *sealed, char **text,
        GError **error) {
  g_autoptr (Vault) vault = keys_open_station_vault (store->keys);
  g_autofree char *label = g_strdup_printf ("member/%s/%s", id, part);

  if (vault_open_text (vault, label, sealed, text, error))
    return TRUE;
  g_prefix_error (error, "member \"%s\": ", id);
  return FALSE;
}

static char *
seal (Store *store, const char *id, const char *part, const char *text) {
  g_autoptr (Vault) vault = keys_open_station_vault (store->keys);
  g_autofree char *label = g_strdup_printf ("member/%s/%s", id, part);

  return vault_seal_text (vault, label, text);
}

/* Column by column in the order of statement.c. */
static Member *
read_member (Store *store, Rows *rows, GError **error) {
  g_autoptr (Member) member = g_new0 (Member, 1);

  member->id = database_dup_text (rows, 0);
  member->role = database_dup_text (rows, 2);
  member->added_at = database_get_int (rows, 4);
  member->retired = database_get_int (rows, 5) != 0;
  member->wrong = (guint) database_get_int (rows, 6);
  member->wait_s = reckon_wait (member->wrong, database_get_text (rows, 7),
                                database_get_int (rows, 8));
  if (!unseal (store, member->id, "pin", database_get_text (rows, 3), &member->pin, error)
      || (*member->id != '\0'
          && !unseal (store, member->id, "name", database_get_text (rows, 1),
                      &member->name, error)))
    return NULL;
  return g_steal_pointer (&member);
}

/* NULL without a fault when there is none. */
static Member *
find_member (Store *store, const char *id, GError **error) {
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_MEMBER, error, "t", id);

  return rows != NULL && database_next (rows, error) ? read_member (store, rows, error)
                                                     : NULL;
}

static gboolean
is_at_work (const Member *member) {
  return member != NULL && !member->retired && *member->id != '\0';
}

/* Who is, or was, a member; FAULT_USAGE for nobody. */
static Member *
load_member (Store *store, const char *id, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Member) member = find_member (store, id, &cause);

  if (member != NULL && *member->id != '\0')
    return g_steal_pointer (&member);
  if (cause == NULL)
    g_set_error (&cause, FAULT, FAULT_USAGE, "there is no member \"%s\"", id);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static gboolean
count_members (Store *store, const char *role, guint *count, GError **error) {
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_COUNT_MEMBERS, error, "t", role);

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *count = (guint) database_get_int (rows, 0);
  return TRUE;
}

gboolean
members_count (Store *store, const char *role, guint *count, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return count_members (store, role, count, error);
}

static GPtrArray *
load_all (Store *store, GError **error) {
  g_autoptr (GPtrArray) members
      = g_ptr_array_new_with_free_func ((GDestroyNotify) member_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_MEMBERS, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    Member *member = read_member (store, rows, &cause);

    if (member == NULL)
      break;
    g_ptr_array_add (members, member);
  }
  if (cause == NULL)
    return g_steal_pointer (&members);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GPtrArray *
members_get (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_all (store, error);
}

Member *
members_load (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_member (store, id, error);
}

/* --- changes ------------------------------------------------------------------------ */

/* Somebody must be able to let others in. */
static gboolean
check_addition (Store *store, const Member *member, GError **error) {
  g_autoptr (GPtrArray) members = load_all (store, error);
  guint supervisors;

  if (members == NULL || !count_members (store, SUPERVISOR, &supervisors, error))
    return FALSE;
  if (supervisors == 0 && !g_str_equal (member->role, SUPERVISOR)) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "the first member is a supervisor, who can add others");
    return FALSE;
  }
  if (members->len < LIMIT_MEMBERS)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE, "a station has at most %u members",
               LIMIT_MEMBERS);
  return FALSE;
}

static gboolean
add_row (Store *store, const char *id, const char *name, const char *role,
         const char *pin, GError **error) {
  g_autofree char *sealed_name = seal (store, id, "name", name);
  g_autofree char *sealed_pin = seal (store, id, "pin", pin);

  return database_run (store->database, STATEMENT_ADD_MEMBER, error, "tttti", id,
                       sealed_name, role, sealed_pin,
                       g_get_real_time () / G_USEC_PER_SEC);
}

gboolean
members_add (Store *store, const Member *member, const char *nobody, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL || !check_addition (store, member, error)
      || !add_row (store, MEMBER_NOBODY, NULL, "nobody", nobody, error)
      || !add_row (store, member->id, member->name, member->role, member->pin, error))
    return FALSE;
  if (database_get_changed (store->database) == 0) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "\"%s\" is or was a member already; the trail names it", member->id);
    return FALSE;
  }
  return trail_append (store, "staff-add", NULL, error, "%s %s", member->id, member->role)
         && database_commit (g_steal_pointer (&writing), error);
}

gboolean
members_get_nobody (Store *store, char **pin, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Member) nobody = find_member (store, MEMBER_NOBODY, &cause);

  *pin = nobody != NULL ? g_steal_pointer (&nobody->pin) : NULL;
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
members_set_pin (Store *store, const char *id, const char *pin, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *sealed = seal (store, id, "pin", pin);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (Member) member = writing != NULL ? load_member (store, id, error) : NULL;

  if (member == NULL
      || !database_run (store->database, STATEMENT_SET_PIN, error, "tt", id, sealed)
      || !trail_append (store, "staff-pin", NULL, error, "%s", id))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

static gboolean
check_retirement (Store *store, const Member *member, GError **error) {
  guint supervisors;

  if (member->retired) {
    g_set_error (error, FAULT, FAULT_USAGE, "member \"%s\" is retired already",
                 member->id);
    return FALSE;
  }
  if (!g_str_equal (member->role, SUPERVISOR))
    return TRUE;
  if (!count_members (store, SUPERVISOR, &supervisors, error))
    return FALSE;
  if (supervisors > 1)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE,
               "\"%s\" is the last supervisor: nobody could add members any more",
               member->id);
  return FALSE;
}

gboolean
members_retire (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (Member) member = writing != NULL ? load_member (store, id, error) : NULL;

  if (member == NULL || !check_retirement (store, member, error)
      || !database_run (store->database, STATEMENT_RETIRE, error, "ti", id,
                        g_get_real_time () / G_USEC_PER_SEC)
      || !trail_append (store, "staff-retire", NULL, error, "%s", id))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
members_unlock (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (Member) member = writing != NULL ? load_member (store, id, error) : NULL;

  if (member == NULL
      || !database_run (store->database, STATEMENT_CLEAR_TRIES, error, "t", id)
      || !trail_append (store, "staff-unlock", NULL, error, "%s", id))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

/* --- tries -------------------------------------------------------------------------- */

/* Whose PIN a try of @id is checked against; NULL is a fault. */
static Member *
find_tried (Store *store, const char *id, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Member) named = find_member (store, id, &cause);
  g_autoptr (Member) nobody
      = cause == NULL ? find_member (store, MEMBER_NOBODY, &cause) : NULL;

  if (is_at_work (named) && nobody != NULL)
    return g_steal_pointer (&named);
  if (nobody != NULL)
    return g_steal_pointer (&nobody);
  if (cause == NULL)
    g_set_error (&cause, FAULT, FAULT_USAGE, "this station has no staff");
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

Member *
members_count_try (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (Member) member = writing != NULL ? find_tried (store, id, error) : NULL;
  Uptime now;

  if (member == NULL)
    return NULL;
  if (member->wait_s > 0)
    return g_steal_pointer (&member);
  uptime_look (&now);
  if (!database_run (store->database, STATEMENT_COUNT_TRY, error, "tti", member->id,
                     now.boot, now.s)
      || !database_commit (g_steal_pointer (&writing), error))
    return NULL;
  member->wrong++;
  return g_steal_pointer (&member);
}

gboolean
members_end_try (Store *store, const char *id, gboolean right, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL
      || (right && !database_run (store->database, STATEMENT_CLEAR_TRIES, error, "t", id))
      || !trail_append (store, right ? "sign-in" : "sign-in-refused", NULL, error, "%s",
                        *id != '\0' ? id : "nobody"))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

/* --- the trail ---------------------------------------------------------------------- */

gboolean
members_note (Store *store, const char *what, const char *dossier, const char *why,
              GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL || !trail_append (store, what, dossier, error, "%s", why))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}
