/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Inspection by sample: which dossiers a second person looks at before they are sent is
 * drawn by a recorded seed, so that anyone can draw again and see that nobody chose. */
typedef struct {
  gint64 number;
  char *seed;
  guint wanted; /* how many were to be drawn */
  guint among;  /* how many there were */
  char *member; /* who drew; NULL: a store without staff */
  gint64 drawn_at;
} Sample;

void sample_free (Sample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sample, sample_free)

/* Draws @wanted of the dossiers that wait to be sent (QUEUED), holds each with a case SAMPLE
 * and gives their ids (char *, owned by the array) in the order of drawing. @seed: 1 to 64
 * letters and digits, or NULL for a random one. Those in another member's hands are not
 * among them. */
GPtrArray *samples_draw (Store *store, const char *seed, guint wanted, gint64 *number,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The rule: @wanted of @ids (char *), the ones with the smallest SHA-256 of "SEED/ID".
 * Borrowed strings; caller drops the array. Pure. */
GPtrArray *samples_choose (const char *seed, const GPtrArray *ids,
                           guint wanted) G_GNUC_WARN_UNUSED_RESULT;

/* All samples (Sample, owned by the array), newest first. */
GPtrArray *samples_get (Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
