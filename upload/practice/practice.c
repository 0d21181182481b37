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

typedef struct {
  const PracticeOptions *options;
  char *folder; /* absolute */
  char *address;
  guint16 port;
  AuthorityCase certificate;
  char *token;
  int lock_fd;
  TroubleList *troubles;
  Registry *registry;
  Ledger *ledger;
  Exchange *exchange;
  GMainLoop *loop;
  GError *fault; /* that ended the loop */
} Practice;

static void
free_practice (Practice *practice) {
  g_clear_pointer (&practice->exchange, exchange_close);
  g_clear_pointer (&practice->ledger, ledger_close);
  g_clear_pointer (&practice->registry, registry_close);
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
  practice->troubles = trouble_list_new (options->faults, error);
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
  g_autofree char *ledger = g_build_filename (practice->folder, "ledger.jsonl", NULL);
  const char *org_code = practice->options->org_code;

  practice->registry
      = registry_open (dossiers, org_code != NULL ? org_code : ORG_CODE, error);
  if (practice->registry == NULL)
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
                             .token = practice->token,
                             .group = GROUP_ID,
                             .registry = practice->registry,
                             .ledger = practice->ledger,
                             .troubles = practice->troubles,
                             .on_fault = on_fault,
                             .data = practice};

  practice->exchange = exchange_open (&options, error);
  return practice->exchange != NULL;
}

static char *
format_url (const Practice *practice) {
  gboolean v6 = strchr (practice->address, ':') != NULL;

  return g_strdup_printf ("https://%s%s%s:%u/opencps", v6 ? "[" : "", practice->address,
                          v6 ? "]" : "", exchange_get_port (practice->exchange));
}

static gboolean
save_settings (const Practice *practice, GError **error) {
  g_autofree char *path = g_build_filename (practice->folder, "motcua.conf", NULL);
  g_autofree char *url = format_url (practice);
  g_autofree char *text
      = g_strdup_printf ("# Written by `motcua sandbox-portal` at each start.\n"
                         "[station]\n"
                         "id=0293-01\n"
                         "org_code=000.00.31.H30\n"
                         "[portal practice]\n"
                         "adapter=opencps\n"
                         "base_url=%s\n"
                         "files=multipart\n"
                         "ca_file=ca.pem\n"
                         "client_cert=client.pem\n"
                         "client_key=client.key\n"
                         "secret_file=secret\n"
                         "group_id=" GROUP_ID "\n"
                         "gov_agency_code=000.00.31.H30\n"
                         "[signature]\n"
                         "certificate=signing.pem\n"
                         "key_file=signing.key\n"
                         "[queue]\n"
                         "retry_base_s=1\n"
                         "retry_max_s=60\n"
                         "[route]\n"
                         "default=practice\n",
                         url);

  return durable_save (path, text, strlen (text), 0600, error);
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
  url = format_url (practice);
  printf ("ready %s\n", url);
  fflush (stdout);
  g_main_loop_run (practice->loop);
  g_source_remove (on_term);
  g_source_remove (on_int);
  if (practice->fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&practice->fault));
  return FALSE;
}
