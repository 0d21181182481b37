/* SPDX-License-Identifier: Apache-2.0 */

/* motcua doctor: one line for each thing the desk lives on, each with what to do when it
 * is not in order. It changes nothing but a probe of the store's disk. */

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"
#include "config/layout.h"
#include "config/limits.h"
#include "config/swap.h"
#include "kiosk/command.h"
#include "kiosk/readiness.h"
#include "kiosk/scanjob.h"
#include "upload/elapsed.h"
#include "upload/portal.h"
#include "upload/signer.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SHA256_BYTES        32
#define CERTIFICATE_LEAST_S (14 * 24 * 60 * 60) /* a new one takes days to get */

typedef enum {
  FINDING_GOOD,
  FINDING_NOTE, /* not in order, but the desk can work */
  FINDING_BAD,
} FindingLevel;

typedef struct {
  FindingLevel level;
  char *text;
} Finding;

static Finding find (FindingLevel level, const char *format, ...) G_GNUC_PRINTF (2, 3);

static Finding
find (FindingLevel level, const char *format, ...) {
  Finding finding = {.level = level};
  va_list arguments;

  va_start (arguments, format);
  finding.text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return finding;
}

static Finding
check_scanner (KioskStation *station) {
  const Settings *settings = kiosk_station_get_settings (station);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) answer = NULL;
  JsonArray *devices;

  if (settings->scan_device != NULL)
    return find (FINDING_GOOD, "%s is set; `motcua devices` shows its state",
                 settings->scan_device);
  text = scanjob_list (settings->scan_drivers, NULL, &error);
  if (text == NULL)
    return find (FINDING_BAD, "%s", error->message);
  answer = json_parse (text, strlen (text), LIMIT_ROSTER_BYTES, FAULT_PROTOCOL,
                       "motcua-scan", &error);
  devices = answer != NULL ? json_get_array (answer, "devices") : NULL;
  if (devices == NULL || json_array_get_length (devices) == 0)
    return find (FINDING_NOTE, "none found; switch it on, or set device= in [scan]");
  return find (FINDING_GOOD, "%u found; `motcua devices` lists them",
               json_array_get_length (devices));
}

/* A reader that answers to nothing but its start has loaded its models. */
static Finding
check_models (KioskStation *station) {
  g_autofree char *program = layout_program_dup ("motcua-read");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) reader = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                                     &error, program, "--check", NULL);
  g_autofree char *said = NULL;

  if (reader == NULL
      || !g_subprocess_communicate_utf8 (reader, NULL, NULL, NULL, &said, &error))
    return find (FINDING_BAD, "%s", error->message);
  if (!g_subprocess_get_successful (reader))
    return find (FINDING_BAD, "%s", g_strchomp (said));
  return find (FINDING_GOOD, "the Vietnamese model and the forms load");
}

