/* SPDX-License-Identifier: Apache-2.0 */

/* One dossier at a time, oldest first:
 *
 *   claim -> portal -> accepted: receipt on disk, then the state says so
 *                   -> later:    due again after a wait that doubles
 *                   -> refused:  a person decides
 *
 * A dossier that fails costs its own attempt and nobody else's. Nothing is given up by
 * itself: the wait grows to retry_max_s and stays there. Settings that cannot be used are
 * "later", too: put right once, they must not leave thousands of dossiers to be released
 * by hand.
 *
 * Time for waiting is the wall clock at the start, carried on by the boot clock: a clock
 * that is set while we run neither hurries a retry nor delays it. */

#include "upload/uploader.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"
#include "config/training.h"
#include "upload/alarm.h"
#include "upload/notebook.h"
#include "upload/notify.h"
#include "upload/portal.h"
#include "upload/proof.h"
#include "upload/receipt.h"
#include "upload/retention.h"
#include "upload/vigil.h"

#include <sys/stat.h>
#include <time.h>

#define TIDY_S          3600 /* between two looks for what is to be erased */
#define LEAST_IDLE_MS   100
#define MOST_IDLE_MS    10000 /* well within the unit's WatchdogSec */
#define HOURS_JITTER_S  60    /* so that stations do not all begin at one moment */
#define JITTER_FRACTION 4     /* a wait is shortened by up to this fraction of itself */
#define MOST_DOUBLINGS  16

typedef struct {
  Store *store;
  const Settings *settings;
  Settings *reloaded;  /* owned: those, once the file has changed; or NULL */
  struct stat seen;    /* the file as it was read last */
  GHashTable *portals; /* name -> Portal */
  Vigil *vigil;
  gint64 clock_offset_s;
  gint64 tidied_at; /* by the boot clock; 0: not yet */
  UploaderTotals *totals;
} Uploader;

static gint64
read_clock_s (clockid_t clock) {
  struct timespec now = {0};
  int failed = clock_gettime (clock, &now);

  g_assert (failed == 0);
  return now.tv_sec;
}

static gint64
get_now (const Uploader *uploader) {
  return read_clock_s (CLOCK_BOOTTIME) + uploader->clock_offset_s;
}

/* --- one dossier -------------------------------------------------------------------- */

static guint
choose_wait_s (const Uploader *uploader, const Dossier *dossier, guint retry_after_s) {
  guint doublings
      = MIN (dossier->attempts > 0 ? dossier->attempts - 1 : 0, MOST_DOUBLINGS);
  guint64 wait_s = (guint64) uploader->settings->retry_base_s << doublings;

  wait_s = MIN (wait_s, uploader->settings->retry_max_s);
  wait_s -= (guint64) g_random_int_range (0, (gint32) (wait_s / JITTER_FRACTION) + 1);
  return (guint) MAX (MAX (wait_s, 1), MIN (retry_after_s, LIMIT_RETRY_AFTER_S));
}

static gboolean
defer (Uploader *uploader, const Dossier *dossier, guint retry_after_s,
       const char *sentence, GError **error) {
  guint wait_s = choose_wait_s (uploader, dossier, retry_after_s);

  uploader->totals->deferred++;
  log_info ("dossier %s: attempt %u, again in %u s", dossier->id, dossier->attempts,
            wait_s);
  return store_defer (uploader->store, dossier->id, get_now (uploader) + wait_s, sentence,
                      error);
}

/* No failure, and nothing that a wait which doubles would help. */
static gboolean
wait_for_hours (Uploader *uploader, const Dossier *dossier, guint hours_s,
                const char *sentence, GError **error) {
  gint64 wait_s = hours_s + g_random_int_range (0, HOURS_JITTER_S);

  uploader->totals->deferred++;
  log_info ("dossier %s: waits for the hours of large files, %" G_GINT64_FORMAT " s",
            dossier->id, wait_s);
  return store_defer (uploader->store, dossier->id, get_now (uploader) + wait_s, sentence,
                      error);
}

static gboolean
refuse (Uploader *uploader, const Dossier *dossier, const char *sentence,
        GError **error) {
  uploader->totals->refused++;
  return store_refuse (uploader->store, dossier->id, sentence, error);
}

/* The receipt first: once the state says "accepted", nobody writes one any more. */
static gboolean
accept (Uploader *uploader, const Dossier *dossier, const PortalAnswer *answer,
        GError **error) {
  g_autoptr (Vault) vault = store_open_vault (uploader->store, dossier->id, error);
  const char *proof = portal_proof_get_name (answer->proof);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (Dossier) accepted = NULL;

  if (vault == NULL
      || !store_set_portal_id (uploader->store, dossier->id, answer->portal_id,
                               answer->portal_code, error))
    return FALSE;
  accepted = store_get_dossier (uploader->store, dossier->id, error);
  if (accepted == NULL)
    return FALSE;
  accepted->state = DOSSIER_ACCEPTED;
  accepted->accepted_at = now;
  accepted->proof = g_strdup (proof);
  if (!receipt_save (accepted, vault, error) || !proof_save (accepted, vault, error))
    return FALSE;
  uploader->totals->accepted++;
  return store_accept (uploader->store, dossier->id, proof, now, error);
}

