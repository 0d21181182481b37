/* SPDX-License-Identifier: Apache-2.0 */

/* One way to parse options, to fail and to show progress, for all commands. Results go to
 * standard output, everything else to standard error. */

#include "kiosk/command.h"

#include "config/fault.h"
#include "config/layout.h"
#include "kiosk/pinentry.h"
#include "kiosk/staff.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
command_options_clear (CommandOptions *options) {
  g_clear_pointer (&options->store, g_free);
  g_clear_pointer (&options->config, g_free);
  g_clear_pointer (&options->member, g_free);
  g_clear_pointer (&options->pin_fd, g_free);
}

/* GLib keeps the "--" that stands before an operand with a dash. */
static void
drop_separator (int *argc, char ***argv) {
  for (int i = 1; i < *argc; i++) {
    if (g_str_equal ((*argv)[i], "--")) {
      memmove (*argv + i, *argv + i + 1, (gsize) (*argc - i) * sizeof (char *));
      (*argc)--;
      return;
    }
  }
}

gboolean
command_parse (const char *usage, const char *summary, const GOptionEntry *entries,
               CommandOptions *options, int *argc, char ***argv) {
  const GOptionEntry shared[]
      = {{"store", 0, 0, G_OPTION_ARG_FILENAME, &options->store,
          "The store (default: MOTCUA_STORE, else the user's data folder)", "DIR"},
         {"config", 0, 0, G_OPTION_ARG_FILENAME, &options->config,
          "The settings (default: /etc/motcua/motcua.conf)", "FILE"},
         {"member", 0, 0, G_OPTION_ARG_STRING, &options->member,
          "Who asks, in a store with staff; the PIN is asked for", "ID"},
         {"pin-fd", 0, 0, G_OPTION_ARG_STRING, &options->pin_fd,
          "The PIN is a line of this descriptor (default: MOTCUA_PIN_FD, else asked for)",
          "N"},
         {"json", 0, 0, G_OPTION_ARG_NONE, &options->json, "Answer in JSON", NULL},
         G_OPTION_ENTRY_NULL};
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;

  g_option_context_set_summary (context, summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, shared, NULL);
  if (g_option_context_parse (context, argc, argv, &error)) {
    drop_separator (argc, argv);
    return TRUE;
  }
  command_usage ("%s: %s", (*argv)[0], error->message);
  return FALSE;
}

static const char *
advise (int code) {
  switch ((FaultCode) code) {
  case FAULT_DEVICE:
    return "`motcua devices` shows what is wrong with each scanner.";
  case FAULT_IMAGE:
    return "Scan the page again, or bring a PNG, JPEG or TIFF image of it.";
  case FAULT_TEMPORARY:
    return "Nothing is lost; try again in a moment.";
  case FAULT_STORAGE:
    return "Take no more paper until `motcua doctor` finds the store in order.";
  case FAULT_CONFIG:
    return "Mend the file that is named, then try again; `motcua doctor` checks it.";
  case FAULT_PROTOCOL:
    return "Nothing is lost; try again, and tell the administrator if it stays.";
  case FAULT_USAGE:
    return "`motcua COMMAND --help` explains.";
  case FAULT_REFUSED:
    return "Nothing was done; the refusal is in the audit trail.";
  }
  return NULL;
}

int
command_fail (const GError *error) {
  const char *advice = error->domain == FAULT ? advise (error->code) : NULL;

  command_end_progress ();
  fprintf (stderr, "motcua: %s\n", error->message);
  if (advice != NULL)
    fprintf (stderr, "        %s\n", advice);
  return g_error_matches (error, FAULT, FAULT_USAGE) ? COMMAND_USAGE : COMMAND_FAILED;
}

int
command_usage (const char *format, ...) {
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "motcua: %s\n        `motcua --help` lists the commands.\n", message);
  return COMMAND_USAGE;
}

char *
command_read_pin (const CommandOptions *options, const char *prompt, GError **error) {
  int fd;

  return pinentry_find (options->pin_fd, &fd, error) ? pinentry_read (fd, prompt, error)
                                                     : NULL;
}

static gboolean
refuse_pin (const StaffAnswer *answer, GError **error) {
  if (answer->wait_s > 0)
    g_set_error (error, FAULT, FAULT_REFUSED,
                 "%s: no PIN is looked at for another %u seconds",
                 answer->outcome == STAFF_WAIT ? "too many wrong PINs" : "wrong PIN",
                 answer->wait_s);
  else
    g_set_error (error, FAULT, FAULT_REFUSED, "wrong PIN, or there is no such member");
  return FALSE;
}

static gboolean
sign_in (KioskStation *station, const CommandOptions *options, GError **error) {
  g_autofree char *prompt = g_strdup_printf ("PIN of %s: ", options->member);
  char *pin = command_read_pin (options, prompt, error);
  StaffAnswer answer;
  gboolean tried = pin != NULL
                   && staff_try (kiosk_station_get_store (station), options->member, pin,
                                 &answer, error);

  pinentry_free (pin);
  if (!tried)
    return FALSE;
  return answer.outcome == STAFF_RIGHT ? attendance_sign_in (
             kiosk_station_get_session (station), options->member, error)
                                       : refuse_pin (&answer, error);
}

KioskStation *
command_open_station (const CommandOptions *options, const char *device, int *status) {
  g_autoptr (GError) error = NULL;
  g_autoptr (KioskStation) station
      = kiosk_station_new (options->store, options->config, device, &error);

  if (station != NULL && (options->member == NULL || sign_in (station, options, &error)))
    return g_steal_pointer (&station);
  *status = command_fail (error);
  return NULL;
}

gboolean
command_permit (KioskStation *station, KioskAct act, const char *dossier, int *status) {
  g_autoptr (GError) error = NULL;

  if (attendance_permit (kiosk_station_get_session (station), act, dossier, &error))
    return TRUE;
  *status = command_fail (error);
  return FALSE;
}

int
command_become (const char *program, char **arguments) {
  g_autofree char *path = layout_program_dup (program);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, path);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, *arguments);
  g_ptr_array_add (argv, NULL);
  execv (path, (char **) argv->pdata);
  fprintf (stderr, "motcua: cannot start %s: %s\n", path, g_strerror (errno));
  return COMMAND_FAILED;
}

gboolean
command_shows_progress (void) {
  return isatty (STDERR_FILENO);
}

static gboolean progress_is_shown;

void
command_show_progress (const char *format, ...) {
  g_autofree char *line = NULL;
  va_list arguments;

  if (!command_shows_progress ())
    return;
  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "\r\033[K%s", line);
  progress_is_shown = TRUE;
}

void
command_end_progress (void) {
  if (progress_is_shown)
    fprintf (stderr, "\r\033[K");
  progress_is_shown = FALSE;
}
