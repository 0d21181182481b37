/* SPDX-License-Identifier: Apache-2.0 */

/* Figures about cleaning, over pages that are printed in memory from seeds: what was asked
 * for, how often it was so, and each page on which it was not. Nothing is recognised here;
 * bench-legible does that.
 *
 *   bench-clean [--seed N] [--seeds M] [--part P]   parts: orient skew blank size quality
 *
 * Exit status 1 when a figure misses its target. */

#include "bench/clean/exam.h"

#include <leptonica/allheaders.h>

#include <stdio.h>
#include <string.h>

typedef struct {
  const char *name;
  gboolean (*sit) (guint64 first_seed, guint seeds);
} Part;

static const Part parts[] = {
    {"orient", exam_orient}, {"skew", exam_skew},       {"blank", exam_blank},
    {"size", exam_size},     {"quality", exam_quality},
};

int
main (int argc, char **argv) {
  gint64 seed = 1;
  int seeds = 1;
  g_autofree char *part = NULL;
  const GOptionEntry entries[]
      = {{"seed", 0, 0, G_OPTION_ARG_INT64, &seed, "First seed", "N"},
         {"seeds", 0, 0, G_OPTION_ARG_INT, &seeds, "How many", "M"},
         {"part", 0, 0, G_OPTION_ARG_STRING, &part, "Only this part", "P"},
         {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new ("- figures about cleaning");
  g_autoptr (GError) error = NULL;
  gboolean met = TRUE;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || seeds < 1) {
    fprintf (stderr, "bench-clean: %s\n", error != NULL ? error->message : "--seeds");
    return 2;
  }
  setMsgSeverity (L_SEVERITY_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (part == NULL || strcmp (part, parts[i].name) == 0)
      met &= parts[i].sit ((guint64) seed, (guint) seeds);
  return met ? 0 : 1;
}