static gboolean
settle (Uploader *uploader, const Dossier *dossier, const PortalAnswer *answer,
        GError **error) {
  switch (answer->outcome) {
  case PORTAL_DONE:
    return accept (uploader, dossier, answer, error);
  case PORTAL_LATER:
    if (answer->hours_s != 0)
      return wait_for_hours (uploader, dossier, answer->hours_s, answer->sentence, error);
    return defer (uploader, dossier, answer->retry_after_s, answer->sentence, error);
  case PORTAL_REFUSED:
    return refuse (uploader, dossier, answer->sentence, error);
  }
  g_assert_not_reached ();
}

/* The portal called @name, opened once; NULL with a fault when its settings are wrong. */
static Portal *
get_portal (Uploader *uploader, const char *name, GError **error) {
  Portal *portal = g_hash_table_lookup (uploader->portals, name);
  const PortalSettings *settings;

  if (portal != NULL)
    return portal;
  settings = settings_get_portal (uploader->settings, name);
  if (settings == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG, "there is no portal \"%s\" in the settings",
                 name);
    return NULL;
  }
  portal = portal_new (settings, error);
  if (portal != NULL)
    g_hash_table_insert (uploader->portals, g_strdup (name), portal);
  return portal;
}

static gboolean
add_durations (Uploader *uploader, const char *id, const PortalAnswer *answer,
               GError **error) {
  return store_add_duration (uploader->store, id, "send", answer->send_ms, error)
         && (answer->prove_ms == 0
             || store_add_duration (uploader->store, id, "prove", answer->prove_ms,
                                    error));
}

/* The vault of a dossier that is whole; NULL when a person must look at it. */
static Vault *
open_whole (Uploader *uploader, const Dossier *dossier) {
  g_autoptr (GError) cause = NULL;
  Vault *vault
      = dossier->damaged ? NULL : store_open_vault (uploader->store, dossier->id, &cause);

  if (cause != NULL)
    log_warning ("%s", cause->message);
  return vault;
}

static gboolean
send_dossier (Uploader *uploader, const Dossier *dossier, GError **error) {
  g_autoptr (Vault) vault = open_whole (uploader, dossier);
  g_autoptr (GError) cause = NULL;
  g_autoptr (PortalAnswer) answer = NULL;
  Notebook notebook = {uploader->store, dossier, dossier->portal};
  PortalMemory memory = notebook_get_memory (&notebook);
  Portal *portal;

  if (vault == NULL)
    return refuse (uploader, dossier,
                   "What is kept of the dossier on this kiosk is damaged; a person must "
                   "look at it.",
                   error);
  portal = get_portal (uploader, dossier->portal, &cause);
  if (portal == NULL) {
    log_warning ("portal %s: %s", dossier->portal, cause->message);
    return defer (
        uploader, dossier, 0,
        "The portal's settings cannot be used; it is tried again later, and the "
        "administrator must look at them.",
        error);
  }
  answer = portal_send (portal, dossier, vault, &memory);
  return add_durations (uploader, dossier->id, answer, error)
         && settle (uploader, dossier, answer, error);
}

/* --- routes and settings ------------------------------------------------------------ */

