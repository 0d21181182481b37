/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/page.h"
#include "scan/tally.h"

/* What motcua-scan says on its standard output: one JSON object a line, a "page" line for
 * each page after it is durable, then exactly one "end" line. With --progress, "progress"
 * lines between them, one a second, as long as the scanner's driver moves. */

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

typedef enum {
  REPORT_PAGE,
  REPORT_PROGRESS,
  REPORT_END,
} ReportKind;

typedef struct {
  ReportKind kind;
  Page *page;  /* of a "page" line, else NULL */
  guint lines; /* of a "progress" line: those of the page under the lamp */

  /* Of an "end" line. */
  ReportOutcome outcome;
  guint pages;      /* that were kept */
  guint last_page;  /* number of the last one, 0: none */
  guint last_sheet; /* number of the last sheet that was kept whole, 0: none */
  guint sheet;      /* the sheet that goes on top before the next start, 0: none */
  guint next_page;  /* number of the first page of the next batch */
  guint offer_dpi;  /* a resolution that would do where the asked one did not, or 0 */
  char **notices;   /* what was set otherwise than asked; English, NULL-terminated */
  char *message;    /* one or a few English sentences for a person, or "" */
} Report;

void report_free (Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Report, report_free)

/* The "end" of a batch that ended with @outcome when @tally had been kept; caller frees. Its
 * message says what happened to which sheet and what to do, or is @message if not NULL. */
Report *report_new_end (ReportOutcome outcome, const Tally *tally,
                        const char *message) G_GNUC_WARN_UNUSED_RESULT;

/* Whether every sheet was kept: DONE or EMPTY. */
gboolean report_is_whole (const Report *end);

/* One line without its newline; caller frees. */
char *report_format_page (const Page *page) G_GNUC_WARN_UNUSED_RESULT;
char *report_format_progress (guint lines) G_GNUC_WARN_UNUSED_RESULT;
char *report_format_end (const Report *end) G_GNUC_WARN_UNUSED_RESULT;

/* Reads one line of at most LIMIT_EVENT_BYTES; FAULT_PROTOCOL when it is anything else. */
Report *report_parse (const char *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "empty", "jam" ...: the word in the JSON. */
const char *report_outcome_get_name (ReportOutcome outcome);
