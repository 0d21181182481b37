/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Lines of samples as a file has them, to grey or RGB of eight bits. */

/* What the sample behind those of the colours is. */
typedef enum {
  EXTRA_NONE,
  EXTRA_ALPHA,         /* the colours are not multiplied by it */
  EXTRA_PREMULTIPLIED, /* they are */
  EXTRA_BLACK,         /* ink; the colours are inks, too */
} Extra;

typedef struct {
  guint width_px;
  guint channels;   /* of the result, 1 or 3 */
  guint bits;       /* of a stored sample: 1, 2, 4, 8, or 16 in the host's order */
  gboolean is_dark; /* 0 is white */
  Extra extra;
} SampleForm;

/* Sample @index of a line, of @bits bits; of 16 the upper eight. */
guint pixels_get_sample (const guint8 *raw, guint bits, gsize index);

/* Sample @sample of each pixel into @line; it is the one at @offset of each @stride. The
 * extra one, whose number is that of the channels, comes last and changes what is there. */
void pixels_convert (const SampleForm *form, const guint8 *raw, guint sample,
                     gsize offset, gsize stride, guint8 *line);
