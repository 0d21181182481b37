/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/field.h"
#include "ocr/rows.h"

/* Compares names among @fields with the same names elsewhere on the page, such as below a
 * signature: the surer reading decides about marks, and agreement raises confidence. */
void namesake_compare (GPtrArray *fields, const Rows *rows);
