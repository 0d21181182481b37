/* SPDX-License-Identifier: Apache-2.0 */

/* motcua upload: the uploader is a program of its own, with network and without anything
 * else; this command becomes it. By itself it serves the store of the station's service;
 * from here it serves the one that all other commands use. */

#include "kiosk/command.h"

int
command_upload (int argc, char **argv) {
  g_autofree char *store = kiosk_station_store_dup (NULL);

  g_setenv ("MOTCUA_STORE", store, TRUE);
  return command_become ("motcua-upload", argv + 1);
}
