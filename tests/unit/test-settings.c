/* SPDX-License-Identifier: Apache-2.0 */

/* Settings: what is written is what holds; anything else is refused with its line. */

#include "config/settings.h"

#include "config/fault.h"

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
write_settings (const char *text) {
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("settings-XXXXXX.conf", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  return path;
}

static void
test_all_keys (void) {
  g_autofree char *path
      = write_settings ("[station]\nid=0293-01\norg_code=000.00.00.H30\n"
                        "[scan]\ndevice=hopper:/x\nresolution=200\nsource=auto\n"
                        "drivers=fujitsu,airscan\npage_size=a3\nback_side=180\n"
                        "double_feed=off\nprofiles=free\nstall_ms=2000\n"
                        "[portal practice]\nadapter=opencps\n"
                        "base_url=https://127.0.0.1:1/opencps\n"
                        "ca_file=ca.pem\nclient_cert=\n"
                        "most_file_bytes=10000000\n"
                        "[signature]\ncertificate=a.pem\nkey_file=a.key\n"
                        "tsa_url=http://tsa.example/\ntsa_ca_file=tsa.pem\n"
                        "[queue]\nretry_base_s=1\nretry_max_s=2\nalarm_after_s=90\n"
                        "large_hours=18:00-06:00\nlarge_bytes=5\nlarge_urgent=2\n"
                        "rate_bytes_s=2048\n"
                        "[route]\ndefault=practice\n2.000815=practice\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = settings_load (path, &error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *ca_file = g_build_filename (folder, "ca.pem", NULL);
  const PortalSettings *portal;

  g_assert_no_error (error);
  g_assert_cmpstr (settings->station_id, ==, "0293-01");
  g_assert_cmpuint (settings->scan_res_dpi, ==, 200);
  g_assert_cmpstr (settings->scan_source, ==, "auto");
  g_assert_cmpstr (settings->scan_drivers, ==, "fujitsu,airscan");
  g_assert_cmpstr (settings->scan_page_size, ==, "a3");
  g_assert_cmpstr (settings->scan_back_side, ==, "180");
  g_assert_cmpstr (settings->scan_double_feed, ==, "off");
  g_assert_cmpstr (settings->scan_profiles, ==, "free");
  g_assert_cmpuint (settings->scan_stall_ms, ==, 2000);
  g_assert_cmpuint (settings->retry_max_s, ==, 2);
  g_assert_cmpuint (settings->alarm_after_s, ==, 90);
  g_assert_cmpuint (settings->line.hours.count, ==, 1);
  g_assert_cmpuint (settings->line.hours.spans[0].from_min, ==, 18 * 60);
  g_assert_cmpuint (settings->line.large_bytes, ==, 5);
  g_assert_cmpuint (settings->line.large_urgent, ==, 2);
  g_assert_cmpuint (settings->line.rate_bytes_s, ==, 2048);
  g_assert_true (settings_has_signing (settings));
  g_assert_cmpstr (settings->signing.if_unable, ==, "stop");
  g_assert_cmpuint (settings->signing.deadline_s, ==, 20);
  portal = settings_get_route (settings, "2.000815", 0);
  g_assert_cmpstr (portal->name, ==, "practice");
  g_assert_cmpstr (portal->ca_file, ==, ca_file);
  g_assert_null (portal->client_cert);
  g_assert_cmpuint (portal->most_file_bytes, ==, 10000000);
  g_assert_cmpuint (portal->most_dossier_bytes, ==, 0);
  g_assert_true (settings_get_route (settings, "1.000001", 0) == portal);
  g_unlink (path);
}

static void
test_defaults_without_file (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_settings ("");
  g_autoptr (Settings) settings = settings_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (settings->scan_res_dpi, ==, 300);
  g_assert_false (settings_has_signing (settings));
  g_assert_null (settings_get_route (settings, "1.001193", 0));
  g_unlink (path);
}

/* How long dossiers are kept, by procedure; where the station key lies. */
static void
test_keeping (void) {
  g_autofree char *path
      = write_settings ("[store]\nkey_file=keys/station.key\nplain_swap=refuse\n"
                        "[retention]\ndefault=14\nwithdrawn=3\n2.000815=0\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = settings_load (path, &error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *key_file = g_build_filename (folder, "keys", "station.key", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (settings->key_file, ==, key_file);
  g_assert_cmpstr (settings->plain_swap, ==, "refuse");
  g_assert_cmpuint (settings_get_retention (settings, "2.000815"), ==, 0);
  g_assert_cmpuint (settings_get_retention (settings, "1.001193"), ==, 14);
  g_assert_cmpuint (settings->retention_withdrawn, ==, 3);
  g_unlink (path);
}

typedef struct {
  const char *text;
  const char *line;   /* as in the message */
  const char *reason; /* a part of the message */
} Refusal;

static const Refusal refusals[] = {
    {"[naming]\nfile={owner}\n", "line 2", "{owner}"},
    {"[retention]\ndefault=-1\n", "line 2", "number of days"},
    {"[retention]\nforever=1\n", "line 2", "neither default"},
    {"[retention]\n2.000815=soon\n", "line 2", "number of days"},
    {"[store]\nplain_swap=yes\n", "line 2", "warn|refuse"},
    {"[store]\nkey=x\n", "line 2", "unknown key \"key\""},
    {"[naming]\npaper_code={colour}\n", "line 2", "no pattern"},
    {"[naming]\nlocal_code={colour}\n", "line 2", "no pattern"},
    {"[naming]\nfile=\n", "line 2", "no pattern"},
    {"[signature]\ncertificate=c\nkey_file=k\npkcs11_module=m\n", "line 4", "not both"},
    {"[signature]\nkey_file=k\n", "line 2", "needs certificate"},
    {"[signature]\npkcs11_module=m\npkcs11_token=t\n", "line 2", "pkcs11_key"},
    {"[signature]\ntsa_url=ftp://x/\n", "line 2", "http"},
    {"[signature]\ntsa_url=http://x/\n", "line 2", "tsa_ca_file"},
    {"[signature]\nif_unable=maybe\n", "line 2", "stop|unsigned"},
    {"[station]\nid=1\ncolour=red\n", "line 3", "unknown key \"colour\""},
    {"[station]\nid=1\n[garden]\n", "line 3", "unknown group [garden]"},
    {"[station]\nid=1\nid=2\n", "line 3", "set twice"},
    {"[scan]\nresolution=1e999\n", "line 2", "whole number"},
    {"[scan]\nresolution=0x10\n", "line 2", "whole number"},
    {"[scan]\nresolution=-0\n", "line 2", "whole number"},
    {"[scan]\nresolution=100000\n", "line 2", "whole number"},
    {"[scan]\nsource=drawer\n", "line 2", "one of flatbed|adf|duplex"},
    {"[portal p]\nadapter=opencps\nbase_url=http://h/\n", "line 3", "https://"},
    {"[portal p]\nadapter=opencps\n", "line 1", "https://"},
    {"[portal p]\nadapter=carrier-pigeon\n", "line 2", "one of opencps"},
    {"[route]\ndefault=nowhere\n", "line 2", "there is no [portal nowhere]"},
    {"[queue]\nretry_base_s=60\nretry_max_s=30\n", "line 3", "less than"},
    {"[queue]\nlarge_hours=18-6\n", "line 2", "HH:MM-HH:MM"},
    {"[queue]\nlarge_urgent=10\n", "line 2", "from 0 to 9"},
    {"[queue]\nrate_bytes_s=100\n", "line 2", "at least 1024"},
};

static void
test_refused_with_line (void) {
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = write_settings (refusals[i].text);
    g_autoptr (GError) error = NULL;

    g_assert_null (settings_load (path, &error));
    g_assert_error (error, FAULT, FAULT_CONFIG);
    g_assert_nonnull (strstr (error->message, path));
    g_assert_nonnull (strstr (error->message, refusals[i].line));
    g_assert_nonnull (strstr (error->message, refusals[i].reason));
    g_unlink (path);
  }
}

static void
test_odd_files (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *fifo = write_settings ("");

  g_assert_null (settings_load ("/nowhere/motcua.conf", &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_clear_error (&error);
  g_assert_null (settings_load ("/", &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_clear_error (&error);
  g_assert_null (settings_load ("/dev/zero", &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_clear_error (&error);
  g_unlink (fifo);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_null (settings_load (fifo, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_unlink (fifo);
}

static void
test_nul_byte (void) {
  g_autofree char *path = write_settings ("");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "[station]\nid=1\0\n", 16, NULL));
  g_assert_null (settings_load (path, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_unlink (path);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/all-keys", test_all_keys);
  g_test_add_func ("/settings/keeping", test_keeping);
  g_test_add_func ("/settings/defaults-without-file", test_defaults_without_file);
  g_test_add_func ("/settings/refused-with-line", test_refused_with_line);
  g_test_add_func ("/settings/odd-files", test_odd_files);
  g_test_add_func ("/settings/nul-byte", test_nul_byte);
  return g_test_run ();
}
