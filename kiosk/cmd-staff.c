/* SPDX-License-Identifier: Apache-2.0 */

/* motcua staff: who works at this station. The first member is added by whoever has the
 * store's account, and is a supervisor; from then on a supervisor does it. */

#include "config/fault.h"
#include "config/json.h"
#include "kiosk/command.h"
#include "kiosk/pinentry.h"
#include "kiosk/staff.h"

#include <stdio.h>

typedef struct {
  CommandOptions shared;
  char *role;
  char *name;
} StaffOptions;

static void
clear_options (StaffOptions *options) {
  command_options_clear (&options->shared);
  g_free (options->role);
  g_free (options->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StaffOptions, clear_options)

/* Typed twice at a terminal; a descriptor has it once. */
static char *
read_new_pin (const CommandOptions *options, const char *id, GError **error) {
  g_autofree char *prompt = g_strdup_printf ("New PIN of %s: ", id);
  char *pin = command_read_pin (options, prompt, error);
  char *again = NULL;
  gboolean same;
  int fd;

  if (pin == NULL || !pinentry_find (options->pin_fd, &fd, error) || fd >= 0)
    return pin;
  again = command_read_pin (options, "The same again: ", error);
  same = g_strcmp0 (pin, again) == 0;
  if (again != NULL && !same)
    g_set_error (error, FAULT, FAULT_USAGE, "the two PINs differ");
  pinentry_free (again);
  if (!same)
    g_clear_pointer (&pin, pinentry_free);
  return pin;
}

static gboolean
add (Store *store, const StaffOptions *options, const char *id, GError **error) {
  KioskRole role;
  gboolean added;
  char *pin;

  if (options->name == NULL || !kiosk_role_parse (options->role, &role)) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "staff add: --role clerk, supervisor or technician, and --name NAME");
    return FALSE;
  }
  pin = read_new_pin (&options->shared, id, error);
  added = pin != NULL && staff_add (store, id, options->name, role, pin, error);
  pinentry_free (pin);
  return added;
}

static gboolean
give_pin (Store *store, const StaffOptions *options, const char *id, GError **error) {
  char *pin = read_new_pin (&options->shared, id, error);
  gboolean given = pin != NULL && staff_set_pin (store, id, pin, error);

  pinentry_free (pin);
  return given;
}

static gboolean
retire (Store *store, const StaffOptions *options, const char *id, GError **error) {
  return members_retire (store, id, error);
}

static gboolean
unlock (Store *store, const StaffOptions *options, const char *id, GError **error) {
  return members_unlock (store, id, error);
}

static void
print_member (const Member *member) {
  printf ("%-16s %-10s  %s%s\n", member->id, member->role, member->name,
          member->retired ? "  (retired)" : "");
  if (member->wait_s > 0)
    printf ("%-16s no PIN is looked at for another %u seconds\n", "", member->wait_s);
}

static void
add_member (JsonBuilder *builder, const Member *member) {
  json_builder_begin_object (builder);
  json_add_string (builder, "id", member->id);
  json_add_string (builder, "name", member->name);
  json_add_string (builder, "role", member->role);
  json_add_boolean (builder, "retired", member->retired);
  json_add_int (builder, "wrong", member->wrong);
  json_add_int (builder, "wait_s", member->wait_s);
  json_builder_end_object (builder);
}

static gboolean
list (Store *store, gboolean json, GError **error) {
  g_autoptr (GPtrArray) members = members_get (store, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (members == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < members->len; i++) {
    if (json)
      add_member (builder, g_ptr_array_index (members, i));
    else
      print_member (g_ptr_array_index (members, i));
  }
  json_builder_end_array (builder);
  text = json_format (builder, TRUE);
  if (json)
    printf ("%s\n", text);
  else if (members->len == 0)
    printf ("There is no staff: everything is permitted to whoever has this store.\n");
  return TRUE;
}

static const struct {
  const char *name;
  gboolean (*run) (Store *store, const StaffOptions *options, const char *id,
                   GError **error);
  const char *done;
} verbs[] = {
    {"add", add, "added"},
    {"pin", give_pin, "has a new PIN"},
    {"remove", retire, "retired"},
    {"unlock", unlock, "unlocked"},
};

static int
run_verb (const StaffOptions *options, const char *verb, const char *id) {
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (GError) error = NULL;
  Store *store;

  station = command_open_station (&options->shared, NULL, &status);
  if (station == NULL || !command_permit (station, KIOSK_ACT_STAFF, NULL, &status))
    return status;
  store = kiosk_station_get_store (station);
  if (id == NULL)
    return list (store, options->shared.json, &error) ? COMMAND_DONE
                                                      : command_fail (error);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (!g_str_equal (verbs[i].name, verb))
      continue;
    if (!verbs[i].run (store, options, id, &error))
      return command_fail (error);
    printf ("%s: %s\n", id, verbs[i].done);
    return COMMAND_DONE;
  }
  return command_usage ("staff: \"%s\" is none of add, list, pin, remove, unlock", verb);
}

int
command_staff (int argc, char **argv) {
  g_auto (StaffOptions) options = {0};
  const GOptionEntry entries[] = {{"role", 0, 0, G_OPTION_ARG_STRING, &options.role,
                                   "add: clerk, supervisor or technician", "ROLE"},
                                  {"name", 0, 0, G_OPTION_ARG_STRING, &options.name,
                                   "add: as screens show the member", "NAME"},
                                  G_OPTION_ENTRY_NULL};

  if (!command_parse ("add|list|pin|remove|unlock [ID]",
                      "Who works at this station. The first member is a supervisor; with "
                      "staff, people sign in by a PIN of 6 to 12 digits.",
                      entries, &options.shared, &argc, &argv))
    return COMMAND_USAGE;
  if (argc < 2 || (argc == 2) != g_str_equal (argv[1], "list") || argc > 3)
    return command_usage ("staff: list, or add, pin, remove or unlock with one ID");
  return run_verb (&options, argv[1], argc > 2 ? argv[2] : NULL);
}
