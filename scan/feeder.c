/* SPDX-License-Identifier: Apache-2.0 */

/* The feeding of a batch: one page after the other, never two at once.
 *
 *            .--------------------------------------------------.
 *            v                                                  |
 *   start -> IDLE --ask--> FEEDING --ready--> WRITING --end--> WRITTEN
 *            |               |                  |                |
 *            | flatbed done, | no paper, jam,   | jam, fault,    | disk
 *            | disk full     | cover, cancel... | cancel...      | refused
 *            v               v                  v                v
 *          ENDED <-----------'------------------'----------------'
 *
 *   from     to       by            what holds afterwards
 *   IDLE     FEEDING  ask_page      room for the page; every page before is durable, told
 *   FEEDING  WRITING  open_page     a part file and a TIFF of the announced shape are open
 *   WRITING  WRITTEN  write_page    the TIFF is complete; its bytes may still be in memory
 *   WRITTEN  IDLE     keep_page     the page is durable, then told; nothing is open
 *   any      ENDED    end_feeding   nothing is open; an unfinished page left no name
 *
 * Invariants, asserted by check_state at each change:
 *   - sane_start is called in FEEDING only, and there nothing is open;
 *   - a part file is open exactly in WRITING and WRITTEN, a TIFF exactly in WRITING;
 *   - pages are told in the order of their numbers, without a gap.
 *
 * Under PLANT_ACK_EARLY a page is told before it is durable: a bug that the crash campaign
 * must find (tests/fault/planted), never in a shipped build. */

#include "scan/feeder.h"

#include "scan/guidance.h"
#include "scan/tiff.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"

#include <sys/statvfs.h>

#define PAGE_MODE 0600

typedef enum {
  FEEDER_IDLE,
  FEEDER_FEEDING,
  FEEDER_WRITING,
  FEEDER_WRITTEN,
  FEEDER_ENDED,
} FeederState;

typedef struct {
  const FeederJob *job;
  FeederState state;
  Tally tally; /* of the pages that are durable and told */
  Frame frame; /* of the page under way */
  DurableFile *part;
  TiffFile *tiff;
  ReportOutcome outcome; /* when ENDED */
  gboolean is_under_way; /* when ENDED: in the middle of a batch, or of a page */
  GError *fault;         /* when ENDED with REPORT_FAILED */
} Feeder;

static const char *const state_names[] = {
    [FEEDER_IDLE] = "idle",       [FEEDER_FEEDING] = "feeding",
    [FEEDER_WRITING] = "writing", [FEEDER_WRITTEN] = "written",
    [FEEDER_ENDED] = "ended",
};

static gboolean
check_state (const Feeder *feeder) {
  switch (feeder->state) {
  case FEEDER_IDLE:
  case FEEDER_FEEDING:
    return feeder->part == NULL && feeder->tiff == NULL && feeder->fault == NULL;
  case FEEDER_WRITING:
    return feeder->part != NULL && feeder->tiff != NULL && feeder->fault == NULL;
  case FEEDER_WRITTEN:
    return feeder->part != NULL && feeder->tiff == NULL && feeder->fault == NULL;
  case FEEDER_ENDED:
    return feeder->part == NULL && feeder->tiff == NULL
           && (feeder->fault != NULL) == (feeder->outcome == REPORT_FAILED);
  }
  return FALSE;
}

/* The only writer of the state. */
static void
set_state (Feeder *feeder, FeederState state) {
  static const FeederState before[] = {
      [FEEDER_IDLE] = FEEDER_WRITTEN,
      [FEEDER_FEEDING] = FEEDER_IDLE,
      [FEEDER_WRITING] = FEEDER_FEEDING,
      [FEEDER_WRITTEN] = FEEDER_WRITING,
  };

  g_assert (feeder->state != FEEDER_ENDED);
  g_assert (state == FEEDER_ENDED || feeder->state == before[state]);
  log_debug ("page %u: %s -> %s", tally_get_number (&feeder->tally),
             state_names[feeder->state], state_names[state]);
  feeder->state = state;
  g_assert (check_state (feeder));
}

/* Drops what is under way. Takes @fault, which goes with REPORT_FAILED and only with it. */
static void
end_feeding (Feeder *feeder, ReportOutcome outcome, GError *fault) {
  g_clear_pointer (&feeder->tiff, tiff_free); /* before the file that it writes to */
  g_clear_pointer (&feeder->part, durable_abort);
  feeder->outcome = outcome;
  feeder->fault = fault;
  feeder->is_under_way = feeder->state != FEEDER_IDLE
                         && (feeder->state != FEEDER_FEEDING || feeder->tally.pages > 0);
  set_state (feeder, FEEDER_ENDED);
}

