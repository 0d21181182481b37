/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "papers.h"
#include "picture.h"
#include "trouble.h"

/* A run of the printer. */
typedef struct {
  const char *dir; /* created if absent */
  guint64 seed;
  int res_dpi;
  PictureFormat format;
} StackJob;

/* The demo dossier of procedure 2.000986: sheets in feeding order, front then back.
 * Writes DIR/NNN.png and DIR/truth/. FAULT_STORAGE. */
gboolean stack_print_dossier (const StackJob *job,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @pages independent pages, each of other people. @kinds and @troubles are names, taken
 * in turn so that every pair comes up; NULL: all of them. FAULT_USAGE for a name that
 * does not exist, FAULT_STORAGE. */
gboolean stack_print_corpus (const StackJob *job, guint pages, const char *const *kinds,
                             const char *const *troubles,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One page in memory. */
typedef struct StackPage StackPage;

/* Page @number of the corpus of @job, whose folder and format do not matter. */
StackPage *stack_draw (const StackJob *job, guint number, const PaperKind *kind,
                       const Trouble *trouble) G_GNUC_WARN_UNUSED_RESULT;
void stack_page_free (StackPage *drawn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StackPage, stack_page_free)

/* Both borrowed. */
const TroublePage *stack_page_get (const StackPage *drawn);
const Truth *stack_page_get_truth (const StackPage *drawn);