static Finding
check_disk (KioskStation *station) {
  const char *folder = store_get_folder (kiosk_station_get_store (station));
  g_autofree char *probe = g_build_filename (folder, "doctor.part", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *size = NULL;
  ReadinessRoom room;

  if (!durable_save (probe, "", 0, 0600, &error) || !durable_remove (probe, &error)
      || !readiness_get_room (folder, &room, &error))
    return find (FINDING_BAD, "%s", error->message);
  size = g_format_size (room.free_bytes);
  if (room.free_bytes < room.least_bytes || room.free_files < room.least_files)
    return find (FINDING_BAD,
                 "only %s and %" G_GUINT64_FORMAT " files free in %s; no paper is taken "
                 "until there is room",
                 size, room.free_files, folder);
  return find (FINDING_GOOD, "%s free in %s", size, folder);
}

/* The key guards against whoever has the store without it; so it matters where it lies. */
static Finding
check_key (KioskStation *station) {
  Store *store = kiosk_station_get_store (station);
  const char *path = store_get_key_path (store);
  struct stat key, folder;

  if (stat (path, &key) != 0 || stat (store_get_folder (store), &folder) != 0)
    return find (FINDING_BAD, "cannot look at %s", path);
  if (key.st_dev != folder.st_dev)
    return find (FINDING_GOOD, "%s", path);
  return find (
      FINDING_NOTE,
      "%s is on the disk of the store: that guards a stolen copy of the store, not "
      "a stolen disk; name another medium by key_file= in [store], or give it as "
      "a systemd credential",
      path);
}

static Finding
check_swap (KioskStation *station) {
  g_autofree char *plain = swap_find_plain (NULL);

  if (plain != NULL)
    return find (FINDING_NOTE,
                 "%s is not encrypted: pages of people may be written to it; turn it "
                 "off or encrypt it, and set plain_swap=refuse in [store]",
                 plain);
  return find (FINDING_GOOD, "none in clear");
}

static Finding
check_clock (KioskStation *station) {
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = g_date_time_format (now, "%d/%m/%Y %H:%M %Z");

  if (!readiness_is_clock_sane (time (NULL)))
    return find (FINDING_BAD, "%s cannot be right; set the clock", text);
  if (!elapsed_is_clock_kept ())
    return find (FINDING_GOOD,
                 "%s; no time server keeps it, so erasing counts the hours it is on",
                 text);
  return find (FINDING_GOOD, "%s", text);
}

static Finding
check_portal (KioskStation *station) {
  const Settings *settings = kiosk_station_get_settings (station);
  const PortalSettings *route = settings_get_route (settings, "default", time (NULL));
  g_autoptr (GError) error = NULL;
  g_autoptr (Portal) portal = NULL;
  g_autoptr (PortalAnswer) answer = NULL;

  if (route == NULL)
    return find (FINDING_NOTE, "none is set; dossiers wait in the queue");
  portal = portal_new (route, &error);
  if (portal == NULL)
    return find (FINDING_BAD, "%s: %s", route->name, error->message);
  answer = portal_probe (portal);
  if (answer->outcome != PORTAL_DONE)
    return find (FINDING_NOTE, "%s: %s", route->name, answer->sentence);
  return find (FINDING_GOOD, "%s answers at %s", route->name, route->base_url);
}

/* One signature over nothing, with its time stamp: what a sealing would meet. */
static Finding
check_signature (KioskStation *station) {
  const Settings *settings = kiosk_station_get_settings (station);
  const char *store = store_get_folder (kiosk_station_get_store (station));
  const guint8 digest[SHA256_BYTES] = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = NULL;
  g_autoptr (GBytes) sample = NULL;
  g_autoptr (GDateTime) until = NULL;
  g_autofree char *day = NULL;

  if (!settings_has_signing (settings))
    return find (FINDING_NOTE, "no key is set; papers are sealed unsigned");
  signer = signer_open (settings, store, &error);
  sample = signer == NULL ? NULL : signer_sign (signer, digest, &error);
  if (sample == NULL)
    return find (FINDING_BAD, "%s", error->message);
  until = g_date_time_new_from_unix_local (signer_get_not_after (signer));
  day = g_date_time_format (until, "%d/%m/%Y");
  if (signer_get_unstamped (signer) != NULL)
    return find (FINDING_NOTE, "%s signs until %s, without time stamps: %s",
                 signer_get_name (signer), day, signer_get_unstamped (signer));
  if (signer_get_not_after (signer) - time (NULL) < CERTIFICATE_LEAST_S)
    return find (FINDING_NOTE, "%s signs until %s only; get a new certificate",
                 signer_get_name (signer), day);
  return find (FINDING_GOOD, "%s signs until %s (PAdES %s)", signer_get_name (signer),
               day, signer_get_level (signer));
}

static Finding
check_printer (KioskStation *station) {
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GSubprocess) lpstat = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
      "lpstat", "-d", NULL);

  if (lpstat == NULL
      || !g_subprocess_communicate_utf8 (lpstat, NULL, NULL, &said, NULL, &error)
      || !g_subprocess_get_successful (lpstat))
    return find (FINDING_NOTE, "no print service; receipts are kept as files");
  return find (FINDING_GOOD, "%s", g_strchomp (said));
}

typedef struct {
  const char *name;
  Finding (*check) (KioskStation *station);
} Check;

static const Check checks[] = {
    {"scanner", check_scanner}, {"models", check_models},
    {"disk", check_disk},       {"key", check_key},
    {"swap", check_swap},       {"clock", check_clock},
    {"portal", check_portal},   {"signature", check_signature},
    {"printer", check_printer},
};

static void
print_finding (const char *name, const Finding *finding, JsonBuilder *builder,
               gboolean json) {
  static const char *const words[] = {"good", "note", "bad"};
  static const char *const marks[] = {"ok", "--", "!!"};

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_add_string (builder, "state", words[finding->level]);
  json_add_string (builder, "text", finding->text);
  json_builder_end_object (builder);
  if (!json)
    printf ("%s  %-9s  %s\n", marks[finding->level], name, finding->text);
}

int
command_doctor (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (!command_parse ("", "Checks what the desk lives on, each with what to do.", NULL,
                      &options, &argc, &argv))
    return COMMAND_USAGE;
  station = command_open_station (&options, NULL, &status);
  if (station == NULL)
    return status;
  status = COMMAND_DONE;
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    Finding finding = checks[i].check (station);

    print_finding (checks[i].name, &finding, builder, options.json);
    if (finding.level == FINDING_BAD)
      status = COMMAND_FAILED;
    g_free (finding.text);
  }
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  if (options.json)
    printf ("%s\n", text);
  return status;
}
