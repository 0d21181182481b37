/* SPDX-License-Identifier: Apache-2.0 */

/* While the question stands, nothing but an answer to it counts as somebody being there: a
 * bag on the screen presses what it likes, but not the answer ten times in a row. */

#include "ui/patience.h"

void
patience_touch (Patience *patience, gint64 now_us) {
  if (patience->asking)
    return;
  patience->touched_us = now_us;
  patience->extensions = 0;
}

gboolean
patience_extend (Patience *patience, gint64 now_us) {
  if (patience->extensions >= PATIENCE_EXTENSIONS)
    return FALSE;
  patience->extensions++;
  patience->touched_us = now_us;
  patience->asking = FALSE;
  return TRUE;
}

PatienceState
patience_look (Patience *patience, gint64 now_us) {
  gint64 idle_us = now_us - patience->touched_us;

  if (idle_us >= (gint64) patience->wipe_s * G_USEC_PER_SEC)
    return PATIENCE_OVER;
  patience->asking = idle_us >= (gint64) patience->warn_s * G_USEC_PER_SEC;
  return patience->asking ? PATIENCE_ASKING : PATIENCE_CALM;
}

guint
patience_get_left_s (const Patience *patience, gint64 now_us) {
  gint64 end_us
      = patience->touched_us + (gint64) patience->wipe_s * G_USEC_PER_SEC - now_us;

  return end_us > 0 ? (guint) ((end_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}
