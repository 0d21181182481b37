/* SPDX-License-Identifier: Apache-2.0 */

/* The table of adapters. An adapter is a family of portals that speak one language; a new
 * one is a new file and a line here. What every portal's settings need is checked here,
 * before the first connection: plain http and a missing authority are refused. */

#include "upload/portal.h"

#include "config/fault.h"
#include "upload/opencps.h"

#include <fcntl.h>
#include <unistd.h>

typedef struct {
  const char *name; /* "adapter" in the settings */
  gpointer (*open) (const PortalSettings *settings, GError **error);
  void (*close) (gpointer self);
  PortalAnswer *(*send) (gpointer self, const Dossier *dossier, const char *folder,
                         PortalCreatedFunc on_created, gpointer data);
  PortalAnswer *(*probe) (gpointer self);
} Adapter;

struct Portal {
  const Adapter *adapter;
  gpointer self;
};

static gpointer
open_opencps (const PortalSettings *settings, GError **error) {
  return opencps_new (settings, error);
}

static void
close_opencps (gpointer self) {
  opencps_free (self);
}

static PortalAnswer *
send_opencps (gpointer self, const Dossier *dossier, const char *folder,
              PortalCreatedFunc on_created, gpointer data) {
  return opencps_send (self, dossier, folder, on_created, data);
}

static PortalAnswer *
probe_opencps (gpointer self) {
  return opencps_probe (self);
}

static const Adapter adapters[] = {
    {"opencps", open_opencps, close_opencps, send_opencps, probe_opencps},
};

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
    if (g_strcmp0 (adapters[i].name, name) == 0)
      return &adapters[i];
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
  return portal;
}

void
portal_free (Portal *portal) {
  if (portal == NULL)
    return;
  portal->adapter->close (portal->self);
  g_free (portal);
}

PortalAnswer *
portal_send (Portal *portal, const Dossier *dossier, const char *folder,
             PortalCreatedFunc on_created, gpointer data) {
  return portal->adapter->send (portal->self, dossier, folder, on_created, data);
}

PortalAnswer *
portal_probe (Portal *portal) {
  return portal->adapter->probe (portal->self);
}
