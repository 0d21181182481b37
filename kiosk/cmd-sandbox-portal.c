/* SPDX-License-Identifier: Apache-2.0 */

/* motcua sandbox-portal: the practice portal is a program of its own. */

#include "kiosk/command.h"

int
command_sandbox_portal (int argc, char **argv) {
  return command_become ("motcua-sandbox-portal", argv + 1);
}
