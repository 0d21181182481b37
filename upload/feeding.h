/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/twopass.h"

/* Where pages come from: one feeding is one run of the scanner, or one file. The store
 * knows of it before its first page and of each page with its place, so that whatever ends
 * it, a jam or the power, it can be gone on with in the exact order. */

typedef enum {
  FEEDING_APPEND,  /* at the end */
  FEEDING_INSERT,  /* before the page at a place */
  FEEDING_REPLACE, /* in place of a page and of what follows on its sheet */
  FEEDING_FRONTS,  /* first pass of two on a one-sided feeder */
  FEEDING_BACKS,   /* second pass */
  FEEDING_FILE,    /* a file that a person brought */
} FeedingKind;

#define FEEDING_KINDS (FEEDING_FILE + 1)

typedef struct {
  guint number; /* 1.. in the dossier */
  FeedingKind kind;
  Stacking stacking;  /* of FEEDING_BACKS */
  guint place;        /* of FEEDING_INSERT: where its first page goes */
  guint target;       /* of FEEDING_REPLACE: number of the page */
  guint sides;        /* of a sheet: 1 or 2 */
  guint resumes;      /* number of the feeding that this one goes on with; 0: none */
  char *outcome;      /* how it ended, a word of scan/report.h; NULL: it did not */
  char *name;         /* of FEEDING_FILE: the file's own name; else NULL */
  gboolean is_signed; /* of FEEDING_FILE: a PDF with a signature, to be kept as it is */
  guint pages;        /* that came in and have a place */
  guint sheets;       /* of these */
  guint first, last;  /* numbers of its pages that have a place; 0: none */
} Feeding;

void feeding_free (Feeding *feeding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Feeding, feeding_free)

/* Begins what @plan says (number, outcome, pages and sheets are not looked at) and sets
 * *@number; *@first_page is the number for its first page, *@first_sheet that of its first
 * sheet. */
gboolean feeding_begin (Store *store, const char *id, const Feeding *plan, guint *number,
                        guint *first_page, guint *first_sheet,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page of feeding @number, durable in the dossier's folder, goes where the feeding puts
 * it. @leaf: which page of its file it is. */
gboolean feeding_add_page (Store *store, const char *id, guint number, const Page *page,
                           guint leaf, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A file that a person brought comes in whole or not at all: its @leaves pages follow each
 * other from @first on (number and sheet are set here; its file is that of all of them), where @plan says:
 * FEEDING_FILE at the end, FEEDING_INSERT, FEEDING_REPLACE. */
gboolean feeding_add_file (Store *store, const char *id, const Feeding *plan,
                           const Page *first, guint leaves,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The number that the next page will have. */
gboolean feeding_get_next (Store *store, const char *id, guint *page,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* It has ended. With @is_whole FALSE a last sheet of which one side is missing is taken out
 * again: it has to be fed once more. */
gboolean feeding_end (Store *store, const char *id, guint number, const char *outcome,
                      gboolean is_whole, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of them in order (Feeding, owned by the array). */
GPtrArray *feeding_get_all (Store *store, const char *id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
