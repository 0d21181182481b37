/* SPDX-License-Identifier: Apache-2.0 */

/* Drivers offer a button as an option that can be read and not set: a switch, or a number
 * that tells which. Some keep a press until it is read: one from just before the first look
 * counts, since whoever pressed it wants to scan. Some show it while it is held, which is
 * one press. pixma refreshes its numbers only when its option
 * "button-update" is set. Options that block until the button is pressed ("wait-for-button")
 * are never touched. */

#include "scan/button.h"

#include "scan/choice.h"
#include "scan/knob.h"

#include <string.h>

#define REFRESH "button-update"

struct Button {
  gpointer device;
  char **names;
  double *values; /* at the last look */
};

static gboolean
is_button (const char *name) {
  static const char *const words[] = {"scan", "start", "button", "startscan", NULL};
  g_autofree char *reduced = choice_reduce_dup (name);

  return g_strv_contains (words, reduced) || g_str_has_prefix (reduced, "button")
         || g_str_has_suffix (reduced, "button");
}

static char **
find_buttons (gpointer device) {
  g_auto (GStrv) all = knob_dup_all (device);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++) {
    if (is_button (all[i]) && knob_is_sensor (device, all[i]))
      g_strv_builder_add (names, all[i]);
  }
  return g_strv_builder_end (names);
}

Button *
button_new (gpointer device) {
  g_auto (GStrv) names = find_buttons (device);
  Button *button;

  if (*names == NULL)
    return NULL;
  button = g_new0 (Button, 1);
  button->device = device;
  button->values = g_new0 (double, g_strv_length (names));
  button->names = g_steal_pointer (&names);
  return button;
}

void
button_free (Button *button) {
  g_strfreev (button->names);
  g_free (button->values);
  g_free (button);
}

gboolean
button_check (Button *button) {
  gboolean is_pressed = FALSE;

  knob_push (button->device, REFRESH);
  for (guint i = 0; button->names[i] != NULL; i++) {
    double before = button->values[i], now = before;

    if (!knob_get_number (button->device, button->names[i], &now))
      continue;
    is_pressed |= now != 0 && now != before;
    button->values[i] = now;
  }
  return is_pressed;
}
