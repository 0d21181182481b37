/* SPDX-License-Identifier: Apache-2.0 */

/* motcua upload: the uploader is a program of its own, with network and without anything
 * else; this command becomes it. */

#include "kiosk/command.h"

int
command_upload (int argc, char **argv) {
  return command_become ("motcua-upload", argv + 1);
}
