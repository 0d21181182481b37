/* SPDX-License-Identifier: Apache-2.0 */

/* A stack of paper may take several feedings: each that stopped early is gone on with by
 * the next. What is safe of the stack is the sum of them, so the sheet that goes on top is
 * the one after. Nothing is remembered but the store's rows, hence it is the same after a
 * power cut. */

#include "kiosk/feed.h"

static const Feeding *
find_feeding (const GPtrArray *feedings, guint number) {
  for (guint i = 0; i < feedings->len; i++) {
    const Feeding *feeding = g_ptr_array_index (feedings, i);

    if (feeding->number == number)
      return feeding;
  }
  return NULL;
}

/* The last time that the scanner was at work. */
static const Feeding *
find_last (const GPtrArray *feedings) {
  for (guint i = feedings->len; i > 0; i--) {
    const Feeding *feeding = g_ptr_array_index (feedings, i - 1);

    if (feeding->name == NULL)
      return feeding;
  }
  return NULL;
}

/* A word that no outcome has means that nobody saw the end. */
static gboolean
parse_outcome (const char *word, ReportOutcome *outcome) {
  for (ReportOutcome each = REPORT_DONE; each <= REPORT_FAILED; each++) {
    if (g_strcmp0 (word, report_outcome_get_name (each)) == 0) {
      *outcome = each;
      return TRUE;
    }
  }
  *outcome = REPORT_FAILED;
  return FALSE;
}

gboolean
stoppage_find (const GPtrArray *feedings, KioskHalt *halt, Feeding *plan) {
  const Feeding *last = find_last (feedings);
  guint sheets = 0;

  if (last == NULL || g_strcmp0 (last->outcome, HALT_LEFT) == 0)
    return FALSE;
  *halt = (KioskHalt){.kind = last->kind};
  halt->interrupted = !parse_outcome (last->outcome, &halt->outcome);
  if (halt->outcome == REPORT_DONE || halt->outcome == REPORT_EMPTY)
    return FALSE;
  for (const Feeding *each = last; each != NULL;
       each = find_feeding (feedings, each->resumes)) {
    sheets += each->sheets;
    if (halt->last_page == 0)
      halt->last_page = each->last;
  }
  halt->sheet = sheets + 1;
  *plan = *last;
  plan->resumes = last->number;
  plan->outcome = plan->name = NULL;
  return TRUE;
}
