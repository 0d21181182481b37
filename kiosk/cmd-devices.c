/* SPDX-License-Identifier: Apache-2.0 */

/* motcua devices: asks motcua-scan, which alone has scanner libraries. */

#include "kiosk/command.h"
#include "kiosk/scanjob.h"
#include "kiosk/scanners.h"

#include <stdio.h>

static void
print_scanners (const GPtrArray *scanners) {
  for (guint i = 0; i < scanners->len; i++) {
    const KioskScanner *scanner = g_ptr_array_index (scanners, i);

    printf ("%s\n    %s: %s\n", scanner->name, scanner->title, scanner->state);
    printf ("    %s %s\n    %s %s\n", scanner->sentence, scanner->action,
            scanner->sentence_en, scanner->action_en);
  }
  if (scanners->len == 0)
    printf ("Không thấy máy quét nào. Bật máy và cắm dây, rồi tìm lại.\n"
            "No scanner was found. Switch it on and connect it, then look again; "
            "`--driver NAME` asks another driver, `--device hopper:DIR` plays a folder "
            "of page images.\n");
}

int
command_devices (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scanners = NULL;
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
  scanners = scanners_parse (text, &error);
  if (scanners == NULL)
    return command_fail (error);
  if (options.json)
    printf ("%s\n", text);
  else
    print_scanners (scanners);
  return COMMAND_DONE;
}
