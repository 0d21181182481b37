/* SPDX-License-Identifier: Apache-2.0 */

/* A tus server that lies: each test is a conversation of which every answer is written
 * down. */

#include "upload/tus.h"

#include "config/durable.h"
#include "tests/unit/mouthpiece.h"
#include "tests/unit/outpost.h"
#include "tests/unit/recall.h"

#include <string.h>

typedef struct {
  Outpost *outpost;
  Mouthpiece *mouthpiece;
  Http *http;
  Access *access;
  Tus *tus;
  Recall *recall;
  Dossier *dossier;
  Vault *vault;
  Attempt *attempt;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autofree char *mouth = NULL;
  g_autofree char *id = NULL;
  PortalSettings *settings;

  fixture->outpost = outpost_new (NULL);
  mouth = g_build_filename (fixture->outpost->folder, "mouth", NULL);
  g_assert_true (durable_mkdir (mouth, NULL));
  fixture->mouthpiece = mouthpiece_new (mouth);
  settings = mouthpiece_get_settings (fixture->mouthpiece);
  g_free (settings->files);
  settings->files = g_strdup ("tus");
  settings->tus_url = (char *) "/tus";
  fixture->http = http_new (settings);
  fixture->access = access_new (fixture->http, settings, ACCESS_FIXED, &error);
  fixture->tus = tus_new (fixture->access, settings);
  settings->tus_url = NULL;
  fixture->recall = recall_new ();
  id = outpost_add_dossier (fixture->outpost, 1);
  fixture->dossier = store_get_dossier (fixture->outpost->store, id, &error);
  fixture->vault = store_open_vault (fixture->outpost->store, id, &error);
  g_assert_no_error (error);
  fixture->attempt
      = attempt_new (fixture->dossier, fixture->vault, &fixture->recall->memory);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  attempt_free (fixture->attempt);
  tus_free (fixture->tus);
  access_free (fixture->access);
  http_free (fixture->http);
  mouthpiece_free (fixture->mouthpiece);
  recall_free (fixture->recall);
  vault_free (fixture->vault);
  dossier_free (fixture->dossier);
  outpost_free (fixture->outpost);
}

static gboolean
send_paper (Fixture *fixture, PortalProof *proof) {
  const Paper *paper = attempt_get_paper (fixture->attempt, 0);
  g_autoptr (Sealed) sealed = attempt_open_paper (fixture->attempt, paper);
  g_autofree char *url = NULL;

  return tus_send (fixture->tus, fixture->attempt, paper, sealed, NULL, &url, proof);
}

/* An answer with a status, header lines and no body. */
static void
say (Fixture *fixture, const char *status, const char *headers) {
  g_autofree char *raw = g_strdup_printf (
      "HTTP/1.1 %s\r\n%s%s", status, headers,
      g_str_has_prefix (status, "204") ? "\r\n" : "Content-Length: 0\r\n\r\n");

  mouthpiece_say (fixture->mouthpiece, raw);
}

static guint64
get_size (Fixture *fixture) {
  return attempt_get_paper (fixture->attempt, 0)->size_bytes;
}

static void
say_offset (Fixture *fixture, const char *status, gint64 offset, const char *more) {
  g_autofree char *headers
      = g_strdup_printf ("Upload-Offset: %" G_GINT64_FORMAT "\r\n%s", offset, more);

  say (fixture, status, headers);
}

/* The last HEAD: whole, under @sha256. */
static void
say_whole (Fixture *fixture, const char *sha256) {
  g_autofree char *code = g_base64_encode ((const guchar *) sha256, strlen (sha256));
  g_autofree char *more = g_strdup_printf ("Upload-Metadata: a YQ==,sha256 %s\r\n", code);

  say_offset (fixture, "200 OK", (gint64) get_size (fixture), more);
}

static void
say_begin (Fixture *fixture, const char *location) {
  g_autofree char *header = g_strdup_printf ("Location: %s\r\n", location);

  say (fixture, "204 No Content", "Tus-Version: 1.0.0\r\n");
  say (fixture, "201 Created", header);
}

