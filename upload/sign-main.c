/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-sign: holds the station's key for one sealing. A process of its own, because a
 * token's library is a vendor's and may hang or crash, and so that neither the key nor the
 * way to the time-stamp server is in the process that shows screens. It sees digests,
 * never a page. What it reads and writes stands in upload/signer.c.
 *
 * Nothing here can wait for a person: it has no terminal, and an alarm ends it should its
 * starter be gone. */

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "config/log.h"
#include "upload/signature.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define DIGEST_BYTES 32
#define SPARE_S      10 /* our own end comes after the starter's deadline */
#define EXIT_USAGE   2

typedef struct {
  const Settings *settings;
  SignKey *key;
  Timestamps *stamps; /* NULL: none are asked for */
} Desk;

/* The key is in this process's memory: no dump, no debugger, no terminal. */
static void
shut_off (void) {
  const struct rlimit none = {0, 0};

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  setsid ();
  signal (SIGPIPE, SIG_IGN);
}

/* An alarm that nothing catches. */
static void
set_deadline (const Settings *settings) {
  alarm (settings->signing.deadline_s + LIMIT_STAMP_S + SPARE_S);
}

static gboolean
print_line (JsonBuilder *builder) {
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  text = json_format (builder, FALSE);
  return printf ("%s\n", text) > 0 && fflush (stdout) == 0;
}

static int
print_fault (const GError *fault) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_int (builder, "fault",
                fault->domain == FAULT ? fault->code : (int) FAULT_PROTOCOL);
  json_add_string (builder, "message", fault->message);
  return print_line (builder) ? EXIT_FAILURE : EXIT_USAGE;
}

static gboolean
print_greeting (const Desk *desk, GError **error) {
  guint room_bytes = signature_measure (desk->key, desk->stamps != NULL, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *name = signkey_name_dup (desk->key);
  g_autofree char *digest = signkey_digest_dup (desk->key);

  if (room_bytes == 0)
    return FALSE;
  json_builder_begin_object (builder);
  json_add_string (builder, "name", name);
  json_add_string (builder, "certificate", digest);
  json_add_int (builder, "not_after", signkey_get_not_after (desk->key));
  json_add_int (builder, "room", room_bytes);
  return print_line (builder);
}

static gboolean
parse_digest (const char *line, guint8 *digest) {
  for (guint i = 0; i < DIGEST_BYTES; i++) {
    int high = g_ascii_xdigit_value (line[2 * i]);
    int low = high < 0 ? -1 : g_ascii_xdigit_value (line[2 * i + 1]);

    if (low < 0)
      return FALSE;
    digest[i] = (guint8) (high << 4 | low);
  }
  return line[2 * DIGEST_BYTES] == '\n';
}

static gboolean
answer (const Desk *desk, const guint8 *digest, GError **error) {
  g_autofree char *unstamped = NULL;
  g_autoptr (GBytes) cms
      = signature_make (desk->key, digest, desk->stamps, &unstamped, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  gboolean timed = desk->stamps != NULL && unstamped == NULL;

  if (cms == NULL)
    return FALSE;
  text = g_base64_encode (g_bytes_get_data (cms, NULL), g_bytes_get_size (cms));
  json_builder_begin_object (builder);
  json_add_string (builder, "cms", text);
  json_add_string (builder, "level", timed ? "B-T" : "B-B");
  if (unstamped != NULL)
    json_add_string (builder, "unstamped", unstamped);
  return print_line (builder);
}

/* Until its starter closes the pipe. */
static gboolean
serve (const Desk *desk, GError **error) {
  char line[2 * DIGEST_BYTES + 2];
  guint8 digest[DIGEST_BYTES];

  while (fgets (line, sizeof line, stdin) != NULL) {
    set_deadline (desk->settings);
    if (!parse_digest (line, digest)) {
      g_set_error (error, FAULT, FAULT_PROTOCOL, "what is to be signed is no digest");
      return FALSE;
    }
    if (!answer (desk, digest, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
open_desk (Desk *desk, const char *guard, GError **error) {
  const SigningSettings *signing = &desk->settings->signing;

  if (!settings_has_signing (desk->settings)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "no key is set in [signature]");
    return FALSE;
  }
  set_deadline (desk->settings);
  desk->key = signkey_open (signing, guard, error);
  if (desk->key == NULL)
    return FALSE;
  if (signing->tsa_url == NULL)
    return TRUE;
  desk->stamps = timestamps_new (signing->tsa_url, signing->tsa_ca_file, error);
  return desk->stamps != NULL;
}

static int
run (const char *config, const char *guard) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = settings_load (config, &error);
  g_autoptr (SignKey) key = NULL;
  g_autoptr (Timestamps) stamps = NULL;
  Desk desk = {settings, NULL, NULL};
  gboolean served;

  if (settings == NULL)
    return print_fault (error);
  served = open_desk (&desk, guard, &error) && print_greeting (&desk, &error)
           && serve (&desk, &error);
  key = desk.key;
  stamps = desk.stamps;
  if (served)
    return EXIT_SUCCESS;
  return error != NULL ? print_fault (error) : EXIT_FAILURE;
}

int
main (int argc, char **argv) {
  g_autofree char *config = NULL;
  g_autofree char *guard = NULL;
  const GOptionEntry entries[]
      = {{"config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "The settings", "FILE"},
         {"guard", 'g', 0, G_OPTION_ARG_FILENAME, &guard,
          "Where a refused PIN is remembered", "FILE"},
         G_OPTION_ENTRY_NULL};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  shut_off ();
  log_init ("motcua-sign");
  g_option_context_set_summary (context,
                                "Signs digests for a sealing; motcua starts it.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && argc == 1
      && config != NULL && guard != NULL)
    return run (config, guard);
  fprintf (stderr, "motcua-sign: --config and --guard are needed; motcua starts it.\n");
  return EXIT_USAGE;
}
