/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Whether two pages are the same sheet fed twice. Pure. */

/* From afar, by their likenesses (ocr/likeness.h; NULL is like nothing). Two people's
 * papers of one form may pass. */
gboolean twins_look_alike (const char *one, const char *other);

/* Closer: no value that both were read for with certainty differs, but for a few that may
 * have been misread. */
gboolean twins_say_the_same (const StoredPage *one, const StoredPage *other);
