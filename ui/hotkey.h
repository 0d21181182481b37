/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/acts.h"

#include <gdk/gdk.h>

/* Which key does what, in one table: what the screens obey is what the help shows. */

typedef struct {
  const char *group; /* title of the group that begins here, to be translated; or NULL */
  Act act;           /* ACT_NONE: the key is another screen's, or GTK's */
  guint key;
  GdkModifierType held;
  const char *shown; /* "Ctrl+Z" */
  const char *text;  /* what it does, to be translated */
} Hotkey;

/* All of them, in the order of the help; ends with a @text of NULL. */
const Hotkey *hotkey_get_all (void);

/* What the screen that scans does at a key. */
Act hotkey_find (guint key, GdkModifierType state);
