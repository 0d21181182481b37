/* SPDX-License-Identifier: Apache-2.0 */

/* A hundred packages of chance, under rules that about half of them break: what preflight
 * says at the desk is what the practice portal says when it has received them. The portal's
 * program is the first argument. */

#include "upload/preflight.h"

#include "tests/unit/outpost.h"
#include "tests/unit/recall.h"
#include "upload/portal.h"

#include <string.h>

#define PACKAGES 100
#define PACK                                                                             \
  "{\"version\":\"1\",\"formats\":[\"pdf\"],\"largest_file_bytes\":90000,"               \
  "\"largest_dossier_bytes\":200000,\"most_files\":3,\"longest_name\":60,"                \
  "\"required\":{\"2.000815\":[\"TP01\",\"TP02\"]}}"

static const char *program;

static gboolean
ask_preflight (Outpost *outpost, const Acceptance *rules, const char *id) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (outpost->store, id, &error);
  g_autoptr (Vault) vault = store_open_vault (outpost->store, id, &error);
  g_autoptr (GPtrArray) findings
      = preflight_check (rules, dossier->procedure, dossier->papers, vault, &error);

  g_assert_no_error (error);
  return findings->len == 0;
}

static gboolean
ask_portal (Outpost *outpost, Portal *portal, const char *id) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (outpost->store, id, &error);
  g_autoptr (Vault) vault = store_open_vault (outpost->store, id, &error);
  Recall *recall = recall_new ();
  g_autoptr (PortalAnswer) answer = portal_send (portal, dossier, vault, &recall->memory);

  recall_free (recall);
  g_assert_cmpint (answer->outcome, !=, PORTAL_LATER);
  return answer->outcome == PORTAL_DONE;
}

static void
test_same_verdict (void) {
  Outpost *outpost = outpost_new (program);
  g_autofree char *path = g_build_filename (outpost->folder, "rules.json", NULL);
  const char *const options[] = {"--rules", path, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = NULL;
  g_autoptr (Acceptance) rules = NULL;
  g_autoptr (Portal) portal = NULL;
  guint accepted = 0;

  g_assert_true (g_file_set_contents (path, PACK, -1, NULL));
  rules = acceptance_load (path, &error);
  g_assert_no_error (error);
  outpost_open_portal (outpost, options);
  settings = settings_load (outpost->conf, &error);
  g_assert_no_error (error);
  portal = portal_new (settings_get_portal (settings, "sixstep"), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < PACKAGES; i++) {
    g_autofree char *id = NULL;
    gboolean good;

    outpost->noise_px = (guint) g_test_rand_int_range (0, 2) * 120
                        + (guint) g_test_rand_int_range (100, 160);
    id = outpost_add_dossier (outpost, (guint) g_test_rand_int_range (1, 6));
    good = ask_preflight (outpost, rules, id);
    g_assert_cmpint (ask_portal (outpost, portal, id), ==, good);
    accepted += good;
  }
  g_test_message ("%u of %u accepted", accepted, PACKAGES);
  g_assert_cmpuint (accepted, >, PACKAGES / 20);
  g_assert_cmpuint (accepted, <, PACKAGES - PACKAGES / 20);
  outpost_free (outpost);
}

int
main (int argc, char **argv) {
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >, 1);
  program = argv[1];
  g_test_add_func ("/preflight/same-verdict", test_same_verdict);
  return g_test_run ();
}
