/* SPDX-License-Identifier: Apache-2.0 */

/* Puts the practice portal together and takes it down: checks the options before anything
 * is written, locks the folder (two portals on one would break every promise), makes what
 * is missing, listens, and only then writes the settings with the port it got. */

#include "upload/practice/practice.h"

#include "config/durable.h"
#include "config/fault.h"
#include "upload/practice/authority.h"
#include "upload/practice/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#define ORG_CODE     "H30.31.05"
#define GROUP_ID     "55301" /* any number; the portal insists on it */
#define SECRET_BYTES 32
#define TOKEN_LIFE_S 3600

typedef struct {
  const PracticeOptions *options;
  char *folder; /* absolute */
  char *address;
  guint16 port;
  AuthorityCase certificate;
  char *token;
  int lock_fd;
  TroubleList *troubles;
  Desk desk;
  Acceptance *rules;
  Ledger *ledger;
  Exchange *exchange;
  GMainLoop *loop;
  GError *fault; /* that ended the loop */
} Practice;

static void
free_practice (Practice *practice) {
  g_clear_pointer (&practice->exchange, exchange_close);
  g_clear_pointer (&practice->ledger, ledger_close);
  g_clear_pointer (&practice->desk.gate, gate_free);
  g_clear_pointer (&practice->rules, acceptance_free);
  g_clear_pointer (&practice->desk.depot, depot_close);
  g_clear_pointer (&practice->desk.registry, registry_close);
  g_clear_pointer (&practice->troubles, trouble_list_free);
  g_clear_pointer (&practice->loop, g_main_loop_unref);
  if (practice->lock_fd >= 0)
    close (practice->lock_fd);
  g_clear_error (&practice->fault);
  g_free (practice->token);
  g_free (practice->address);
  g_free (practice->folder);
  g_free (practice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Practice, free_practice)

/* Only loopback: the authority's key lies in the folder, so its certificates prove
 * nothing to anyone else. */
static gboolean
parse_listen (Practice *practice, const char *text, GError **error) {
  g_autoptr (GNetworkAddress) parsed = NULL;
  g_autoptr (GInetAddress) address = NULL;
  const char *host = NULL;

  parsed = G_NETWORK_ADDRESS (g_network_address_parse (text, 0, NULL));
  if (parsed != NULL)
    host = g_network_address_get_hostname (parsed);
  if (host != NULL)
    address = g_inet_address_new_from_string (
        g_str_equal (host, "localhost") ? "127.0.0.1" : host);
  if (address == NULL || !g_inet_address_get_is_loopback (address)) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "\"%s\" is not a loopback address and port, such as 127.0.0.1:8443",
                 text);
    return FALSE;
  }
  practice->address = g_inet_address_to_string (address);
  practice->port = g_network_address_get_port (parsed);
  return TRUE;
}

static gboolean
parse_options (Practice *practice, const PracticeOptions *options, GError **error) {
  practice->options = options;
  practice->folder = g_canonicalize_filename (options->folder, NULL);
  if (!authority_case_parse (options->certificate, &practice->certificate)) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "\"%s\" is none of expired, other-name, other-ca", options->certificate);
    return FALSE;
  }
  practice->troubles = trouble_list_new (options->faults, options->seed, error);
  return practice->troubles != NULL && parse_listen (practice, options->listen, error);
}

