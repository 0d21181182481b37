/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* How fast bytes of files may go out: so many a second, over all transfers that share it. */
typedef struct Pace Pace;

/* @rate_bytes_s 0: as fast as the line is. */
Pace *pace_new (guint rate_bytes_s);
void pace_free (Pace *pace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pace, pace_free)

/* Waits until something may go, a quarter of a second at the most, and says how much of
 * @wanted_bytes; the caller sends no more than that. At least one byte of what is wanted. */
gsize pace_take (Pace *pace, gsize wanted_bytes);