static void
test_whole (Fixture *fixture, gconstpointer data) {
  PortalProof proof = PORTAL_PROOF_NONE;

  say_begin (fixture, "/files/7");
  say_offset (fixture, "204 No Content", (gint64) get_size (fixture), "");
  say_whole (fixture, attempt_get_paper (fixture->attempt, 0)->sha256);
  g_assert_true (send_paper (fixture, &proof));
  g_assert_cmpint (proof, ==, PORTAL_PROOF_TUS);
}

/* What it keeps under no digest is no proof; under another it is a matter for a person. */
static void
test_digest (Fixture *fixture, gconstpointer data) {
  PortalProof proof = PORTAL_PROOF_TUS;

  say_begin (fixture, "/files/7");
  say_offset (fixture, "204 No Content", (gint64) get_size (fixture), "");
  say_offset (fixture, "200 OK", (gint64) get_size (fixture), "");
  g_assert_true (send_paper (fixture, &proof));
  g_assert_cmpint (proof, ==, PORTAL_PROOF_NONE);
  say_whole (fixture, "00");
  g_assert_false (send_paper (fixture, &proof));
  g_assert_cmpint (fixture->attempt->answer->outcome, ==, PORTAL_REFUSED);
}

/* Nothing of the file goes to another host, or out of TLS. */
static void
test_location (Fixture *fixture, gconstpointer data) {
  const char *const locations[] = {
      "http://127.0.0.1/files/7",
      "https://127.0.0.1:1/files/7",
      "https://elsewhere.invalid/files/7",
      "//elsewhere.invalid/7",
      "ftp://127.0.0.1/7",
      "https://user@127.0.0.1/7",
  };

  for (guint i = 0; i < G_N_ELEMENTS (locations); i++) {
    g_autofree char *header = g_strdup_printf ("Location: %s\r\n", locations[i]);
    g_autofree char *heard = NULL;
    PortalProof proof;

    mouthpiece_reset (fixture->mouthpiece);
    if (i == 0)
      say (fixture, "204 No Content", "Tus-Version: 1.0.0\r\n");
    say (fixture, "201 Created", header);
    g_assert_false (send_paper (fixture, &proof));
    g_assert_cmpint (fixture->attempt->answer->outcome, ==, PORTAL_REFUSED);
    heard = mouthpiece_dup_heard (fixture->mouthpiece);
    g_assert_null (strstr (heard, "PATCH "));
  }
}

/* Offsets that cannot be: from the beginning, and after three times a person looks. */
static void
test_offsets (Fixture *fixture, gconstpointer data) {
  const gint64 lies[] = {-1, 99999999, -7, 1000000000000};
  PortalProof proof;

  say_begin (fixture, "/files/7");
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++) {
    say (fixture, "500 Oops", "");
    say_offset (fixture, "200 OK", lies[i], "");
    if (i < 3)
      say (fixture, "201 Created", "Location: /files/8\r\n");
  }
  g_assert_false (send_paper (fixture, &proof));
  g_assert_cmpint (fixture->attempt->answer->outcome, ==, PORTAL_REFUSED);
}

/* A later attempt goes on where the server is, without beginning again. */
static void
test_resumed (Fixture *fixture, gconstpointer data) {
  g_autofree char *heard = NULL;
  PortalProof proof;

  say_begin (fixture, "/files/7");
  mouthpiece_say (fixture->mouthpiece, "");
  mouthpiece_say (fixture->mouthpiece, "");
  g_assert_false (send_paper (fixture, &proof));
  g_assert_cmpint (fixture->attempt->answer->outcome, ==, PORTAL_LATER);
  mouthpiece_reset (fixture->mouthpiece);
  say_offset (fixture, "200 OK", 100, "");
  say_offset (fixture, "204 No Content", (gint64) get_size (fixture), "");
  say_whole (fixture, attempt_get_paper (fixture->attempt, 0)->sha256);
  g_assert_true (send_paper (fixture, &proof));
  heard = mouthpiece_dup_heard (fixture->mouthpiece);
  g_assert_null (strstr (heard, "POST "));
  g_assert_nonnull (strstr (heard, "HEAD /files/7 "));
  g_assert_nonnull (strstr (heard, "Upload-Offset: 100\r\n"));
}

#define ADD(name, function)                                                              \
  g_test_add ("/tus/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("digest", test_digest);
  ADD ("location", test_location);
  ADD ("offsets", test_offsets);
  ADD ("resumed", test_resumed);
  return g_test_run ();
}
