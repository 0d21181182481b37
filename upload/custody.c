/* SPDX-License-Identifier: Apache-2.0 */

/* A row names the member, the process (upload/owner.h) and a moment on the boot clock. A row
 * whose process is gone or whose moment is too long ago is as good as none, and is written
 * over by the next taker inside the write lock: two takers at once are one after the other.
 * The same member at another desk takes over from himself.
 *
 *   free -take-> held -take by the holder-> held (renewed)
 *    ^            | leave, process gone, LIMIT_CUSTODY_S
 *    '------------'
 */

#include "upload/custody.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/cases.h"
#include "upload/store-private.h"
#include "upload/trail.h"
#include "upload/uptime.h"

/* A store without staff has one person. */
static const char *
get_member (const Store *store) {
  return store->member != NULL ? store->member : "";
}

static gboolean
is_alive (Store *store, Rows *rows) {
  const char *owner = database_get_text (rows, 1);
  gboolean ours
      = store->owner != NULL && g_str_equal (owner, owner_get_name (store->owner));
  Uptime now;

  uptime_look (&now);
  return uptime_get_passed (database_get_text (rows, 2), database_get_int (rows, 3), &now)
             < LIMIT_CUSTODY_S
         && (ours || !owner_is_gone (store->owners, owner));
}

/* *@holder is NULL when nobody has it. */
static gboolean
load_holder (Store *store, const char *id, char **holder, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_CUSTODY, &cause, "t", id);

  *holder = NULL;
  if (rows != NULL && database_next (rows, &cause) && is_alive (store, rows))
    *holder = database_dup_text (rows, 0);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
write_row (Store *store, const char *id, GError **error) {
  const char *owner = store_get_owner (store, error);
  Uptime now;

  uptime_look (&now);
  return owner != NULL
         && database_run (store->database, STATEMENT_SET_CUSTODY, error, "tttti", id,
                          get_member (store), owner, now.boot, now.s);
}

gboolean
custody_take (Store *store, const char *id, char **holder, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autofree char *found = NULL;
  DossierState state;

  *holder = NULL;
  if (writing == NULL || !store_load_state (store, id, &state, NULL, error)
      || !load_holder (store, id, &found, error))
    return FALSE;
  if (found != NULL && !g_str_equal (found, get_member (store))) {
    *holder = g_steal_pointer (&found);
    return TRUE;
  }
  if (!write_row (store, id, error)
      || (found == NULL
          && (!cases_take (store, id, error)
              || !trail_append (store, "take", id, error, "-"))))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
custody_leave (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_DROP_CUSTODY, error, "tt", id,
                        get_member (store)))
    return FALSE;
  if (database_get_changed (store->database) == 0)
    return TRUE;
  return trail_append (store, "leave", id, error, "-")
         && database_commit (g_steal_pointer (&writing), error);
}

gboolean
custody_get (Store *store, const char *id, char **holder, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_holder (store, id, holder, error);
}

gboolean
custody_check (Store *store, const char *id, GError **error) {
  g_autofree char *holder = NULL;

  if (!load_holder (store, id, &holder, error))
    return FALSE;
  if (holder == NULL || g_str_equal (holder, get_member (store)))
    return TRUE;
  g_set_error (error, FAULT, FAULT_REFUSED, "dossier %s is in the hands of %s", id,
               holder);
  return FALSE;
}
