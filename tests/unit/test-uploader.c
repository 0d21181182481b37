/* SPDX-License-Identifier: Apache-2.0 */

/* Dossiers on their way to the practice portal, which plays one fault after another. The
 * portal's program is the first argument, the daemon's the second. Whatever happens, in the end the portal holds
 * each dossier once, and nothing is called accepted that it does not hold. */

#include "upload/uploader.h"

#include "upload/portal.h"

#include "config/durable.h"
#include "config/json.h"
#include "tests/unit/outpost.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS 30

static const char *program;
static const char *uploader_program;

typedef struct {
  Outpost *outpost;
  Settings *settings;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  fixture->outpost = outpost_new (program);
  outpost_open_portal (fixture->outpost, data);
  fixture->settings = settings_load (fixture->outpost->conf, &error);
  g_assert_no_error (error);
  fixture->settings->retry_base_s = 1;
  fixture->settings->retry_max_s = 2;
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  settings_free (fixture->settings);
  outpost_free (fixture->outpost);
}

static UploaderTotals
run (Fixture *fixture, UploaderMode mode) {
  g_autoptr (GError) error = NULL;
  UploaderTotals totals;

  g_assert_true (uploader_run (fixture->outpost->store, fixture->settings, mode, NULL,
                               NULL, NULL, &totals, &error));
  g_assert_no_error (error);
  return totals;
}

static Dossier *
get_dossier (Fixture *fixture, const char *id) {
  g_autoptr (GError) error = NULL;
  Dossier *dossier = store_get_dossier (fixture->outpost->store, id, &error);

  g_assert_no_error (error);
  return dossier;
}

/* Accepted, with proof and receipt, and once at the portal. */
static void
assert_accepted (Fixture *fixture, const char *id) {
  g_autoptr (Dossier) dossier = get_dossier (fixture, id);
  g_autoptr (Vault) vault = store_open_vault (fixture->outpost->store, id, NULL);
  g_autoptr (GBytes) receipt = vault_load (vault, "receipt.txt", 65536, NULL);
  g_autofree char *text = NULL;
  g_autofree char *submitted = NULL;

  g_assert_cmpstr (dossier->last_answer, ==, NULL);
  g_assert_cmpint (dossier->state, ==, DOSSIER_ACCEPTED);
  g_assert_cmpstr (dossier->proof, ==, "read-back sha256");
  g_assert_nonnull (dossier->portal_id);
  g_assert_nonnull (dossier->portal_code);
  g_assert_nonnull (receipt);
  text = g_strndup (g_bytes_get_data (receipt, NULL), g_bytes_get_size (receipt));
  g_assert_nonnull (strstr (text, dossier->portal_code));
  g_assert_nonnull (strstr (text, ((Paper *) dossier->papers->pdata[0])->sha256));
}

static void
test_plain (Fixture *fixture, gconstpointer data) {
  g_autofree char *first = outpost_add_dossier (fixture->outpost, 1);
  g_autofree char *second = outpost_add_dossier (fixture->outpost, 3);
  UploaderTotals totals = run (fixture, UPLOADER_ONCE);

  g_assert_cmpuint (totals.accepted, ==, 2);
  g_assert_cmpuint (totals.deferred + totals.refused, ==, 0);
  assert_accepted (fixture, first);
  assert_accepted (fixture, second);
  g_assert_cmpuint (store_get_duration (fixture->outpost->store, first, "send"), >, 0);
  totals = run (fixture, UPLOADER_DRAIN);
  g_assert_cmpuint (totals.accepted, ==, 0);
}

/* Number of dossiers at the portal. */
static guint
count_filings (Fixture *fixture) {
  g_autofree char *folder = g_build_filename (fixture->outpost->portal, "dossiers", NULL);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, "dossier.json", NULL);

    count += g_file_test (path, G_FILE_TEST_EXISTS);
  }
  return count;
}

/* The portal's faults pass; the dossier arrives, once. */
static void
test_passing_fault (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 2);
  UploaderTotals totals = run (fixture, UPLOADER_ONCE);
  g_autoptr (Dossier) dossier = get_dossier (fixture, id);

  g_assert_cmpuint (totals.deferred, ==, 1);
  g_assert_cmpint (dossier->state, ==, DOSSIER_DEFERRED);
  g_assert_nonnull (dossier->last_answer);
  totals = run (fixture, UPLOADER_DRAIN);
  g_assert_cmpuint (totals.accepted, ==, 1);
  assert_accepted (fixture, id);
  g_assert_cmpuint (count_filings (fixture), ==, 1);
}

