/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "upload/package.h"
#include "upload/store.h"

/* From pages to papers, and papers against the procedure's list. Pure: decides, does
 * nothing. */

/* Component code of a paper that the procedure does not ask for. */
#define CHECKLIST_OTHER "KHAC"

typedef struct {
  GPtrArray *papers; /* PackagePaper with its own Paper and pages, owned */
  GArray *missing;   /* const Component *, needed and not there, not waived */
} Checklist;

void checklist_free (Checklist *checklist);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Checklist, checklist_free)

/* Groups @pages (StoredPage, in scanning order) into papers: blank pages and pages that
 * cannot be read are left out; a page whose kind is known begins a paper, unless it is
 * another side of the same identity card; a page of unknown kind goes on with the paper
 * before it. A cover sheet (ocr/cover.h) is part of no paper; what follows it is another one, of
 * the kind that the sheet names if the page itself does not show one. A signed PDF of which every page stands in order is a paper of its own, whose
 * file is that file. Each paper goes to the first component that asks for its kind and has none,
 * then to one that takes any paper, else it is CHECKLIST_OTHER. @waived: set of component
 * codes, or NULL. */
Checklist *checklist_new (const Catalogue *catalogue, const Procedure *procedure,
                          const GPtrArray *pages, GHashTable *waived);

/* Papers found for @component. */
guint checklist_count (const Checklist *checklist, const char *component);

/* Who hands in, from the values on the pages, the requester of a form before the holder of
 * a card. Members are copies. */
Applicant checklist_find_applicant (const GPtrArray *pages);
void applicant_clear (Applicant *applicant);
