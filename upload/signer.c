/* SPDX-License-Identifier: Apache-2.0 */

/* The asking end of motcua-sign; upload/sign-main.c is the other.
 *
 *   <- {"name", "certificate", "not_after", "room"}     or {"fault", "message"}
 *   -> 64 hexadecimal digits
 *   <- {"cms", "level", "unstamped"}                    or {"fault", "message"}
 *
 * one JSON object a line. A token's library is a vendor's code and may hang in any call:
 * each answer has a deadline, and a signer that misses it is killed and not asked again.
 * Time for a time stamp is added, since motcua-sign bounds that itself. */

#include "upload/signer.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/layout.h"
#include "config/limits.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define GUARD_NAME   "token-login"
#define LINE_MOST    (LIMIT_SIGNATURE_BYTES * 2)
#define DIGEST_BYTES 32
#define LEVEL_PLAIN  "B-B"
#define LEVEL_TIMED  "B-T"

struct Signer {
  GSubprocess *process;
  int answer_fd;      /* borrowed from the process */
  GByteArray *unread; /* read behind the last line */
  guint deadline_ms;
  char *name;
  char *reason;
  char *location;
  char *certificate;
  gint64 not_after;
  guint room_bytes;
  gboolean timed; /* the last signature has a time stamp */
  char *unstamped;
};

void
signer_free (Signer *signer) {
  if (signer == NULL)
    return;
  if (signer->process != NULL)
    g_subprocess_force_exit (signer->process);
  g_clear_object (&signer->process);
  g_byte_array_unref (signer->unread);
  g_free (signer->name);
  g_free (signer->reason);
  g_free (signer->location);
  g_free (signer->certificate);
  g_free (signer->unstamped);
  g_free (signer);
}

/* --- the process -------------------------------------------------------------------- */

/* Its environment is made here: what a token's library needs to find its files, and the
 * system's credential, and nothing else. */
static char **
make_environment (void) {
  static const char *const kept[]
      = {"HOME",       "CREDENTIALS_DIRECTORY", "SOFTHSM2_CONF",
         "MOTCUA_LOG", "ASAN_OPTIONS",          "UBSAN_OPTIONS"};
  char **environment = g_environ_setenv (NULL, "PATH", "/usr/bin:/bin", TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++) {
    if (g_getenv (kept[i]) != NULL)
      environment = g_environ_setenv (environment, kept[i], g_getenv (kept[i]), TRUE);
  }
  return environment;
}

static gboolean
start_process (Signer *signer, const Settings *settings, const char *store,
               GError **error) {
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *program = layout_program_dup ("motcua-sign");
  g_autofree char *guard = g_build_filename (store, GUARD_NAME, NULL);
  g_auto (GStrv) environment = make_environment ();
  g_autoptr (GError) cause = NULL;

  g_subprocess_launcher_set_environ (launcher, environment);
  signer->process = g_subprocess_launcher_spawn (launcher, &cause, program, "--config",
                                                 settings->path, "--guard", guard, NULL);
  if (signer->process == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot start %s: %s", program,
                 cause->message);
    return FALSE;
  }
  signer->answer_fd = g_unix_input_stream_get_fd (
      G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (signer->process)));
  return TRUE;
}

/* --- lines -------------------------------------------------------------------------- */

static gboolean
set_silence (Signer *signer, const char *why, GError **error) {
  g_subprocess_force_exit (signer->process);
  g_set_error (error, FAULT, FAULT_DEVICE, "the signing key does not answer: %s", why);
  return FALSE;
}

/* Reads what there is, waiting until @until_us at most. */
static gboolean
read_some (Signer *signer, gint64 until_us, GError **error) {
  guint8 block[4096];
  struct pollfd watched = {signer->answer_fd, POLLIN, 0};
  gint64 left_us = until_us - g_get_monotonic_time ();
  gssize got;

  if (left_us <= 0 || poll (&watched, 1, (int) (left_us / 1000) + 1) == 0)
    return set_silence (signer, "it was given up after its deadline", error);
  got = read (signer->answer_fd, block, sizeof block);
  if (got < 0 && errno == EINTR)
    return TRUE;
  if (got <= 0)
    return set_silence (signer, "motcua-sign ended", error);
  if (signer->unread->len + (gsize) got > LINE_MOST)
    return set_silence (signer, "its answer has no end", error);
  g_byte_array_append (signer->unread, block, (guint) got);
  return TRUE;
}

/* An empty array has no data at all. */
static const guint8 *
find_line_end (const GByteArray *unread) {
  return unread->len > 0 ? memchr (unread->data, '\n', unread->len) : NULL;
}

