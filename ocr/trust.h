/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/field.h"

/* Gives each of @fields (Field) that was read from print the confidence that its evidence
 * deserves. FIELD_SURE is reached by values of which at least 995 of 1,000 are right. */
void trust_settle (const GPtrArray *fields);
