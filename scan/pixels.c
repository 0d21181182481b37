/* SPDX-License-Identifier: Apache-2.0 */

/* Whatever is transparent lies on white paper. */

#include "scan/pixels.h"

#include <string.h>

guint
pixels_get_sample (const guint8 *raw, guint bits, gsize index) {
  guint per_byte, shift;
  guint16 wide;

  if (bits == 8)
    return raw[index];
  if (bits == 16) {
    memcpy (&wide, raw + index * sizeof wide, sizeof wide);
    return wide >> 8;
  }
  per_byte = 8u / bits;
  shift = 8u - bits * (1u + (guint) (index % per_byte));
  return (raw[index / per_byte] >> shift) & ((1u << bits) - 1u);
}

/* What is left of @colour where the extra sample is @value. */
static guint8
apply_extra (Extra extra, guint colour, guint value) {
  switch (extra) {
  case EXTRA_NONE:
    return (guint8) colour;
  case EXTRA_ALPHA:
    return (guint8) ((colour * value + 255u * (255u - value) + 127u) / 255u);
  case EXTRA_PREMULTIPLIED:
    return (guint8) MIN (255u, colour + 255u - value);
  case EXTRA_BLACK:
    return (guint8) (colour * (255u - value) / 255u);
  }
  g_assert_not_reached ();
}

void
pixels_convert (const SampleForm *form, const guint8 *raw, guint sample, gsize offset,
                gsize stride, guint8 *line) {
  guint most = form->bits < 8 ? (1u << form->bits) - 1u : 255u;
  guint flip = form->is_dark ? 255u : 0u;

  for (gsize x = 0; x < form->width_px; x++) {
    guint value = pixels_get_sample (raw, form->bits, x * stride + offset) * 255u / most;
    guint8 *pixel = line + x * form->channels;

    if (sample < form->channels)
      pixel[sample] = (guint8) (value ^ flip);
    for (guint c = 0; c < form->channels && sample == form->channels; c++)
      pixel[c] = apply_extra (form->extra, pixel[c], value);
  }
}
