/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/stationstate.h"

/* What the commands of `motcua` share: options, messages, exit statuses. */

enum {
  COMMAND_DONE = 0,
  COMMAND_FAILED = 1,
  COMMAND_USAGE = 2,
};

/* Options every command takes. */
typedef struct {
  char *store;
  char *config;
  char *member; /* who asks, when the store has staff; or NULL */
  char *pin_fd; /* where the PINs come from; or NULL */
  gboolean json;
} CommandOptions;

void command_options_clear (CommandOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CommandOptions, command_options_clear)

/* Takes the options out of @argv, the shared ones and @entries (or NULL); what is left are
 * the operands from argv[1] on. FALSE after a message about wrong usage. */
gboolean command_parse (const char *usage, const char *summary,
                        const GOptionEntry *entries, CommandOptions *options, int *argc,
                        char ***argv);

/* Says on standard error what went wrong and what to do next; returns COMMAND_USAGE for
 * FAULT_USAGE, else COMMAND_FAILED. */
int command_fail (const GError *error);
int command_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Opens the desk of @options and signs the member in that they name; NULL after
 * command_fail. @device may be NULL. */
KioskStation *command_open_station (const CommandOptions *options, const char *device,
                                    int *status);

/* Whether who asks may do @act (kiosk/role.h); FALSE after command_fail. @dossier: its id as
 * it was given, or NULL. */
gboolean command_permit (KioskStation *station, KioskAct act, const char *dossier,
                         int *status);

/* The next PIN of @options: kiosk/pinentry.h. */
char *command_read_pin (const CommandOptions *options, const char *prompt,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces this process by @program of ours with @arguments (after its name); returns only
 * when that fails. */
int command_become (const char *program, char **arguments);

/* TRUE when standard error is a terminal: then progress is shown on it. */
gboolean command_shows_progress (void);
/* One line of progress that the next one overwrites; nothing unless a terminal. */
void command_show_progress (const char *format, ...) G_GNUC_PRINTF (1, 2);
void command_end_progress (void);

/* The commands; argv[0] is the command's name. Each returns an exit status. */
int command_devices (int argc, char **argv);
int command_scan (int argc, char **argv);
int command_read (int argc, char **argv);
int command_rebuild (int argc, char **argv);
int command_intake (int argc, char **argv);
int command_preflight (int argc, char **argv);
int command_pages (int argc, char **argv);
int command_queue (int argc, char **argv);
int command_upload (int argc, char **argv);
int command_verify (int argc, char **argv);
int command_purge (int argc, char **argv);
int command_export (int argc, char **argv);
int command_form (int argc, char **argv);
int command_audit (int argc, char **argv);
int command_bench (int argc, char **argv);
int command_staff (int argc, char **argv);
int command_doctor (int argc, char **argv);
int command_sandbox_portal (int argc, char **argv);
