/* SPDX-License-Identifier: Apache-2.0 */

/* A line of one bit a pixel ends within a byte, so its bits are first reversed byte by byte
 * and then moved up by what the last byte had to spare. */

#include "scan/mirror.h"

static guint8
reverse_bits (guint8 bits) {
  bits = (guint8) ((bits & 0xf0) >> 4 | (bits & 0x0f) << 4);
  bits = (guint8) ((bits & 0xcc) >> 2 | (bits & 0x33) << 2);
  return (guint8) ((bits & 0xaa) >> 1 | (bits & 0x55) << 1);
}

static void
mirror_bits (const Frame *frame, const guint8 *from, guint8 *to) {
  gsize size = frame_get_line_bytes (frame);
  guint spare = (guint) (size * 8 - frame->width_px);

  for (gsize i = 0; i < size; i++)
    to[i] = reverse_bits (from[size - 1 - i]);
  for (gsize i = 0; spare > 0 && i < size; i++) {
    guint next = i + 1 < size ? to[i + 1] : 0;

    to[i] = (guint8) (to[i] << spare | next >> (8 - spare));
  }
}

void
mirror_line (const Frame *frame, const guint8 *from, guint8 *to) {
  gsize width = frame->width_px, channels = frame->channels;

  if (frame->depth_bits == 1) {
    mirror_bits (frame, from, to);
    return;
  }
  for (gsize x = 0; x < width; x++) {
    for (gsize channel = 0; channel < channels; channel++)
      to[x * channels + channel] = from[(width - 1 - x) * channels + channel];
  }
}
