/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/acceptance.h"
#include "upload/practice/filing.h"
#include "upload/practice/slice.h"

/* What the practice portal looks at before it takes a dossier. */

/* The word of the first rule that @filing breaks; NULL when it breaks none. @contents are
 * the bytes of its files, in order. */
const char *referee_judge (const Acceptance *rules, const Filing *filing,
                            const Slice *contents);
