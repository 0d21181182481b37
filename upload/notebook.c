/* SPDX-License-Identifier: Apache-2.0 */

/* A fault of the store ends the attempt and nothing else: it is logged here, once, and the
 * dossier is tried again. */

#include "upload/notebook.h"

#include "config/log.h"

/* Where the fault lies, not the fault: C may look at it before what sets it has run. */
static gboolean
check (const Notebook *notebook, gboolean done, GError **error) {
  if (!done)
    log_warning ("dossier %s: %s", notebook->dossier->id, (*error)->message);
  return done;
}

static gboolean
set_number (gpointer data, const char *portal_id, const char *portal_code) {
  const Notebook *notebook = data;
  const Dossier *dossier = notebook->dossier;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (dossier->portal_id, portal_id) == 0
      && g_strcmp0 (dossier->portal_code, portal_code) == 0)
    return TRUE; /* noted by an earlier attempt */
  return check (
      notebook,
      store_set_portal_id (notebook->store, dossier->id, portal_id, portal_code, &error),
      &error);
}

static gboolean
set_note (gpointer data, const char *name, const char *value) {
  const Notebook *notebook = data;
  g_autoptr (GError) error = NULL;

  return check (notebook,
                store_set_note (notebook->store, notebook->dossier->id, notebook->portal,
                                name, value, &error),
                &error);
}

static gboolean
get_note (gpointer data, const char *name, char **value) {
  const Notebook *notebook = data;
  g_autoptr (GError) error = NULL;

  return check (notebook,
                store_get_note (notebook->store, notebook->dossier->id, notebook->portal,
                                name, value, &error),
                &error);
}

PortalMemory
notebook_get_memory (Notebook *notebook) {
  return (PortalMemory){set_number, set_note, get_note, notebook};
}
