/* SPDX-License-Identifier: Apache-2.0 */

/* A stopped feeder leaves a person with paper in three places: kept, in the machine, still
 * to come. Every sentence here therefore names the last sheet that is kept and the one that
 * goes on top. The sentences are for logs, scripts and technicians; a screen has its own, in
 * its language, by the numbers of the report. */

#include "scan/guidance.h"

static char *
describe_kept (const Tally *tally) {
  guint last = tally_get_last_sheet (tally);

  if (last < tally->first_sheet)
    return g_strdup ("No sheet of this batch is kept yet.");
  if (last == tally->first_sheet)
    return g_strdup_printf ("Sheet %u is kept.", last);
  if (last == tally->first_sheet + 1)
    return g_strdup_printf ("Sheets %u and %u are kept.", tally->first_sheet, last);
  return g_strdup_printf ("Sheets %u to %u are kept.", tally->first_sheet, last);
}

char *
guidance_join_dup (const char *what, const Tally *tally) {
  g_autofree char *kept = describe_kept (tally);

  return g_strdup_printf (
      "%s %s Put sheet %u on top of those not yet scanned, and go on.", what, kept,
      tally_get_sheet (tally));
}

static char *
describe_stop (const Tally *tally, const char *what, const char *todo) {
  g_autofree char *kept = describe_kept (tally);

  return g_strdup_printf ("%s at sheet %u. %s %s, put sheet %u on top of those not yet "
                          "scanned, and go on.",
                          what, tally_get_sheet (tally), kept, todo,
                          tally_get_sheet (tally));
}

/* Both sheets are named, and by what a person tells which of them comes first. */
static char *
describe_double (const Tally *tally) {
  g_autofree char *kept = describe_kept (tally);
  guint sheet = tally_get_sheet (tally);
  g_autofree char *check
      = sheet > tally->first_sheet ? g_strdup_printf (
            "; the one that goes on where sheet %u ends is sheet %u", sheet - 1, sheet)
                                   : g_strdup ("");

  return g_strdup_printf (
      "Two sheets were drawn in at once, sheets %u and %u. %s Take both out and part "
      "them%s. Put sheet %u on top of those not yet scanned, sheet %u below it, and go "
      "on.",
      sheet, sheet + 1, kept, check, sheet, sheet + 1);
}

char *
guidance_dup (ReportOutcome outcome, const Tally *tally) {
  switch (outcome) {
  case REPORT_DONE:
  case REPORT_EMPTY:
    return g_strdup ("");
  case REPORT_NO_PAPER:
    return g_strdup (
        "There is no paper in the feeder. Put the sheets in and start again.");
  case REPORT_JAM:
    return describe_stop (tally, "Paper is jammed",
                          "Open the feeder, take the sheet out");
  case REPORT_COVER:
    return describe_stop (tally, "The scanner's cover is open",
                          "Take out what was not scanned, close the cover");
  case REPORT_DOUBLE_FEED:
    return describe_double (tally);
  case REPORT_CANCELLED:
    return describe_stop (tally, "The scan was cancelled",
                          "Take back the sheet that was under way");
  case REPORT_FAILED:
    return describe_stop (tally, "The scan failed", "Take out the sheet");
  }
  g_assert_not_reached ();
}
