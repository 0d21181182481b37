/* SPDX-License-Identifier: Apache-2.0 */

/* motcua devices: asks motcua-scan, which alone has scanner libraries. */

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "kiosk/command.h"
#include "kiosk/scanjob.h"

#include <stdio.h>
#include <string.h>

static void
print_devices (JsonArray *devices) {
  guint count = devices != NULL ? json_array_get_length (devices) : 0;

  for (guint i = 0; i < count; i++) {
    JsonObject *device = json_array_get_object_element (devices, i);

    g_autofree char *make
        = g_strdup_printf ("%s %s", json_get_string (device, "vendor", ""),
                           json_get_string (device, "model", ""));

    printf ("%s\n    %s: %s\n", json_get_string (device, "name", "?"), g_strstrip (make),
            json_get_string (device, "state", ""));
    if (*json_get_string (device, "advice", "") != '\0')
      printf ("    %s\n", json_get_string (device, "advice", ""));
  }
  if (count == 0)
    printf ("No scanner was found. Switch it on and connect it; "
            "`--device hopper:DIR` plays a folder of page images.\n");
}

int
command_devices (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *text = NULL, *device = NULL;
  g_autoptr (Settings) settings = NULL;
  const GOptionEntry entries[]
      = {{"device", 0, 0, G_OPTION_ARG_STRING, &device, "Ask this one, too", "D"},
         G_OPTION_ENTRY_NULL};

  if (!command_parse ("", "Lists scanners, with what is wrong with each.", entries,
                      &options, &argc, &argv))
    return COMMAND_USAGE;
  settings = settings_load (options.config, &error);
  if (settings == NULL)
    return command_fail (error);
  text = scanjob_list (device != NULL ? device : settings->scan_device, &error);
  if (text == NULL)
    return command_fail (error);
  answer = json_parse (text, strlen (text), LIMIT_EVENT_BYTES, FAULT_PROTOCOL,
                       "motcua-scan", &error);
  if (answer == NULL)
    return command_fail (error);
  if (options.json)
    printf ("%s\n", text);
  else
    print_devices (json_get_array (answer, "devices"));
  return COMMAND_DONE;
}
