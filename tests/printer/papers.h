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
  gboolean named_only; /* printed only when asked for by name */
} PaperKind;

/* All kinds, ended by one without a name. */
const PaperKind *papers_list (void);

/* NULL if there is none of that name. */
const PaperKind *papers_find (const char *name);

/* Whether nothing at all stands on the kind. */
gboolean papers_is_blank (const PaperKind *kind);

/* Parts that papers share. */

/* The national header, centred in the whole width. */
void papers_write_header (Sheet *sheet);

/* The agency on the left, the national header on the right. The left cells are written in
 * the language of form.h with one mark each; beside the third stand place and day. */
void papers_write_head (Sheet *sheet, Cast *cast, const char *const forms[3],
                        const char *const values[3]);

/* The title and "Kính gửi: " the committee of the cast's place. */
void papers_write_title (Sheet *sheet, Cast *cast, const char *title);

/* Name, birth, residence, number and telephone of the requester. */
void papers_write_requester (Sheet *sheet, Cast *cast);

/* A number, alone or within a description of the card; recorded as @name. */
void papers_write_identity (Sheet *sheet, Cast *cast, const Person *person,
                            const char *name);

/* How many copies are asked for. */
void papers_write_copies (Sheet *sheet, Cast *cast);

/* Place, day and signature of the requester. */
void papers_write_requester_end (Sheet *sheet, Cast *cast);

/* Signatures of one or two who sign, in two columns of rows of the language of form.h. */
typedef struct {
  const char *titles;
  const char *hints; /* may be NULL */
  const char *names; /* marks for @left, if given, and @right */
  const char *left;
  const char *right;
} PaperSigners;
void papers_write_signers (Sheet *sheet, Cast *cast, const PaperSigners *signers);

/* "(2) " on papers that number their notes, else "". */
const char *papers_note (Cast *cast, int number);
/* "Xã Vị Thủy" of "xã Vị Thủy" */
const char *papers_capital (Cast *cast, const char *text);
/* "Ủy ban nhân dân xã Vị Thủy", and in capitals */
const char *papers_committee (Cast *cast);
const char *papers_committee_upper (Cast *cast);

/* The kinds; each family has its papers-*.c. */
void papers_draw_birth_request (Sheet *sheet, Cast *cast);
void papers_draw_birth_notice (Sheet *sheet, Cast *cast);
void papers_draw_birth_certificate (Sheet *sheet, Cast *cast);
void papers_draw_death_request (Sheet *sheet, Cast *cast);
void papers_draw_marriage_request (Sheet *sheet, Cast *cast);
void papers_draw_marriage_certificate (Sheet *sheet, Cast *cast);
void papers_draw_single_request (Sheet *sheet, Cast *cast);
void papers_draw_residence (Sheet *sheet, Cast *cast);
void papers_draw_residence_back (Sheet *sheet, Cast *cast);
void papers_draw_identity_card (Sheet *sheet, Cast *cast);
void papers_draw_mandate (Sheet *sheet, Cast *cast);
void papers_draw_mandate_back (Sheet *sheet, Cast *cast);
void papers_draw_business (Sheet *sheet, Cast *cast);
void papers_draw_land (Sheet *sheet, Cast *cast);
void papers_draw_slip (Sheet *sheet, Cast *cast);
void papers_draw_letter (Sheet *sheet, Cast *cast);
void papers_draw_decision (Sheet *sheet, Cast *cast);

/* Sides with next to nothing on them, and a page of letters and marks alone. */
void papers_draw_page_number (Sheet *sheet, Cast *cast);
void papers_draw_seal_only (Sheet *sheet, Cast *cast);
void papers_draw_signature_only (Sheet *sheet, Cast *cast);
void papers_draw_one_line (Sheet *sheet, Cast *cast);
void papers_draw_vowels (Sheet *sheet, Cast *cast);