/* The next line as an object; the fault it tells becomes ours. */
static JsonObject *
receive_object (Signer *signer, GError **error) {
  gint64 until_us = g_get_monotonic_time () + (gint64) signer->deadline_ms * 1000;
  g_autoptr (JsonObject) object = NULL;
  const guint8 *end;
  gsize size;

  while ((end = find_line_end (signer->unread)) == NULL) {
    if (!read_some (signer, until_us, error))
      return NULL;
  }
  size = (gsize) (end - signer->unread->data);
  object = json_parse ((const char *) signer->unread->data, size, LINE_MOST,
                       FAULT_PROTOCOL, "motcua-sign", error);
  g_byte_array_remove_range (signer->unread, 0, (guint) size + 1);
  if (object == NULL)
    return NULL;
  if (!json_object_has_member (object, "fault"))
    return g_steal_pointer (&object);
  g_set_error_literal (error, FAULT, (int) json_get_int (object, "fault", FAULT_PROTOCOL),
                       json_get_string (object, "message", "it cannot sign"));
  return NULL;
}

static gboolean
read_greeting (Signer *signer, GError **error) {
  g_autoptr (JsonObject) object = receive_object (signer, error);

  if (object == NULL)
    return FALSE;
  signer->name = g_strdup (json_get_string (object, "name", NULL));
  signer->certificate = g_strdup (json_get_string (object, "certificate", NULL));
  signer->not_after = json_get_int (object, "not_after", 0);
  signer->room_bytes = (guint) CLAMP (json_get_int (object, "room", 0), 0,
                                      (gint64) LIMIT_SIGNATURE_BYTES);
  if (signer->name != NULL && signer->certificate != NULL && signer->room_bytes > 0)
    return TRUE;
  g_set_error (error, FAULT, FAULT_PROTOCOL, "motcua-sign does not say who signs");
  return FALSE;
}

Signer *
signer_open (const Settings *settings, const char *store, GError **error) {
  g_autoptr (Signer) signer = g_new0 (Signer, 1);
  guint stamp_s = settings->signing.tsa_url != NULL ? LIMIT_STAMP_S : 0;

  signer->unread = g_byte_array_new ();
  signer->reason = g_strdup (settings->signing.reason);
  signer->location = g_strdup (settings->signing.location);
  signer->deadline_ms = (settings->signing.deadline_s + stamp_s) * 1000;
  if (!start_process (signer, settings, store, error) || !read_greeting (signer, error))
    return NULL;
  return g_steal_pointer (&signer);
}

/* --- signatures --------------------------------------------------------------------- */

static gboolean
send_digest (Signer *signer, const guint8 *digest, GError **error) {
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GError) cause = NULL;

  for (guint i = 0; i < DIGEST_BYTES; i++)
    g_string_append_printf (line, "%02x", digest[i]);
  g_string_append_c (line, '\n');
  if (g_output_stream_write_all (g_subprocess_get_stdin_pipe (signer->process), line->str,
                                 line->len, NULL, NULL, &cause))
    return TRUE;
  return set_silence (signer, cause->message, error);
}

GBytes *
signer_sign (Signer *signer, const guint8 *digest, GError **error) {
  g_autoptr (JsonObject) object = NULL;
  const char *text;
  guchar *cms;
  gsize size;

  if (!send_digest (signer, digest, error))
    return NULL;
  object = receive_object (signer, error);
  if (object == NULL)
    return NULL;
  text = json_get_string (object, "cms", NULL);
  if (text == NULL || *text == '\0') {
    g_set_error (error, FAULT, FAULT_PROTOCOL, "motcua-sign gives no signature");
    return NULL;
  }
  signer->timed = g_strcmp0 (json_get_string (object, "level", NULL), LEVEL_TIMED) == 0;
  g_free (signer->unstamped);
  signer->unstamped = g_strdup (json_get_string (object, "unstamped", NULL));
  cms = g_base64_decode (text, &size);
  return g_bytes_new_take (cms, size);
}

const char *
signer_get_name (const Signer *signer) {
  return signer->name;
}

const char *
signer_get_reason (const Signer *signer) {
  return signer->reason;
}

const char *
signer_get_location (const Signer *signer) {
  return signer->location;
}

const char *
signer_get_certificate (const Signer *signer) {
  return signer->certificate;
}

gint64
signer_get_not_after (const Signer *signer) {
  return signer->not_after;
}

guint
signer_get_room (const Signer *signer) {
  return signer->room_bytes;
}

const char *
signer_get_level (const Signer *signer) {
  return signer->timed ? LEVEL_TIMED : LEVEL_PLAIN;
}

const char *
signer_get_unstamped (const Signer *signer) {
  return signer->unstamped;
}