/* The portal's faults stay: never accepted, and a person is told within one try. */
static void
test_lasting_fault (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 2);
  UploaderTotals totals = run (fixture, UPLOADER_ONCE);
  g_autoptr (Dossier) dossier = get_dossier (fixture, id);

  g_assert_cmpuint (totals.refused, ==, 1);
  g_assert_cmpint (dossier->state, ==, DOSSIER_NEEDS_PERSON);
  g_assert_cmpuint (dossier->attempts, ==, 1);
  g_assert_nonnull (strstr (dossier->last_answer, "a person"));
}

/* Not one byte of a dossier goes to somebody with a wrong certificate. */
static void
test_wrong_certificate (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  UploaderTotals totals = run (fixture, UPLOADER_ONCE);
  g_autoptr (Dossier) dossier = get_dossier (fixture, id);

  g_assert_cmpuint (totals.deferred, ==, 1);
  g_assert_nonnull (strstr (dossier->last_answer, "certificate"));
  g_assert_cmpuint (count_filings (fixture), ==, 0);
  g_assert_cmpuint (outpost_count_ledger (fixture->outpost, "dossiers"), ==, 0);
}

static void
test_wrong_pin (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  PortalSettings *portal = g_hash_table_lookup (fixture->settings->portals, "practice");
  g_autoptr (Dossier) dossier = NULL;
  UploaderTotals totals;

  g_free (portal->pin_sha256);
  portal->pin_sha256 = g_strdup ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=;");
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.deferred, ==, 1);
  dossier = get_dossier (fixture, id);
  g_assert_nonnull (strstr (dossier->last_answer, "pinned"));
  g_assert_cmpuint (count_filings (fixture), ==, 0);
}

static void
test_no_client_certificate (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  PortalSettings *portal = g_hash_table_lookup (fixture->settings->portals, "practice");
  UploaderTotals totals;

  g_clear_pointer (&portal->client_cert, g_free);
  g_clear_pointer (&portal->client_key, g_free);
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.accepted, ==, 0);
  g_assert_cmpuint (count_filings (fixture), ==, 0);
}

/* A proxy of the environment is none of ours. */
static void
test_proxy_of_environment (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  UploaderTotals totals;

  g_setenv ("https_proxy", "http://127.0.0.1:1", TRUE);
  g_setenv ("ALL_PROXY", "http://127.0.0.1:1", TRUE);
  totals = run (fixture, UPLOADER_ONCE);
  g_unsetenv ("https_proxy");
  g_unsetenv ("ALL_PROXY");
  g_assert_cmpuint (totals.accepted, ==, 1);
}

static void
test_portal_away (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  UploaderTotals totals;

  outpost_close_portal (fixture->outpost, SIGKILL);
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.deferred, ==, 1);
  outpost_open_portal (fixture->outpost, NULL);
  totals = run (fixture, UPLOADER_DRAIN);
  g_assert_cmpuint (totals.accepted, ==, 1);
  assert_accepted (fixture, id);
}

/* A file that the disk changed after sealing is not sent. */
static void
test_sealed_file_changed (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  g_autoptr (Dossier) dossier = get_dossier (fixture, id);
  g_autofree char *folder = store_dossier_folder_dup (fixture->outpost->store, id);
  g_autofree char *path = g_build_filename (
      folder, "sealed", ((Paper *) dossier->papers->pdata[0])->file, NULL);
  UploaderTotals totals;

  g_assert_cmpint (chmod (path, 0600), ==, 0);
  g_assert_true (g_file_set_contents (path, "%PDF-1.7 other", -1, NULL));
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.refused, ==, 1);
  g_assert_cmpuint (outpost_count_ledger (fixture->outpost, "\"stage\":\"file\""), ==, 0);
}

/* Without a route a dossier waits in the queue, untried; one that comes later is taken
 * then, without anybody's doing, and kept. */
