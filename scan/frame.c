/* SPDX-License-Identifier: Apache-2.0 */

/* Everything that is allocated for a page is sized from a Frame that passed frame_check,
 * so no product of its members can overflow: 16384 x 3 x 8 is far below 2^32. */

#include "scan/frame.h"

#include "config/fault.h"
#include "config/limits.h"

gsize
frame_get_line_bytes (const Frame *frame) {
  return ((gsize) frame->width_px * frame->channels * frame->depth_bits + 7) / 8;
}

guint
frame_get_most_lines (const Frame *frame) {
  guint lines = MIN (LIMIT_IMAGE_SIDE_PX, LIMIT_IMAGE_AREA_PX / frame->width_px);

  return MIN (lines, frame->width_px * LIMIT_IMAGE_ASPECT);
}

/* The reasons in the order in which they are looked for; NULL when there is none. */
static const char *
find_reason (const Frame *frame) {
  guint width = frame->width_px, height = frame->height_px;

  if (frame->channels != 1 && frame->channels != 3)
    return "it is neither grey nor red, green and blue";
  if (frame->depth_bits != 8 && (frame->depth_bits != 1 || frame->channels != 1))
    return "it has a depth that is not used here";
  if (frame->res_dpi == 0 || frame->res_dpi > LIMIT_IMAGE_RES_DPI)
    return "its resolution is too high; choose a lower one";
  if (width > LIMIT_IMAGE_SIDE_PX || height > LIMIT_IMAGE_SIDE_PX
      || (guint64) width * height > LIMIT_IMAGE_AREA_PX)
    return "it is too large; choose a lower resolution";
  if (width < LIMIT_IMAGE_SIDE_MIN_PX || (height > 0 && height < LIMIT_IMAGE_SIDE_MIN_PX))
    return "it is too small to be read; choose a higher resolution";
  if (height > 0 && MAX (width, height) / MIN (width, height) >= LIMIT_IMAGE_ASPECT)
    return "it is much longer than a sheet of paper";
  return NULL;
}

gboolean
frame_check (const Frame *frame, GError **error) {
  const char *reason = find_reason (frame);

  if (reason == NULL)
    return TRUE;
  g_set_error (error, FAULT, FAULT_IMAGE,
               "A page of %u x %u pixels at %u dpi cannot be taken: %s.", frame->width_px,
               frame->height_px, frame->res_dpi, reason);
  return FALSE;
}
