/* SPDX-License-Identifier: Apache-2.0 */

/* motcua preflight: what the portal would refuse of sealed dossiers, without asking it. */

#include "config/json.h"
#include "kiosk/command.h"
#include "upload/preflight.h"

#include <stdio.h>

typedef struct {
  Store *store;
  const Settings *settings;
  JsonBuilder *findings; /* an open list */
  gboolean json;
  guint dossiers, count;
} Flight;

static void
print_finding (Flight *flight, const Dossier *dossier, const AcceptanceFinding *finding) {
  g_autofree char *sentence = acceptance_format (finding);

  flight->count++;
  if (!flight->json)
    printf ("%s: %s\n", dossier->code, sentence);
  json_builder_begin_object (flight->findings);
  json_add_string (flight->findings, "id", dossier->id);
  json_add_string (flight->findings, "rule", acceptance_rule_get_name (finding->rule));
  json_add_string (flight->findings, "about", finding->what);
  json_add_string (flight->findings, "what", sentence);
  json_builder_end_object (flight->findings);
}

static gboolean
check_dossier (Flight *flight, const char *name, GError **error) {
  g_autoptr (Dossier) dossier = store_get_dossier (flight->store, name, error);
  g_autoptr (Vault) vault = NULL;
  g_autoptr (Acceptance) rules = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const PortalSettings *portal;

  if (dossier == NULL)
    return FALSE;
  if (dossier->papers->len == 0)
    return TRUE; /* not sealed, or purged */
  portal = dossier->portal != NULL
               ? settings_get_portal (flight->settings, dossier->portal)
               : settings_get_route (flight->settings, dossier->procedure,
                                     dossier->created_at);
  rules = preflight_load_rules (portal, error);
  vault = rules != NULL ? store_open_vault (flight->store, dossier->id, error) : NULL;
  if (vault == NULL)
    return FALSE;
  findings = preflight_check (rules, dossier->procedure, dossier->papers, vault, error);
  if (findings == NULL)
    return FALSE;
  flight->dossiers++;
  for (guint i = 0; i < findings->len; i++)
    print_finding (flight, dossier, g_ptr_array_index (findings, i));
  return TRUE;
}

static gboolean
check_all (Flight *flight, GError **error) {
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (flight->store, error);

  for (guint i = 0; dossiers != NULL && i < dossiers->len; i++) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i);

    if (!check_dossier (flight, dossier->id, error))
      return FALSE;
  }
  return dossiers != NULL;
}

static int
print_result (Flight *flight) {
  g_autofree char *text = NULL;

  json_builder_end_array (flight->findings);
  json_add_int (flight->findings, "dossiers", flight->dossiers);
  json_builder_end_object (flight->findings);
  text = json_format (flight->findings, TRUE);
  if (flight->json)
    printf ("%s\n", text);
  else
    printf ("%u dossiers: %s\n", flight->dossiers,
            flight->count == 0 ? "the portal's rules are met" : "see above");
  return flight->count == 0 ? COMMAND_DONE : COMMAND_FAILED;
}

int
command_preflight (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  gboolean all = FALSE;
  const GOptionEntry entries[]
      = {{"all", 0, 0, G_OPTION_ARG_NONE, &all, "Every sealed dossier", NULL},
         G_OPTION_ENTRY_NULL};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  g_autoptr (JsonBuilder) findings = json_builder_new ();
  g_autoptr (GError) error = NULL;
  gboolean checked = TRUE;

  if (!command_parse ("[ID...]", "What the portal would refuse, without asking it.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (all == (argc > 1))
    return command_usage ("preflight: either --all or dossiers by ID");
  station = command_open_station (&options, NULL, &status);
  if (station == NULL)
    return status;
  json_builder_begin_object (findings);
  json_builder_set_member_name (findings, "findings");
  json_builder_begin_array (findings);
  Flight flight = {kiosk_station_get_store (station),
                   kiosk_station_get_settings (station),
                   findings,
                   options.json,
                   0,
                   0};
  if (all)
    checked = check_all (&flight, &error);
  for (int i = 1; checked && i < argc; i++)
    checked = check_dossier (&flight, argv[i], &error);
  return checked ? print_result (&flight) : command_fail (error);
}
