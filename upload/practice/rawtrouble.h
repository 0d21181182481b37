/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Answers that no server should give, byte for byte: HTTP itself is wrong, or says far too
 * much. */

/* The number of the one called @name. */
gboolean rawtrouble_find (const char *name, guint *raw);

/* Name of number @raw; NULL behind the last. */
const char *rawtrouble_get_name (guint raw);

/* What goes out instead of @status with @body (JSON). */
GBytes *rawtrouble_format (guint raw, guint status,
                           const char *body) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the connection stays open and silent afterwards. */
gboolean rawtrouble_stays (guint raw);