/* Another uploader, or a person who takes the dossier back, may have been faster. */
static gboolean
set_route (Uploader *uploader, const char *id, const char *portal, GError **error) {
  g_autoptr (GError) cause = NULL;

  if (store_set_portal (uploader->store, id, portal, &cause)
      || g_error_matches (cause, FAULT, FAULT_USAGE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* A dossier keeps the portal it was first meant for. One without waits in the queue, and
 * gets the one that the settings name as soon as they do. */
static gboolean
route_dossiers (Uploader *uploader, guint *waiting, GError **error) {
  g_autoptr (GPtrArray) unrouted = store_get_unrouted (uploader->store, error);

  *waiting = 0;
  for (guint i = 0; unrouted != NULL && i < unrouted->len; i++) {
    const Dossier *dossier = g_ptr_array_index (unrouted, i);
    const PortalSettings *portal = settings_get_route (
        uploader->settings, dossier->procedure, dossier->created_at);

    if (portal == NULL)
      *waiting += 1;
    else if (!set_route (uploader, dossier->id, portal->name, error))
      return FALSE;
  }
  return unrouted != NULL;
}

static struct stat
look_at_settings (const Uploader *uploader) {
  struct stat now = {0};

  if (uploader->settings->path == NULL || stat (uploader->settings->path, &now) != 0)
    return (struct stat){0};
  return now;
}

static gboolean
is_same_file (const struct stat *one, const struct stat *other) {
  return one->st_ino == other->st_ino && one->st_size == other->st_size
         && one->st_mtim.tv_sec == other->st_mtim.tv_sec
         && one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

/* Whoever serves takes up what an administrator writes; what cannot be read leaves the
 * settings as they are. Portals borrow theirs, and go first. */
static void
reload_settings (Uploader *uploader) {
  struct stat now = look_at_settings (uploader);
  g_autoptr (GError) cause = NULL;
  Settings *settings;

  if (is_same_file (&now, &uploader->seen))
    return;
  uploader->seen = now;
  settings = settings_load (uploader->settings->path, &cause);
  if (settings != NULL && store_is_training (uploader->store)
      && !training_confine (settings, &cause))
    g_clear_pointer (&settings, settings_free);
  if (settings == NULL) {
    log_warning ("the settings stay as they were: %s", cause->message);
    return;
  }
  log_info ("the settings have changed and hold from now on");
  g_hash_table_remove_all (uploader->portals);
  g_clear_pointer (&uploader->reloaded, settings_free);
  uploader->settings = uploader->reloaded = settings;
}

/* --- the run ------------------------------------------------------------------------ */

/* Sends the next dossier that is due at @now; *@found tells whether there was one. */
static gboolean
send_next (Uploader *uploader, gint64 now, gboolean *found, UploaderFunc on_dossier,
           gpointer data, GError **error) {
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (Dossier) after = NULL;

  if (!store_claim (uploader->store, now, &dossier, error))
    return FALSE;
  *found = dossier != NULL;
  if (dossier == NULL)
    return TRUE;
  if (!send_dossier (uploader, dossier, error))
    return FALSE;
  after = store_get_dossier (uploader->store, dossier->id, error);
  if (after == NULL)
    return FALSE;
  if (on_dossier != NULL)
    on_dossier (after, data);
  return TRUE;
}

static gboolean
is_stopped (const int *stop) {
  return stop != NULL && *(const volatile int *) stop != 0;
}

/* Until something changes, a dossier is due, or the service manager wants to hear of us. */
static void
wait_for_change (Uploader *uploader, const int *stop) {
  gint64 due_at = store_get_next_due (uploader->store);
  gint64 wait_ms = MOST_IDLE_MS;

  if (due_at != 0)
    wait_ms = CLAMP ((due_at - get_now (uploader)) * 1000, LEAST_IDLE_MS, MOST_IDLE_MS);
  notify_alive ();
  vigil_wait (uploader->vigil, wait_ms, stop);
}

/* Whether the run is over once nothing is due. */
static gboolean
is_satisfied (const Uploader *uploader, UploaderMode mode) {
  switch (mode) {
  case UPLOADER_SERVE:
    return FALSE;
  case UPLOADER_ONCE:
    return TRUE;
  case UPLOADER_DRAIN:
    return store_get_next_due (uploader->store) == 0;
  }
  g_assert_not_reached ();
}

/* Whoever serves tidies up, too. What goes wrong here stops no dossier on its way. */
static void
tidy (Uploader *uploader) {
  gint64 now = read_clock_s (CLOCK_BOOTTIME);
  g_autoptr (GPtrArray) report
      = g_ptr_array_new_with_free_func ((GDestroyNotify) erased_free);
  g_autoptr (GError) cause = NULL;
  guint failed;

  if (uploader->tidied_at != 0 && now - uploader->tidied_at < TIDY_S)
    return;
  uploader->tidied_at = now;
  if (!retention_run (uploader->store, uploader->settings, report, &failed, &cause))
    log_warning ("nothing could be erased: %s", cause->message);
  else if (report->len > 0)
    log_info ("%u dossiers erased by their terms", report->len);
}

static gboolean
run (Uploader *uploader, UploaderMode mode, const int *stop, UploaderFunc on_dossier,
     gpointer data, GError **error) {
  gint64 started = get_now (uploader);
  Alarm alarm = {0};

  while (!is_stopped (stop)) {
    /* Once each: what is deferred in this run is not due at its beginning. */
    gint64 now = mode == UPLOADER_ONCE ? started : get_now (uploader);
    gboolean found;

    notify_alive ();
    if (mode == UPLOADER_SERVE) {
      reload_settings (uploader);
      alarm_watch (&alarm, uploader->store, now, uploader->settings->alarm_after_s);
      tidy (uploader);
    }
    if (!route_dossiers (uploader, &uploader->totals->waiting, error)
        || !send_next (uploader, now, &found, on_dossier, data, error))
      return FALSE;
    if (!found && is_satisfied (uploader, mode))
      return TRUE;
    if (!found)
      wait_for_change (uploader, stop);
  }
  return TRUE;
}

gboolean
uploader_run (Store *store, const Settings *settings, UploaderMode mode, const int *stop,
              UploaderFunc on_dossier, gpointer data, UploaderTotals *totals,
              GError **error) {
  g_autoptr (GHashTable) portals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify) portal_free);
  g_autoptr (Vigil) vigil = vigil_new (store_get_folder (store), settings->path);
  Uploader uploader
      = {.store = store,
         .vigil = vigil,
         .settings = settings,
         .portals = portals,
         .clock_offset_s = read_clock_s (CLOCK_REALTIME) - read_clock_s (CLOCK_BOOTTIME),
         .totals = totals};
  gboolean done;

  *totals = (UploaderTotals){0};
  uploader.seen = look_at_settings (&uploader);
  done = run (&uploader, mode, stop, on_dossier, data, error);
  g_hash_table_remove_all (portals);
  g_clear_pointer (&uploader.reloaded, settings_free);
  return done;
}
