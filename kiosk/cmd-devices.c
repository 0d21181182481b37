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
print_device (JsonObject *device) {
  g_autofree char *make
      = g_strdup_printf ("%s %s", json_get_string (device, "vendor", ""),
                         json_get_string (device, "model", ""));

  printf ("%s\n    %s: %s\n", json_get_string (device, "name", "?"), g_strstrip (make),
          json_get_string (device, "state", ""));
  printf ("    %s %s\n    %s %s\n", json_get_string (device, "sentence_vi", ""),
          json_get_string (device, "action_vi", ""),
          json_get_string (device, "sentence", ""),
          json_get_string (device, "action", ""));
}

static void
print_devices (JsonArray *devices) {
  guint count = devices != NULL ? json_array_get_length (devices) : 0;

  for (guint i = 0; i < count; i++)
    print_device (json_array_get_object_element (devices, i));
  if (count == 0)
    printf ("Không thấy máy quét nào. Bật máy và cắm dây, rồi tìm lại.\n"
            "No scanner was found. Switch it on and connect it, then look again; "
            "`--driver NAME` asks another driver, `--device hopper:DIR` plays a folder "
            "of page images.\n");
}

int
command_devices (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *text = NULL, *device = NULL, *driver = NULL;
  g_autoptr (Settings) settings = NULL;
  const GOptionEntry entries[]
      = {{"device", 0, 0, G_OPTION_ARG_STRING, &device, "Ask this one, too", "D"},
         {"driver", 0, 0, G_OPTION_ARG_STRING, &driver,
          "Ask these drivers, and not those of the settings", "NAME[,NAME...]"},
         G_OPTION_ENTRY_NULL};

  if (!command_parse ("", "Lists scanners, with what is wrong with each.", entries,
                      &options, &argc, &argv))
    return COMMAND_USAGE;
  settings = settings_load (options.config, &error);
  if (settings == NULL)
    return command_fail (error);
  text = scanjob_list (driver != NULL ? driver : settings->scan_drivers,
                       device != NULL ? device : settings->scan_device, &error);
  if (text == NULL)
    return command_fail (error);
  answer = json_parse (text, strlen (text), LIMIT_ROSTER_BYTES, FAULT_PROTOCOL,
                       "motcua-scan", &error);
  if (answer == NULL)
    return command_fail (error);
  if (options.json)
    printf ("%s\n", text);
  else
    print_devices (json_get_array (answer, "devices"));
  return COMMAND_DONE;
}
