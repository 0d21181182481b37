/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/page.h"

/* What motcua-scan says on its standard output: one JSON object a line, a "page" line for
 * each page after it is durable, then exactly one "end" line. */

/* How a feeding ended. Only REPORT_DONE and REPORT_EMPTY are a whole batch. */
typedef enum {
  REPORT_DONE,     /* flatbed: the one page */
  REPORT_EMPTY,    /* feeder ran empty after at least one page */
  REPORT_NO_PAPER, /* feeder was empty from the start */
  REPORT_JAM,      /* a hand on the machine; pages so far are kept */
  REPORT_COVER,
  REPORT_DOUBLE_FEED,
  REPORT_CANCELLED,
  REPORT_FAILED, /* device or storage fault, see the message */
} ReportOutcome;

typedef struct {
  Page *page;            /* a "page" line; NULL: an "end" line */
  ReportOutcome outcome; /* of an "end" line */
  guint pages;           /* of an "end" line: pages that were kept */
  char *message;         /* of an "end" line: one English sentence, or "" */
} Report;

void report_free (Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Report, report_free)

/* One line without its newline; caller frees. */
char *report_format_page (const Page *page) G_GNUC_WARN_UNUSED_RESULT;
char *report_format_end (ReportOutcome outcome, guint pages,
                         const char *message) G_GNUC_WARN_UNUSED_RESULT;

/* Reads one line of at most LIMIT_EVENT_BYTES; FAULT_PROTOCOL when it is anything else. */
Report *report_parse (const char *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "empty", "jam" ...: the word in the JSON. */
const char *report_outcome_get_name (ReportOutcome outcome);