static void
test_no_route (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = NULL;
  GPtrArray *routes = fixture->settings->routes;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (Dossier) before = NULL;
  g_autoptr (Dossier) after = NULL;
  UploaderTotals totals;

  fixture->outpost->route = NULL;
  id = outpost_add_dossier (fixture->outpost, 1);
  fixture->settings->routes = none;
  totals = run (fixture, UPLOADER_DRAIN);
  fixture->settings->routes = routes;
  before = get_dossier (fixture, id);
  g_assert_cmpuint (totals.refused + totals.deferred, ==, 0);
  g_assert_cmpuint (totals.waiting, ==, 1);
  g_assert_cmpint (before->state, ==, DOSSIER_QUEUED);
  g_assert_cmpuint (before->attempts, ==, 0);
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.accepted, ==, 1);
  g_assert_cmpuint (totals.waiting, ==, 0);
  after = get_dossier (fixture, id);
  g_assert_cmpstr (after->portal, ==, "practice");
}

/* Hours that are over by now, and do not begin again in the next minutes. */
static void
close_hours (LineSettings *line) {
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  guint minute
      = (guint) g_date_time_get_hour (now) * 60 + (guint) g_date_time_get_minute (now);

  line->hours.count = 1;
  line->hours.spans[0].from_min = (minute + 120) % 1440;
  line->hours.spans[0].until_min = (minute + 240) % 1440;
  line->large_bytes = 1;
}

/* A large file waits for its hour; small ones, urgent ones, and what only has to be proved
 * do not. */
static void
test_hours (Fixture *fixture, gconstpointer data) {
  LineSettings *line = &fixture->settings->line;
  g_autofree char *large = outpost_add_dossier (fixture->outpost, 1);
  g_autoptr (Dossier) waiting = NULL;
  g_autoptr (GError) error = NULL;
  UploaderTotals totals;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  close_hours (line);
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.deferred, ==, 1);
  waiting = get_dossier (fixture, large);
  g_assert_cmpint (waiting->state, ==, DOSSIER_DEFERRED);
  g_assert_cmpstr (waiting->last_answer, ==, PORTAL_WAITS_FOR_HOURS);
  g_assert_cmpint (waiting->next_try_at, >, now + 118 * 60);
  g_assert_cmpint (waiting->next_try_at, <, now + 124 * 60);
  g_assert_cmpuint (outpost_count_ledger (fixture->outpost, "\"stage\":\"file\""), ==, 0);

  line->large_urgent = 2;
  g_assert_true (store_set_priority (fixture->outpost->store, large, 2, &error));
  g_assert_true (store_move (fixture->outpost->store, large, DOSSIER_QUEUED, &error));
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.accepted, ==, 1);
  line->large_bytes = 1000000;
  g_free (outpost_add_dossier (fixture->outpost, 1));
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.accepted, ==, 1);
}

/* Its files are there and only the last word is missing: that goes at any hour. */
static void
test_proof_at_any_hour (Fixture *fixture, gconstpointer data) {
  UploaderTotals totals;

  g_free (outpost_add_dossier (fixture->outpost, 2));
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.deferred, ==, 1);
  close_hours (&fixture->settings->line);
  totals = run (fixture, UPLOADER_DRAIN);
  g_assert_cmpuint (totals.accepted, ==, 1);
}

/* Bytes of files go no faster than they may, and are read back no faster. */
static void
test_rate (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  g_autoptr (Dossier) dossier = get_dossier (fixture, id);
  guint64 size_bytes = ((Paper *) dossier->papers->pdata[0])->size_bytes;
  UploaderTotals totals;
  guint64 least_ms;

  fixture->settings->line.rate_bytes_s = (guint) size_bytes;
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.accepted, ==, 1);
  least_ms = store_get_duration (fixture->outpost->store, id, "send");
  g_test_message ("%" G_GUINT64_FORMAT " bytes sent in %" G_GUINT64_FORMAT " ms",
                  size_bytes, least_ms);
  g_assert_cmpuint (least_ms, >=, 700);
}

/* How many lines of the ledger stand before the first that has both texts; G_MAXUINT when
 * none has. */
static guint
find_line (const char *ledger, const char *one, const char *other) {
  g_auto (GStrv) lines = g_strsplit (ledger, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (strstr (lines[i], one) != NULL && strstr (lines[i], other) != NULL)
      return i;
  }
  return G_MAXUINT;
}

/* The first dossier's progress fails; the second goes on all the same, and what belongs to
 * the first still comes in its order, once that is due. */
