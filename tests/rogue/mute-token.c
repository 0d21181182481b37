/* SPDX-License-Identifier: Apache-2.0 */

/* A token's library that never comes back from its first call, as drivers do whose reader
 * has been pulled out. */

#include <unistd.h>

unsigned long C_GetFunctionList (void **functions);

unsigned long
C_GetFunctionList (void **functions) {
  for (;;)
    pause ();
}
