/* SPDX-License-Identifier: Apache-2.0 */

/* ferry STORE CONFIG PORTAL: one attempt to bring the papers of the next dossier to the tus
 * server of PORTAL, and nothing else: what is tried is the upload, against any server. What
 * it must know again stands in the store. Exit status 0: all are whole (prints the proof and
 * the address of each), 1: to be tried again, 3: a person must look. */

#include "upload/attempt.h"
#include "upload/store.h"
#include "upload/tus.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
  Store *store;
  const char *id;
} Memory;

static gboolean
set_number (gpointer data, const char *portal_id, const char *portal_code) {
  return TRUE;
}

static gboolean
set_note (gpointer data, const char *name, const char *value) {
  const Memory *memory = data;

  return store_set_note (memory->store, memory->id, "ferry", name, value, NULL);
}

static gboolean
get_note (gpointer data, const char *name, char **value) {
  const Memory *memory = data;

  return store_get_note (memory->store, memory->id, "ferry", name, value, NULL);
}

static gboolean
send_papers (Tus *tus, Attempt *attempt) {
  for (guint i = 0; i < attempt_count_papers (attempt); i++) {
    const Paper *paper = attempt_get_paper (attempt, i);
    g_autoptr (Sealed) sealed = attempt_open_paper (attempt, paper);
    g_autofree char *url = NULL;
    PortalProof proof;

    if (sealed == NULL || !tus_send (tus, attempt, paper, sealed, NULL, &url, &proof))
      return FALSE;
    printf ("%s %s %s\n", portal_proof_get_name (proof), paper->sha256, url);
  }
  return TRUE;
}

int
main (int argc, char **argv) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = settings_load (argc == 4 ? argv[2] : NULL, &error);
  g_autoptr (Store) store = argc == 4 ? store_open (argv[1], NULL, &error) : NULL;
  g_autoptr (Dossier) dossier = NULL;
  const PortalSettings *portal;

  if (settings == NULL || store == NULL
      || !store_claim (store, g_get_real_time () / G_USEC_PER_SEC, &dossier, &error)
      || dossier == NULL)
    return 2;
  portal = settings_get_portal (settings, argv[3]);
  g_assert_nonnull (portal);
  {
    Memory memory = {store, dossier->id};
    const PortalMemory notes = {set_number, set_note, get_note, &memory};
    g_autoptr (Vault) vault = store_open_vault (store, dossier->id, &error);
    g_autoptr (Http) http = http_new (portal);
    g_autoptr (Access) access = access_new (http, portal, ACCESS_FIXED, &error);
    g_autofree char *secret = NULL;
    g_autoptr (Tus) tus = tus_new (access, portal);
    g_autoptr (Attempt) attempt = attempt_new (dossier, vault, &notes);
    gboolean sent = access_load_secret (portal, &secret, NULL)
                    && http_set_header (http, "Token", secret, NULL)
                    && http_set_header (http, "groupId", portal->group_id, NULL)
                    && attempt->manifest != NULL && send_papers (tus, attempt);

    if (!sent)
      fprintf (stderr, "%s\n", attempt->answer->sentence);
    return sent ? EXIT_SUCCESS : attempt->answer->outcome == PORTAL_REFUSED ? 3 : 1;
  }
}
