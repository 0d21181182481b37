/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Examinations of the cleaning, each over pages of @seeds seeds from @first_seed on. Each
 * prints its figures and the pages that missed, and returns whether the targets are met. */
gboolean exam_orient (guint64 first_seed, guint seeds);
gboolean exam_skew (guint64 first_seed, guint seeds);
gboolean exam_blank (guint64 first_seed, guint seeds);
gboolean exam_size (guint64 first_seed, guint seeds);
gboolean exam_quality (guint64 first_seed, guint seeds);

/* "NAME: N of M (P %), target ..." on standard output; TRUE when at least @percent. */
gboolean exam_tell (const char *name, guint good, guint all, double percent);