/* Any other answer of the scanner than the one hoped for. */
static void
end_by_step (Feeder *feeder, ScannerStep step, GError *fault) {
  switch (step) {
  case SCANNER_NO_PAPER:
    end_feeding (feeder, feeder->tally.pages > 0 ? REPORT_EMPTY : REPORT_NO_PAPER, NULL);
    return;
  case SCANNER_JAM:
    end_feeding (feeder, REPORT_JAM, NULL);
    return;
  case SCANNER_COVER:
    end_feeding (feeder, REPORT_COVER, NULL);
    return;
  case SCANNER_DOUBLE_FEED:
    end_feeding (feeder, REPORT_DOUBLE_FEED, NULL);
    return;
  case SCANNER_CANCELLED:
    end_feeding (feeder, REPORT_CANCELLED, NULL);
    return;
  case SCANNER_FAULT:
    end_feeding (feeder, REPORT_FAILED, fault);
    return;
  case SCANNER_READY:
  case SCANNER_PAGE_END:
    break;
  }
  g_assert_not_reached ();
}

/* A page must find room before its sheet is drawn in. */
static gboolean
check_room (const char *folder, GError **error) {
  struct statvfs disk;

  if (statvfs (folder, &disk) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "%s cannot be written to", folder);
  if ((guint64) disk.f_bavail * disk.f_frsize >= LIMIT_IMAGE_BYTES
      && (disk.f_files == 0 || disk.f_favail > 0))
    return TRUE;
  g_set_error (
      error, FAULT, FAULT_STORAGE,
      "The disk is full, so no further sheet is drawn in. Make room, then go on.");
  return FALSE;
}

static void
ask_page (Feeder *feeder) {
  GError *fault = NULL;

  if (tally_get_number (&feeder->tally) > LIMIT_DOSSIER_PAGES) {
    g_set_error (&fault, FAULT, FAULT_USAGE, "A dossier has at most %u pages.",
                 LIMIT_DOSSIER_PAGES);
    end_feeding (feeder, REPORT_FAILED, fault);
  } else if (!check_room (feeder->job->folder, &fault)) {
    end_feeding (feeder, REPORT_FAILED, fault);
  } else {
    set_state (feeder, FEEDER_FEEDING);
  }
}

static char *
get_path (const Feeder *feeder) {
  g_autofree char *name = page_name_dup (tally_get_number (&feeder->tally));

  return g_build_filename (feeder->job->folder, name, NULL);
}

static Turn
get_turn (const Feeder *feeder) {
  return tally_get_side (&feeder->tally) == PAGE_BACK ? feeder->job->back_turn
                                                      : TURN_NONE;
}

static DurableFile *
create_file (const Feeder *feeder, GError **error) {
  g_autofree char *name = page_name_dup (tally_get_number (&feeder->tally));
  g_autofree char *path = get_path (feeder);

  if (feeder->job->vault != NULL)
    return vault_create (feeder->job->vault, name, PAGE_MODE, error);
  return durable_open (path, PAGE_MODE, error);
}

static void
open_page (Feeder *feeder) {
  GError *fault = NULL;
  ScannerStep step = scanner_start (feeder->job->scanner, &feeder->frame, &fault);

  if (step != SCANNER_READY) {
    end_by_step (feeder, step, fault);
    return;
  }
  feeder->part = create_file (feeder, &fault);
  if (feeder->part != NULL)
    feeder->tiff = tiff_open (feeder->part, &feeder->frame, get_turn (feeder), &fault);
  if (feeder->tiff == NULL)
    end_feeding (feeder, REPORT_FAILED, fault);
  else
    set_state (feeder, FEEDER_WRITING);
}

static gboolean
check_size (Feeder *feeder, GError **error) {
  if (durable_get_size (feeder->part) <= LIMIT_IMAGE_BYTES)
    return TRUE;
  g_set_error (error, FAULT, FAULT_IMAGE,
               "The page is too large to be kept. Choose a lower resolution, or gray.");
  return FALSE;
}

