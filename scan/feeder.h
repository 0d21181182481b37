/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"
#include "scan/report.h"
#include "scan/scanner.h"

/* Feeds pages from @scanner into files of @folder until the source is empty or something
 * ends it. Each page is durable, and @tell has been told of it, before the next is asked
 * for. */
typedef struct {
  Scanner *scanner;   /* borrowed, just opened */
  const char *folder; /* exists */
  const Vault *vault; /* of the folder: pages are sealed; NULL: they are plain */
  guint first;        /* number of the first page, 1.. */
  guint first_sheet;  /* and of its sheet; 0: counted on from the pages before */
  Turn back_turn;     /* how the backs lie; they are saved upright */
  void (*tell) (const Page *page, gpointer data);
  gpointer data;
} FeederJob;

/* Returns how it ended; caller frees. Pages that were told of are kept in every case. */
Report *feeder_run (const FeederJob *job) G_GNUC_WARN_UNUSED_RESULT;
