/* SPDX-License-Identifier: Apache-2.0 */

/* Vietnamese is the source language of the screens, so that the kiosk speaks it even where
 * no locale and no catalogue of messages is installed. gettext translates nothing in the
 * locale "C", therefore C.UTF-8, which is part of the C library, stands in for it. The
 * language of the desktop (LANG) is not asked: a kiosk speaks what its office has chosen.
 */

#include "ui/language.h"

#include "config/layout.h"

#include <glib/gi18n.h>

#include <libintl.h>
#include <locale.h>
#include <string.h>

#define DOMAIN "motcua"

static const char *
find_choice (void) {
  const char *chosen = g_getenv ("MOTCUA_LANG");

  if (chosen == NULL || *chosen == '\0')
    chosen = g_getenv ("LANGUAGE");
  return chosen != NULL && *chosen != '\0' ? chosen : "vi";
}

void
language_init (void) {
  g_autofree char *folder = layout_data_dup ("ui/po");
  const char *locale;

  g_setenv ("LANGUAGE", find_choice (), TRUE);
  locale = setlocale (LC_ALL, "");
  if (locale == NULL || strcmp (setlocale (LC_MESSAGES, NULL), "C") == 0)
    setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (DOMAIN, folder);
  bind_textdomain_codeset (DOMAIN, "UTF-8");
  textdomain (DOMAIN);
}

gboolean
language_is_english (void) {
  /* Translators: leave as "en" in an English catalogue, "vi" elsewhere. */
  return strcmp (_ ("vi"), "en") == 0;
}

void
language_set_english (gboolean english) {
  g_setenv ("LANGUAGE", english ? "en" : "vi", TRUE);
  /* gettext looks at the variable again after this. */
  textdomain (DOMAIN);
}
