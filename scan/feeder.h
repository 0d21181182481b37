/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/report.h"
#include "scan/scanner.h"

/* Feeds pages from @scanner into files of @folder until the source is empty or something
 * ends it. Each page is durable, and @tell has been told of it, before the next is asked
 * for. */
typedef struct {
  Scanner *scanner;   /* borrowed, just opened */
  const char *folder; /* exists */
  guint first;        /* number of the first page, 1.. */
  void (*tell) (const Page *page, gpointer data);
  gpointer data;
} FeederJob;

/* Returns how it ended; @message gets one English sentence for a person, or "" (caller
 * frees). Pages that were told of are kept whatever the outcome is. */
ReportOutcome feeder_run (const FeederJob *job, char **message) G_GNUC_WARN_UNUSED_RESULT;
