/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/report.h"

/* What @outcome means after @tally and what a person does about it, naming the sheets;
 * English, "" after a whole batch. Caller frees. */
char *guidance_dup (ReportOutcome outcome, const Tally *tally) G_GNUC_WARN_UNUSED_RESULT;

/* The sentence @what, which says what went wrong, with what is kept after @tally and which
 * sheet goes on top. Caller frees. */
char *guidance_join_dup (const char *what, const Tally *tally) G_GNUC_WARN_UNUSED_RESULT;
