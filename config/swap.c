/* SPDX-License-Identifier: Apache-2.0 */

/* Keys are in locked memory (vault.c) and never swapped; pages and texts that are worked on
 * are not, since they are large. A swap file counts as plain even on an encrypted file
 * system: that cannot be told from here. */

#include "config/swap.h"

#include "config/fault.h"

#include <stdlib.h>
#include <string.h>

#define SWAPS "/proc/swaps"

static gboolean
is_plain (const char *device) {
  g_autofree char *name = g_path_get_basename (device);
  g_autofree char *path = g_strdup_printf ("/sys/block/%s/dm/uuid", name);
  g_autofree char *uuid = NULL;

  return !g_str_has_prefix (name, "zram")
         && !(g_file_get_contents (path, &uuid, NULL, NULL)
              && g_str_has_prefix (uuid, "CRYPT-"));
}

/* The first line is a heading; a name ends with the first space. */
char *
swap_find_plain (const char *list) {
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (list != NULL ? list : SWAPS, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    g_autofree char *name = g_strndup (lines[i], strcspn (lines[i], " \t"));
    char *device = realpath (name, NULL); /* a link: dm-0 */
    gboolean plain = *name != '\0' && is_plain (device != NULL ? device : name);

    free (device);
    if (plain)
      return g_steal_pointer (&name);
  }
  return NULL;
}

gboolean
swap_check (const Settings *settings, const char *list, GError **error) {
  g_autofree char *plain = NULL;

  if (!g_str_equal (settings->plain_swap, "refuse"))
    return TRUE;
  plain = swap_find_plain (list);
  if (plain == NULL)
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG,
               "swap %s is not encrypted: pages of people may be written to it; turn it "
               "off (swapoff %s) or encrypt it, or set plain_swap=warn in [store]",
               plain, plain);
  return FALSE;
}
