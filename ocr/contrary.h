/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/field.h"

/* One sentence with both values and where each of them stands, for a value that another
 * source of the same page contradicts; NULL when none does, or a person has spoken. */
char *contrary_explain (const Field *field, gboolean english) G_GNUC_WARN_UNUSED_RESULT;
