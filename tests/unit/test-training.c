/* SPDX-License-Identifier: Apache-2.0 */

/* Training reaches this machine and no other: by its settings, and by its sockets. */

#include "config/training.h"

#include "config/fault.h"
#include "upload/http.h"

#include <glib/gstdio.h>

static void
test_local (void) {
  static const struct {
    const char *url;
    gboolean local;
  } urls[] = {
      {"https://127.0.0.1:8443/api", TRUE},
      {"https://localhost/x", TRUE},
      {"https://[::1]:1/", TRUE},
      {"https://127.9.9.9/", TRUE},
      {"https://portal.gov.vn/", FALSE},
      {"https://10.0.0.1/", FALSE},
      {"https://localhost.evil.vn/", FALSE},
      {"https://127.0.0.1@evil.vn/", FALSE},
      {"https://127.0.0.1.evil.vn/", FALSE},
      {"https://evil.vn#@127.0.0.1/", FALSE},
      {"https://0.0.0.0/", FALSE},
      {"nothing", FALSE},
      {"", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    g_assert_cmpint (training_is_local (urls[i].url), ==, urls[i].local);
}

/* Settings with one portal, and @extra beside its address. */
static Settings *
load (const char *base_url, const char *extra) {
  g_autofree char *path = NULL;
  g_autofree char *text = g_strdup_printf (
      "[portal one]\nadapter=opencps\nbase_url=%s\nca_file=ca.pem\n%s", base_url, extra);
  g_autoptr (GError) error = NULL;
  Settings *settings;
  int fd = g_file_open_tmp ("motcua-XXXXXX.conf", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  settings = settings_load (path, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_unlink (path);
  return settings;
}

static void
test_confine (void) {
  g_autoptr (Settings) here = load ("https://127.0.0.1:8443", "");
  g_autoptr (Settings) there = load ("https://dichvucong.gov.vn", "");
  g_autoptr (Settings) partly
      = load ("https://127.0.0.1:8443", "tus_url=https://tep.gov.vn/up\n");
  g_autoptr (GError) error = NULL;

  g_assert_true (training_confine (here, &error));
  g_assert_true (settings_get_portal (here, "one")->confined);
  g_assert_false (settings_has_signing (here));
  g_assert_false (training_confine (there, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_clear_error (&error);
  g_assert_false (training_confine (partly, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
}

/* The second fence by itself: an address elsewhere is not even tried. */
static void
test_sockets (void) {
  PortalSettings settings = {.name = "one",
                             .adapter = "opencps",
                             .base_url = "https://192.0.2.1:9",
                             .ca_file = "/etc/ssl/certs/ca-certificates.crt",
                             .confined = TRUE};
  g_autoptr (Http) http = http_new (&settings);
  gint64 began_us = g_get_monotonic_time ();
  g_autoptr (HttpAnswer) answer = NULL;

  answer = http_get (http, "/");
  g_assert_cmpint (answer->status, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_store (void) {
  g_autofree char *beside = training_store_dup ("/var/lib/motcua");
  g_autofree char *same = training_store_dup (beside);

  g_assert_cmpstr (beside, ==, "/var/lib/motcua-training");
  g_assert_cmpstr (same, ==, beside);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/local", test_local);
  g_test_add_func ("/training/confine", test_confine);
  g_test_add_func ("/training/sockets", test_sockets);
  g_test_add_func ("/training/store", test_store);
  return g_test_run ();
}
