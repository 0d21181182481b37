/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/excerpt.h"
#include "ocr/forms.h"

/* The parts of an official letter that have no label (Decree 30/2020): the issuing body at
 * the upper left, the line of place and date, the name of who signed. Each returns an
 * excerpt, empty when the page has no such part. */

Excerpt *letter_find_issuer (const Rows *rows) G_GNUC_WARN_UNUSED_RESULT;

/* The first such line, or the last of the page. */
Excerpt *letter_find_date (const Rows *rows, gboolean last) G_GNUC_WARN_UNUSED_RESULT;

/* @offices: keys of the words a signature stands under, such as "chutich". */
Excerpt *letter_find_signer (const Rows *rows,
                             const GPtrArray *offices) G_GNUC_WARN_UNUSED_RESULT;

/* The first cell that begins with one of @labels, with the lines under it: the subject of
 * a letter. */
Excerpt *letter_find_subject (const Rows *rows,
                              const GPtrArray *labels) G_GNUC_WARN_UNUSED_RESULT;
