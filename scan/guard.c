/* SPDX-License-Identifier: Apache-2.0 */

/* Two sheets at once are a page that nobody misses until it is too late, so where a device
 * can tell, it is told to stop. Drivers have switches ("df-thickness", "multi-pick"), lists
 * ("df-action": Stop; "double-feed-detection": Normal) and switches the wrong way round
 * ("dfstop": do not stop). The table has those of the drivers in Debian; an option of
 * another driver counts when its name says so plainly. Detection by length or skew is left
 * alone: dossiers mix sizes, and a stapled corner is askew. */

#include "scan/guard.h"

#include "scan/knob.h"

#include <string.h>

static const struct {
  const char *name;
  gboolean is_opposite;
} known[] = {
    {"df-action", FALSE},  {"df-thickness", FALSE}, {"double-feed", FALSE},
    {"dfeed", FALSE},      {"dfstop", TRUE},        {"multi-pick", FALSE},
    {"ultrasonic", FALSE},
};

static const char *const plain_words[] = {"doublefeed", "multifeed",  "multifeeding",
                                          "multipick",  "ultrasonic", "overlapdetect"};

/* Values of lists, the best first. */
static const char *const on_words[] = {"stop",   "on",  "yes",  "normal",  "standard",
                                       "medium", "low", "high", "default", NULL};
static const char *const off_words[]
    = {"off", "none", "no", "disabled", "disable", "continue", NULL};

static gboolean
set_list (gpointer device, const char *name, gboolean is_on) {
  g_auto (GStrv) offered = knob_dup_names (device, name);
  const char *const *words = is_on ? on_words : off_words;

  for (; offered != NULL && *words != NULL; words++) {
    for (guint i = 0; offered[i] != NULL; i++) {
      if (g_ascii_strcasecmp (offered[i], *words) == 0)
        return knob_set_name (device, name, offered[i]);
    }
  }
  return FALSE;
}

static gboolean
set_one (gpointer device, const char *name, gboolean is_on) {
  return set_list (device, name, is_on) || knob_set_switch (device, name, is_on);
}

static gboolean
is_plain (const char *name) {
  g_autofree char *reduced = choice_reduce_dup (name);

  for (guint i = 0; i < G_N_ELEMENTS (plain_words); i++) {
    if (strstr (reduced, plain_words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

gboolean
guard_set_double_feed (gpointer device, DoubleFeed action) {
  gboolean is_on = action == DOUBLE_FEED_STOP;
  g_auto (GStrv) names = knob_dup_all (device);
  gboolean is_set = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    is_set |= set_one (device, known[i].name, known[i].is_opposite ? !is_on : is_on);
  for (guint i = 0; !is_set && names[i] != NULL; i++) {
    if (is_plain (names[i]))
      is_set |= set_one (device, names[i], is_on);
  }
  return is_set;
}