static gboolean
lock_folder (Practice *practice, GError **error) {
  g_autofree char *path = g_build_filename (practice->folder, "lock", NULL);

  if (!durable_mkdir (practice->folder, error))
    return FALSE;
  practice->lock_fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (practice->lock_fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open %s", path);
  if (flock (practice->lock_fd, LOCK_EX | LOCK_NB) != 0)
    return fault_set_errno (error, FAULT_TEMPORARY, "another portal works in %s",
                            practice->folder);
  return durable_sweep (practice->folder, error);
}

static char *
make_token (void) {
  guchar dice[SECRET_BYTES];
  GString *token = g_string_new (NULL);

  g_assert (getrandom (dice, sizeof dice, 0) == sizeof dice);
  for (guint i = 0; i < sizeof dice; i++)
    g_string_append_printf (token, "%02x", dice[i]);
  return g_string_free (token, FALSE);
}

/* Reads the token, or makes it at the first start. */
static gboolean
load_token (Practice *practice, GError **error) {
  g_autofree char *path = g_build_filename (practice->folder, "secret", NULL);
  g_autofree char *line = NULL;

  if (g_file_get_contents (path, &practice->token, NULL, NULL)) {
    g_strstrip (practice->token);
    return TRUE;
  }
  practice->token = make_token ();
  line = g_strconcat (practice->token, "\n", NULL);
  return durable_save (path, line, strlen (line), 0600, error);
}

static gboolean
open_state (Practice *practice, GError **error) {
  g_autofree char *dossiers = g_build_filename (practice->folder, "dossiers", NULL);
  g_autofree char *depot = g_build_filename (practice->folder, "uploads", NULL);
  g_autofree char *ledger = g_build_filename (practice->folder, "ledger.jsonl", NULL);
  g_autofree char *faults = g_build_filename (practice->folder, "faults", NULL);
  const char *org_code = practice->options->org_code;
  guint life_s = practice->options->token_life_s;

  trouble_list_watch (practice->troubles, faults);
  if (practice->options->rules != NULL) {
    practice->rules = acceptance_load (practice->options->rules, error);
    if (practice->rules == NULL)
      return FALSE;
    practice->desk.rules = practice->rules;
  }
  practice->desk.gate
      = gate_new (practice->token, GROUP_ID, life_s != 0 ? life_s : TOKEN_LIFE_S);
  practice->desk.registry
      = registry_open (dossiers, org_code != NULL ? org_code : ORG_CODE, error);
  if (practice->desk.registry == NULL)
    return FALSE;
  practice->desk.depot = depot_open (depot, error);
  if (practice->desk.depot == NULL)
    return FALSE;
  practice->ledger = ledger_open (ledger, error);
  return practice->ledger != NULL;
}

static void
on_fault (const GError *fault, gpointer data) {
  Practice *practice = data;

  if (practice->fault == NULL)
    practice->fault = g_error_copy (fault);
  g_main_loop_quit (practice->loop);
}

static gboolean
open_exchange (Practice *practice, GError **error) {
  ExchangeOptions options = {.folder = practice->folder,
                             .address = practice->address,
                             .port = practice->port,
                             .page_port = practice->options->page_port,
                             .desk = &practice->desk,
                             .ledger = practice->ledger,
                             .troubles = practice->troubles,
                             .on_fault = on_fault,
                             .data = practice};

  practice->exchange = exchange_open (&options, error);
  return practice->exchange != NULL;
}

static char *
format_origin (const Practice *practice) {
  gboolean v6 = strchr (practice->address, ':') != NULL;

  return g_strdup_printf ("https://%s%s%s:%u", v6 ? "[" : "", practice->address,
                          v6 ? "]" : "", exchange_get_port (practice->exchange));
}

/* One portal for each format, and the same with tus. */
static const struct {
  const char *name;
  const char *adapter;
  const char *path;
  const char *more;
} formats[] = {
    {"practice", "opencps", "/opencps", "group_id=" GROUP_ID "\n"},
    {"dvcqg", "dvcqg", "/dvcqg", "dstcode=VN:GOV:000.00.00.G22:practice\n"},
    {"dvcqg-plain", "dvcqg", "/dvcqg",
     "envelope=no\nis_updating=query\nreception=two\nintegration_endpoint=/plain\n"},
    {"sixstep", "sixstep", "/sixstep", "lookup_url=TraCuuHoSo\n"},
    {"igate", "igate", "/igate", "account_id=kiosk\nagency_id=60f0\n"},
};

static void
append_portal (GString *text, const char *origin, guint format, gboolean tus) {
  g_string_append_printf (text,
                          "[portal %s%s]\nadapter=%s\nbase_url=%s%s\nfiles=%s\n"
                          "ca_file=ca.pem\nclient_cert=client.pem\n"
                          "client_key=client.key\nuser=kiosk\nsecret_file=secret\n%s",
                          formats[format].name, tus ? "-tus" : "",
                          formats[format].adapter, origin, formats[format].path,
                          tus ? "tus" : "multipart", formats[format].more);
  if (tus)
    g_string_append_printf (text, "tus_url=%s/tus\n", origin);
}

static gboolean
save_settings (const Practice *practice, GError **error) {
  const char *route = practice->options->route;
  g_autofree char *path = g_build_filename (practice->folder, "motcua.conf", NULL);
  g_autofree char *origin = format_origin (practice);
  g_autoptr (GString) text
      = g_string_new ("# Written by `motcua sandbox-portal` at each start.\n"
                      "[station]\nid=0293-01\norg_code=000.00.31.H30\n");

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    append_portal (text, origin, i, FALSE);
    append_portal (text, origin, i, TRUE);
  }
  g_string_append_printf (text,
                          "[signature]\ncertificate=signing.pem\n"
                          "key_file=signing.key\n"
                          "[queue]\nretry_base_s=1\nretry_max_s=60\n"
                          "[route]\ndefault=%s\n",
                          route != NULL ? route : formats[0].name);
  return durable_save (path, text->str, text->len, 0600, error);
}

static gboolean
on_signal (gpointer data) {
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
start (Practice *practice, const PracticeOptions *options, GError **error) {
  return parse_options (practice, options, error) && lock_folder (practice, error)
         && load_token (practice, error)
         && authority_open (practice->folder, practice->address, practice->certificate,
                            error)
         && open_state (practice, error) && open_exchange (practice, error)
         && save_settings (practice, error);
}

gboolean
practice_run (const PracticeOptions *options, GError **error) {
  g_autoptr (Practice) practice = g_new0 (Practice, 1);
  g_autofree char *url = NULL;
  guint on_term, on_int;

  practice->lock_fd = -1;
  practice->loop = g_main_loop_new (NULL, FALSE);
  if (!start (practice, options, error))
    return FALSE;
  on_term = g_unix_signal_add (SIGTERM, on_signal, practice->loop);
  on_int = g_unix_signal_add (SIGINT, on_signal, practice->loop);
  url = format_origin (practice);
  printf ("ready %s/opencps\npage http://127.0.0.1:%u/\n", url,
          exchange_get_page_port (practice->exchange));
  fflush (stdout);
  g_main_loop_run (practice->loop);
  g_source_remove (on_term);
  g_source_remove (on_int);
  if (practice->fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&practice->fault));
  return FALSE;
}
