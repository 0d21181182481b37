/* SPDX-License-Identifier: Apache-2.0 */

/* The payload is short, so that its bars stay wide and are read at 100 dpi, and plain ASCII:
 * "MOTCUA-BIA" or "MOTCUA-BIA ct01". Nothing else on a page is taken for it. */

#include "ocr/cover.h"

#include <string.h>

#define HEAD      "MOTCUA-BIA"
#define TYPE_MOST 40

char *
cover_format (const char *type) {
  return type != NULL ? g_strconcat (HEAD " ", type, NULL) : g_strdup (HEAD);
}

gboolean
cover_parse (const char *payload, char **type) {
  const char *rest = payload + strlen (HEAD);

  *type = NULL;
  if (!g_str_has_prefix (payload, HEAD))
    return FALSE;
  if (*rest == '\0')
    return TRUE;
  if (*rest != ' ' || rest[1] == '\0' || strlen (rest + 1) > TYPE_MOST
      || rest[1 + strspn (rest + 1, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
    return FALSE;
  *type = g_strdup (rest + 1);
  return TRUE;
}
