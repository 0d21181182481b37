/* SPDX-License-Identifier: Apache-2.0 */

/* Two fences, and either alone holds: the settings are refused while any address in them is
 * not this machine's, and a confined portal's sockets refuse every peer that is not, whatever
 * a name or a redirect says (upload/httpexchange.c). A store that was begun for training is
 * one for good, by a file in it (store_is_training), however a program is started on it. */

#include "config/training.h"

#include "config/fault.h"

#include <gio/gio.h>

#include <string.h>

#define VARIABLE "MOTCUA_TRAINING"
#define SUFFIX   "-training"

gboolean
training_is_wanted (void) {
  return g_strcmp0 (g_getenv (VARIABLE), "1") == 0;
}

void
training_want (void) {
  g_setenv (VARIABLE, "1", TRUE);
}

char *
training_store_dup (const char *folder) {
  return g_str_has_suffix (folder, SUFFIX) ? g_strdup (folder)
                                           : g_strconcat (folder, SUFFIX, NULL);
}

gboolean
training_is_local (const char *url) {
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address
      = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_strcmp0 (host, "localhost") == 0;
}

/* The first address of @portal that is whole and elsewhere; NULL: none. */
static const char *
find_elsewhere (const PortalSettings *portal) {
  const char *urls[] = {portal->base_url,     portal->token_url,
                        portal->tus_url,      portal->upload_url,
                        portal->lookup_url,   portal->auth_endpoint,
                        portal->number_url,   portal->integration_endpoint,
                        portal->create_url,   portal->share_endpoint,
                        portal->progress_url, portal->status_url};

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    if (urls[i] != NULL && strstr (urls[i], "://") != NULL
        && !training_is_local (urls[i]))
      return urls[i];
  }
  return NULL;
}

static void
unsign (SigningSettings *signing) {
  g_clear_pointer (&signing->key_file, g_free);
  g_clear_pointer (&signing->module, g_free);
  g_clear_pointer (&signing->tsa_url, g_free);
}

gboolean
training_confine (Settings *settings, GError **error) {
  GHashTableIter portals;
  gpointer value;

  unsign (&settings->signing);
  g_hash_table_iter_init (&portals, settings->portals);
  while (g_hash_table_iter_next (&portals, NULL, &value)) {
    PortalSettings *portal = value;
    const char *elsewhere = find_elsewhere (portal);

    portal->confined = TRUE;
    if (elsewhere == NULL)
      continue;
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "training: portal %s (%s) is not on this machine; training reaches the "
                 "practice portal only. Give its settings with --config",
                 portal->name, elsewhere);
    return FALSE;
  }
  return TRUE;
}
