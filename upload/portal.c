/* SPDX-License-Identifier: Apache-2.0 */

/* The table of adapters. An adapter is a family of portals that speak one language; a new
 * one is a new file and a line here. */

#include "upload/portal.h"

#include "config/fault.h"
#include "upload/opencps.h"

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
  self = adapter->open (settings, error);
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
