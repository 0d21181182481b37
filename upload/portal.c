/* SPDX-License-Identifier: Apache-2.0 */

/* The table of adapters, and what holds for each of them: done means proved. An adapter is a family of portals that speak one language; a new
 * one is a new file and a line here. What every portal's settings need is checked here,
 * before the first connection: plain http and a missing authority are refused. */

#include "upload/portal.h"

#include "config/fault.h"
#include "upload/attempt.h"
#include "upload/dvcqg.h"
#include "upload/igate.h"
#include "upload/opencps.h"
#include "upload/sixstep.h"

#include <fcntl.h>
#include <unistd.h>

struct Portal {
  const Adapter *adapter;
  gpointer self;
  const LineSettings *line; /* borrowed from the settings */
};

static const Adapter *const adapters[] = {
    &opencps_adapter,
    &dvcqg_adapter,
    &sixstep_adapter,
    &igate_adapter,
};

static const char *const proofs[] = {
    [PORTAL_PROOF_NONE] = "none",
    [PORTAL_PROOF_READ_BACK] = "read-back sha256",
    [PORTAL_PROOF_HASH] = "portal sha256",
    [PORTAL_PROOF_TUS] = "tus sha256",
    [PORTAL_PROOF_LOOK_UP] = "look-up count and size",
};

const char *
portal_proof_get_name (PortalProof proof) {
  return proofs[proof];
}

void
portal_answer_free (PortalAnswer *answer) {
  if (answer == NULL)
    return;
  g_free (answer->sentence);
  g_free (answer->portal_id);
  g_free (answer->portal_code);
  g_free (answer);
}

static const Adapter *
find_adapter (const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS (adapters); i++) {
    if (g_strcmp0 (adapters[i]->name, name) == 0)
      return adapters[i];
  }
  return NULL;
}

static gboolean
check_readable (const char *path, const char *what, GError **error) {
  int fd;

  if (path == NULL)
    return TRUE;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return fault_set_errno (error, FAULT_CONFIG, "cannot read the %s %s", what, path);
  close (fd);
  return TRUE;
}

static gboolean
check_settings (const PortalSettings *settings, GError **error) {
  if (settings->base_url == NULL || !g_str_has_prefix (settings->base_url, "https://")) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "portal %s: base_url must begin with https://", settings->name);
    return FALSE;
  }
  if (settings->ca_file == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG, "portal %s: ca_file is missing",
                 settings->name);
    return FALSE;
  }
  return check_readable (settings->ca_file, "certificate authority", error)
         && check_readable (settings->crl_file, "list of revoked certificates", error)
         && check_readable (settings->client_cert, "client certificate", error)
         && check_readable (settings->client_key, "client key", error);
}

Portal *
portal_new (const PortalSettings *settings, GError **error) {
  const Adapter *adapter = find_adapter (settings->adapter);
  gpointer self;
  Portal *portal;

  if (adapter == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG, "portal %s: there is no adapter \"%s\"",
                 settings->name, settings->adapter);
    return NULL;
  }
  self = check_settings (settings, error) ? adapter->open (settings, error) : NULL;
  if (self == NULL)
    return NULL;
  portal = g_new0 (Portal, 1);
  portal->adapter = adapter;
  portal->self = self;
  portal->line = settings->line;
  return portal;
}

void
portal_free (Portal *portal) {
  if (portal == NULL)
    return;
  portal->adapter->close (portal->self);
  g_free (portal);
}

static guint64
elapsed_ms (gint64 since_us, gint64 until_us) {
  return (guint64) (until_us - since_us) / G_TIME_SPAN_MILLISECOND;
}

static void
set_durations (Attempt *attempt) {
  gint64 now_us = g_get_monotonic_time ();
  gint64 proving_us = attempt->proving_us != 0 ? attempt->proving_us : now_us;

  attempt->answer->send_ms = elapsed_ms (attempt->started_us, proving_us);
  attempt->answer->prove_ms = elapsed_ms (proving_us, now_us);
}

/* Whatever an adapter says: without a proof nothing is done. */
static void
finish (Attempt *attempt) {
  if (attempt->answer->proof == PORTAL_PROOF_NONE || attempt->answer->portal_id == NULL)
    attempt_stop (attempt, PORTAL_REFUSED,
                  "The portal has taken the dossier, but has not shown that it holds "
                  "exactly our files; a person must look at it.");
  else
    attempt_stop (attempt, PORTAL_DONE,
                  "The portal holds the dossier with all of its papers.");
}

PortalAnswer *
portal_send (Portal *portal, const Dossier *dossier, const Vault *vault,
             const PortalMemory *memory) {
  g_autoptr (Attempt) attempt = attempt_new (dossier, vault, memory);

  attempt->line = portal->line;
  if (attempt->manifest != NULL && portal->adapter->send (portal->self, attempt))
    finish (attempt);
  set_durations (attempt);
  return g_steal_pointer (&attempt->answer);
}

PortalAnswer *
portal_probe (Portal *portal) {
  return portal->adapter->probe (portal->self);
}