static void
write_page (Feeder *feeder) {
  g_autofree guint8 *line = g_malloc (frame_get_line_bytes (&feeder->frame));
  GError *fault = NULL;
  ScannerStep step;

  while ((step = scanner_read (feeder->job->scanner, line, &fault)) == SCANNER_READY) {
    if (!tiff_append (feeder->tiff, line, &fault)) {
      end_feeding (feeder, REPORT_FAILED, fault);
      return;
    }
  }
  if (step != SCANNER_PAGE_END) {
    end_by_step (feeder, step, fault);
    return;
  }
  feeder->frame.height_px = tiff_get_lines (feeder->tiff);
  if (!tiff_close (g_steal_pointer (&feeder->tiff), &fault)
      || !check_size (feeder, &fault))
    end_feeding (feeder, REPORT_FAILED, fault);
  else
    set_state (feeder, FEEDER_WRITTEN);
}

static char *
hash_page (const Feeder *feeder, const char *path, guint64 *size_bytes, GError **error) {
  g_autofree char *name = g_path_get_basename (path);

  if (feeder->job->vault != NULL)
    return vault_hash (feeder->job->vault, name, size_bytes, error);
  return durable_hash (path, size_bytes, error);
}

/* The page in the file @path, as it can be read back. */
static Page *
describe_page (const Feeder *feeder, const char *path, GError **error) {
  g_autoptr (Page) page = g_new0 (Page, 1);

  page->sha256 = hash_page (feeder, path, &page->size_bytes, error);
  if (page->sha256 == NULL)
    return NULL;
  page->number = tally_get_number (&feeder->tally);
  page->sheet = tally_get_sheet (&feeder->tally);
  page->side = tally_get_side (&feeder->tally);
  page->file = page_name_dup (page->number);
  page->width_px = feeder->frame.width_px;
  page->height_px = feeder->frame.height_px;
  page->res_dpi = feeder->frame.res_dpi;
  return g_steal_pointer (&page);
}

#ifdef PLANT_ACK_EARLY
#define SLOW_SYNC_US 50000 /* what a tired disk takes, so that the bug shows on any */

static gboolean
commit_page (Feeder *feeder, GError **error) {
  g_autofree char *path = get_path (feeder);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (Page) page = describe_page (feeder, part, error);

  if (page == NULL)
    return FALSE;
  feeder->job->tell (page, feeder->job->data);
  g_usleep (SLOW_SYNC_US);
  return durable_commit (g_steal_pointer (&feeder->part), error);
}
#else
static gboolean
commit_page (Feeder *feeder, GError **error) {
  g_autofree char *path = get_path (feeder);
  g_autoptr (Page) page = NULL;

  if (!durable_commit (g_steal_pointer (&feeder->part), error))
    return FALSE;
  page = describe_page (feeder, path, error);
  if (page == NULL)
    return FALSE;
  feeder->job->tell (page, feeder->job->data);
  return TRUE;
}
#endif

static void
keep_page (Feeder *feeder) {
  GError *fault = NULL;

  if (!commit_page (feeder, &fault)) {
    end_feeding (feeder, REPORT_FAILED, fault);
    return;
  }
  feeder->tally.pages++;
  set_state (feeder, FEEDER_IDLE);
  if (scanner_get_source (feeder->job->scanner) == SOURCE_FLATBED)
    end_feeding (feeder, REPORT_DONE, NULL);
}

/* A fault in the middle of it all is told with what is kept and what goes on top. */
static Report *
report_end (Feeder *feeder) {
  g_autoptr (GError) fault = g_steal_pointer (&feeder->fault);
  g_autofree char *message = NULL;

  if (fault != NULL)
    message = feeder->is_under_way ? guidance_join_dup (fault->message, &feeder->tally)
                                   : g_strdup (fault->message);
  return report_new_end (feeder->outcome, &feeder->tally, message);
}

Report *
feeder_run (const FeederJob *job) {
  guint sides = scanner_get_source (job->scanner) == SOURCE_DUPLEX ? 2 : 1;
  Feeder feeder = {.job = job,
                   .state = FEEDER_IDLE,
                   .tally = tally_get_start (job->first, job->first_sheet, sides)};
  g_assert (check_state (&feeder));
  while (feeder.state != FEEDER_ENDED) {
    switch (feeder.state) {
    case FEEDER_IDLE:
      ask_page (&feeder);
      break;
    case FEEDER_FEEDING:
      open_page (&feeder);
      break;
    case FEEDER_WRITING:
      write_page (&feeder);
      break;
    case FEEDER_WRITTEN:
      keep_page (&feeder);
      break;
    case FEEDER_ENDED:
      break;
    }
  }
  return report_end (&feeder);
}
