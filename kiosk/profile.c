/* SPDX-License-Identifier: Apache-2.0 */

/* A profile is part of the catalogue, so that it is changed where the list of papers is and
 * reaches all desks with it. Both sides of a paper are asked of a feeder only: on the glass
 * a person turns it over. Preview and scan are the same job, so they show the same area. */

#include "kiosk/profile.h"

#include "config/fault.h"

static const char *
choose_source (const char *source, guint sides) {
  if (sides == 2 && g_str_equal (source, "adf"))
    return "duplex";
  if (sides == 1 && (g_str_equal (source, "duplex") || g_str_equal (source, "any")))
    return "adf";
  return source;
}

void
profile_set (ScanJob *job, const PaperType *paper) {
  const PaperScan *scan = &paper->scan;

  if (scan->res_dpi > 0)
    job->res_dpi = scan->res_dpi;
  if (scan->mode != NULL)
    job->mode = scan->mode;
  if (scan->size != NULL) {
    job->page_size = scan->size;
    job->area = NULL;
  }
  job->source = choose_source (job->source, scan->sides);
}

static gboolean
is_same (const ScanJob *job, const ScanJob *other) {
  return job->res_dpi == other->res_dpi && g_strcmp0 (job->mode, other->mode) == 0
         && g_strcmp0 (job->page_size, other->page_size) == 0
         && g_strcmp0 (job->area, other->area) == 0
         && g_strcmp0 (job->source, other->source) == 0;
}

gboolean
profile_check (const ScanJob *job, const PaperType *paper, const Settings *settings,
               GError **error) {
  ScanJob wanted = *job;

  profile_set (&wanted, paper);
  if (g_str_equal (settings->scan_profiles, "free") || is_same (job, &wanted))
    return TRUE;
  g_set_error (
      error, FAULT, FAULT_USAGE,
      "The paper \"%s\" is scanned as %s, %u dpi, %s, %s; the settings lock that.",
      paper->key, wanted.mode, wanted.res_dpi, wanted.source,
      wanted.page_size != NULL ? wanted.page_size : "a4");
  return FALSE;
}
