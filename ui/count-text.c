/* SPDX-License-Identifier: Apache-2.0 */

/* The C library groups digits by locale, and a kiosk may have none installed. */

#include "ui/count-text.h"

#include "ui/language.h"

#include <string.h>

#define GROUP 3

char *
count_text (guint count) {
  g_autofree char *digits = g_strdup_printf ("%u", count);
  GString *text = g_string_new (digits);

  for (gssize at = (gssize) strlen (digits) - GROUP; at > 0; at -= GROUP)
    g_string_insert_c (text, at, language_is_english () ? ',' : '.');
  return g_string_free (text, FALSE);
}