static void
test_order (Fixture *fixture, gconstpointer data) {
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *ledger = NULL;
  g_autoptr (Dossier) one = NULL;
  g_autoptr (Dossier) other = NULL;
  UploaderTotals totals;

  fixture->outpost->route = "sixstep";
  first = outpost_add_dossier (fixture->outpost, 1);
  second = outpost_add_dossier (fixture->outpost, 1);
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.accepted, ==, 1);
  g_assert_cmpuint (totals.deferred, ==, 1);
  other = get_dossier (fixture, second);
  g_assert_cmpint (other->state, ==, DOSSIER_ACCEPTED);
  totals = run (fixture, UPLOADER_DRAIN);
  g_assert_cmpuint (totals.accepted, ==, 1);
  one = get_dossier (fixture, first);
  g_assert_true (g_file_get_contents (fixture->outpost->ledger, &ledger, NULL, NULL));
  g_assert_cmpuint (find_line (ledger, "\"create\"", one->portal_code), <,
                    find_line (ledger, "\"progress\"", one->portal_code));
  g_assert_cmpuint (find_line (ledger, "\"progress\"", other->portal_code), <,
                    find_line (ledger, "\"progress\"", one->portal_code));
  g_assert_cmpuint (find_line (ledger, "\"progress\"", one->portal_code), <,
                    find_line (ledger, "\"mark\"", one->portal_code));
}

/* Settings that are wrong keep nobody busy but the administrator. */
static void
test_settings_broken (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  PortalSettings *portal = g_hash_table_lookup (fixture->settings->portals, "practice");
  g_autofree char *ca_file = portal->ca_file;
  UploaderTotals totals;

  portal->ca_file = (char *) "/nowhere/ca.pem";
  totals = run (fixture, UPLOADER_ONCE);
  g_assert_cmpuint (totals.deferred, ==, 1);
  portal->ca_file = g_steal_pointer (&ca_file);
  totals = run (fixture, UPLOADER_DRAIN);
  g_assert_cmpuint (totals.accepted, ==, 1);
  assert_accepted (fixture, id);
}

/* A poison dossier delays no other. */
static void
test_poison (Fixture *fixture, gconstpointer data) {
  g_autofree char *poison = outpost_add_dossier (fixture->outpost, 1);
  g_autofree char *good = outpost_add_dossier (fixture->outpost, 1);
  UploaderTotals totals = run (fixture, UPLOADER_ONCE);

  g_assert_cmpuint (totals.accepted, ==, 1);
  g_assert_cmpuint (totals.deferred, ==, 1);
  assert_accepted (fixture, good);
}

static gpointer
stop_soon (gpointer data) {
  g_usleep (G_USEC_PER_SEC);
  *(volatile int *) data = 1;
  return NULL;
}

/* Serving goes on until it is told to stop. */
static void
test_serve (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 1);
  g_autoptr (GError) error = NULL;
  UploaderTotals totals;
  int stop = 0;
  GThread *thread = g_thread_new ("stop", stop_soon, &stop);

  g_assert_true (uploader_run (fixture->outpost->store, fixture->settings, UPLOADER_SERVE,
                               &stop, NULL, NULL, &totals, &error));
  g_thread_join (thread);
  g_assert_cmpuint (totals.accepted, ==, 1);
}

