/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ornament.h"
#include "persons.h"

/* One kind of page. A kind that continues another is its further page. */
typedef struct {
  const char *name;  /* as on the command line and as the manifest's template */
  const char *paper; /* type in the catalogue */
  gboolean continues;
  void (*draw) (Sheet *sheet, Cast *cast);
} PaperKind;

/* All kinds, ended by one without a name. */
const PaperKind *papers_list (void);

/* NULL if there is none of that name. */
const PaperKind *papers_find (const char *name);

/* Shared parts of papers. */

/* The national header, centred in the whole width. */
void papers_write_header (Sheet *sheet);

/* Signatures of one or two who sign, in two columns of rows of the language of form.h. */
typedef struct {
  const char *titles;
  const char *hints; /* may be NULL */
  const char *names; /* marks for @left, if given, and @right */
  const char *left;
  const char *right;
} PaperSigners;
void papers_write_signers (Sheet *sheet, Cast *cast, const PaperSigners *signers);

/* "xã Vị Thủy" with a capital first letter. */
const char *papers_capital (Cast *cast, const char *text);
/* "ỦY BAN NHÂN DÂN XÃ VỊ THỦY" */
const char *papers_committee_upper (Cast *cast);

/* The family of kinds in each papers-*.c. */
void papers_draw_birth_request (Sheet *sheet, Cast *cast);
void papers_draw_birth_notice (Sheet *sheet, Cast *cast);
void papers_draw_birth_certificate (Sheet *sheet, Cast *cast);
void papers_draw_residence (Sheet *sheet, Cast *cast);
void papers_draw_residence_back (Sheet *sheet, Cast *cast);
void papers_draw_marriage_certificate (Sheet *sheet, Cast *cast);
void papers_draw_identity_card (Sheet *sheet, Cast *cast);
void papers_draw_mandate (Sheet *sheet, Cast *cast);
void papers_draw_mandate_back (Sheet *sheet, Cast *cast);