static void
die_with_test (gpointer data) {
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* Starts the daemon and kills it after a moment; TRUE when it was still at work. */
static gboolean
start_and_kill (Outpost *outpost, const char *folder) {
  const char *const words[]
      = {uploader_program, "--store", folder, "--config", outpost->conf, "--drain", NULL};
  g_autoptr (GError) error = NULL;
  int status;
  GPid pid;

  g_assert_true (g_spawn_async (NULL, (char **) words, NULL,
                                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                                    | G_SPAWN_STDERR_TO_DEV_NULL,
                                die_with_test, NULL, &pid, &error));
  g_assert_no_error (error);
  g_usleep ((gulong) g_test_rand_int_range (1000, 90000));
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WIFSIGNALED (status);
}

/* However often it is killed, each dossier arrives, once. */
static void
test_killed (Fixture *fixture, gconstpointer data) {
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_strdup (store_get_folder (fixture->outpost->store));
  g_autoptr (GError) error = NULL;
  guint hits = 0;

  for (guint i = 0; i < KILLS; i++) {
    g_ptr_array_add (ids, outpost_add_dossier (fixture->outpost, 2));
    hits += start_and_kill (fixture->outpost, folder);
  }
  g_test_message ("%u of %u were still at work", hits, KILLS);
  g_assert_cmpuint (hits, >, 0);
  run (fixture, UPLOADER_DRAIN);
  for (guint i = 0; i < ids->len; i++)
    assert_accepted (fixture, g_ptr_array_index (ids, i));
  g_assert_cmpuint (count_filings (fixture), ==, ids->len);
}

#define WITH(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

WITH (busy, "--fault", "503@find:1");
WITH (html, "--fault", "html@create:1");
WITH (redirect, "--fault", "redirect@create:1");
WITH (not_json, "--fault", "not-json@files:1");
WITH (lost_create, "--fault", "lost@create:1");
WITH (lost_file, "--fault", "lost@file:1");
WITH (lost_submit, "--fault", "lost@submit:1");
WITH (torn_create, "--fault", "truncated@create:1");
WITH (torn_readback, "--fault", "truncated@readback:1");
WITH (html_readback, "--fault", "html@readback:1");
WITH (endless, "--fault", "endless@create:1");
WITH (hung_up, "--fault", "close@mark:1");
WITH (too_many, "--fault", "429@file:1");
WITH (gateway, "--fault", "502@submit:1");
WITH (forbidden, "--fault", "403");
WITH (unprocessable, "--fault", "422@file");
WITH (foreign, "--fault", "foreign@create");
WITH (foreign_find, "--fault", "foreign@submit");
WITH (wrong_bytes, "--fault", "wrong-bytes");
WITH (expired, "--certificate", "expired");
WITH (other_name, "--certificate", "other-name");
WITH (other_ca, "--certificate", "other-ca");
WITH (failed_progress, "--fault", "500@progress:1");
WITH (poison, "--fault", "500@create:1");

#define ADD(name, data, function)                                                        \
  g_test_add ("/uploader/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  program = argv[1];
  uploader_program = argv[2];
  ADD ("plain", NULL, test_plain);
  ADD ("503", busy, test_passing_fault);
  ADD ("captive-portal", html, test_passing_fault);
  ADD ("redirect", redirect, test_passing_fault);
  ADD ("not-json", not_json, test_passing_fault);
  ADD ("lost-create", lost_create, test_passing_fault);
  ADD ("lost-file", lost_file, test_passing_fault);
  ADD ("lost-submit", lost_submit, test_passing_fault);
  ADD ("torn-create", torn_create, test_passing_fault);
  ADD ("torn-read-back", torn_readback, test_passing_fault);
  ADD ("html-read-back", html_readback, test_passing_fault);
  ADD ("endless", endless, test_passing_fault);
  ADD ("hung-up", hung_up, test_passing_fault);
  ADD ("429", too_many, test_passing_fault);
  ADD ("502", gateway, test_passing_fault);
  ADD ("403", forbidden, test_lasting_fault);
  ADD ("422", unprocessable, test_lasting_fault);
  ADD ("foreign", foreign, test_lasting_fault);
  ADD ("foreign-submit", foreign_find, test_lasting_fault);
  ADD ("wrong-bytes", wrong_bytes, test_lasting_fault);
  ADD ("expired", expired, test_wrong_certificate);
  ADD ("other-name", other_name, test_wrong_certificate);
  ADD ("other-ca", other_ca, test_wrong_certificate);
  ADD ("wrong-pin", NULL, test_wrong_pin);
  ADD ("no-client-certificate", NULL, test_no_client_certificate);
  ADD ("proxy", NULL, test_proxy_of_environment);
  ADD ("portal-away", NULL, test_portal_away);
  ADD ("sealed-file-changed", NULL, test_sealed_file_changed);
  ADD ("no-route", NULL, test_no_route);
  ADD ("hours", NULL, test_hours);
  ADD ("proof-at-any-hour", lost_submit, test_proof_at_any_hour);
  ADD ("rate", NULL, test_rate);
  ADD ("order", failed_progress, test_order);
  ADD ("settings-broken", NULL, test_settings_broken);
  ADD ("poison", poison, test_poison);
  ADD ("serve", NULL, test_serve);
  ADD ("killed", NULL, test_killed);
  return g_test_run ();
}
