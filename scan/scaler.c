/* SPDX-License-Identifier: Apache-2.0 */

/* Two steps: each line of the original is made narrower or wider once, and lines of the
 * result are weighted means of those that they touch. Three lines are held, whatever the
 * size of the image. */

#include "scan/scaler.h"

#include <math.h>
#include <string.h>

#define SAME 1e-4 /* weights below this are left out */

typedef struct {
  guint start; /* pixel of the original */
  guint count;
  float head; /* weight of the first */
  float tail; /* of the last; all between count whole */
} Span;

struct Scaler {
  Original *original;
  OriginalShape shape;
  guint channels;
  double y_step;
  guint width; /* pixels made of a line */
  guint height;
  guint next;   /* line of the result */
  guint taken;  /* lines of the original */
  Span *spans;  /* one for each pixel made, or NULL when they are the original's */
  guint first;  /* of the original, when there are no spans */
  guint8 *raw;  /* a line as it comes */
  guint8 *tone; /* in the channels that are wanted */
  guint8 *row;  /* the last line taken, in its new width */
  float *sums;
};

static gboolean
is_same (double step) {
  return fabs (step - 1.0) < 0.001;
}

guint
scaler_get_size (guint size_px, double step) {
  return is_same (step) ? size_px : (guint) MAX (1.0, round (size_px / step));
}

/* The part of the original, @most pixels long, under pixel @index of the result. */
static Span
measure_span (guint index, double step, guint most) {
  double from = MIN (index * step, most - SAME);
  double to = MIN ((index + 1) * step, most);
  guint start = (guint) floor (from + SAME);
  guint end = (guint) MAX (ceil (to - SAME), start + 1.0);

  end = MIN (end, most);
  start = MIN (start, end - 1);
  return (Span){
      .start = start,
      .count = end - start,
      .head = (float) (MIN (to, start + 1.0) - from),
      .tail = (float) (to - MAX (end - 1.0, from)),
  };
}

static Span *
measure_spans (const Scaler *scaler, double step, guint first) {
  Span *spans = g_new (Span, MAX (scaler->width, 1));

  for (guint i = 0; i < scaler->width; i++)
    spans[i] = measure_span (first + i, step, scaler->shape.width_px);
  return spans;
}

Scaler *
scaler_new (Original *original, double x_step, double y_step, guint channels, guint first,
            guint count) {
  Scaler *scaler = g_new0 (Scaler, 1);
  guint most;

  scaler->original = original;
  scaler->shape = original_get_shape (original);
  scaler->channels = channels;
  scaler->y_step = is_same (y_step) ? 1.0 : y_step;
  most = scaler_get_size (scaler->shape.width_px, x_step);
  scaler->width = first < most ? MIN (count, most - first) : 0;
  scaler->height = scaler_get_size (scaler->shape.height_px, y_step);
  scaler->first = first;
  if (!is_same (x_step))
    scaler->spans = measure_spans (scaler, x_step, first);
  scaler->raw = g_malloc ((gsize) scaler->shape.width_px * scaler->shape.channels);
  scaler->tone = g_malloc ((gsize) scaler->shape.width_px * channels);
  scaler->row = g_malloc ((gsize) scaler->width * channels + 1);
  scaler->sums = g_new (float, (gsize) scaler->width *channels + 1);
  return scaler;
}

void
scaler_free (Scaler *scaler) {
  original_free (scaler->original);
  g_free (scaler->spans);
  g_free (scaler->raw);
  g_free (scaler->tone);
  g_free (scaler->row);
  g_free (scaler->sums);
  g_free (scaler);
}

guint
scaler_get_width (const Scaler *scaler) {
  return scaler->width;
}

/* The weights of ITU-R BT.601. */
static void
drop_colour (const guint8 *colour, guint8 *grey, gsize pixels) {
  for (gsize x = 0; x < pixels; x++)
    grey[x] = (guint8) ((colour[x * 3] * 77u + colour[x * 3 + 1] * 150u
                         + colour[x * 3 + 2] * 29u + 128u)
                        >> 8);
}

static void
spread_grey (const guint8 *grey, guint8 *colour, gsize pixels) {
  for (gsize x = 0; x < pixels; x++)
    memset (colour + x * 3, grey[x], 3);
}

/* The line just taken, in the channels that are wanted. */
static const guint8 *
convert_tone (Scaler *scaler) {
  if (scaler->channels == scaler->shape.channels)
    return scaler->raw;
  if (scaler->channels == 1)
    drop_colour (scaler->raw, scaler->tone, scaler->shape.width_px);
  else
    spread_grey (scaler->raw, scaler->tone, scaler->shape.width_px);
  return scaler->tone;
}

static guint8
weigh_pixels (const guint8 *pixels, gsize stride, const Span *span) {
  float sum = pixels[0] * span->head, weight = span->head;
  gsize last = span->count - 1;

  if (last == 0)
    return pixels[0];
  for (gsize i = 1; i < last; i++)
    sum += pixels[i * stride];
  sum += pixels[last * stride] * span->tail;
  weight += (float) (last - 1) + span->tail;
  return (guint8) (sum / weight + 0.5f);
}

static gboolean
take_row (Scaler *scaler, GError **error) {
  gsize channels = scaler->channels;
  const guint8 *tone;

  if (!original_read (scaler->original, scaler->raw, error))
    return FALSE;
  scaler->taken++;
  tone = convert_tone (scaler);
  if (scaler->spans == NULL) {
    memcpy (scaler->row, tone + scaler->first * channels, scaler->width * channels);
    return TRUE;
  }
  for (gsize x = 0; x < scaler->width; x++) {
    const Span *span = &scaler->spans[x];

    for (gsize c = 0; c < channels; c++)
      scaler->row[x * channels + c]
          = weigh_pixels (tone + span->start * channels + c, channels, span);
  }
  return TRUE;
}

static gboolean
take_rows_to (Scaler *scaler, guint line, GError **error) {
  while (scaler->taken <= line) {
    if (!take_row (scaler, error))
      return FALSE;
  }
  return TRUE;
}

static void
add_row (Scaler *scaler, float weight) {
  gsize size = (gsize) scaler->width * scaler->channels;

  for (gsize i = 0; i < size; i++)
    scaler->sums[i] += scaler->row[i] * weight;
}

static gboolean
read_mean (Scaler *scaler, const Span *span, guint8 *line, GError **error) {
  gsize size = (gsize) scaler->width * scaler->channels;
  float whole = span->head + span->tail + (float) span->count - 2.0f;

  memset (scaler->sums, 0, size * sizeof *scaler->sums);
  for (guint i = 0; i < span->count; i++) {
    float weight = i == 0 ? span->head : i == span->count - 1 ? span->tail : 1.0f;

    if (!take_rows_to (scaler, span->start + i, error))
      return FALSE;
    add_row (scaler, weight / whole);
  }
  for (gsize i = 0; i < size; i++)
    line[i] = (guint8) (scaler->sums[i] + 0.5f);
  return TRUE;
}

gboolean
scaler_read (Scaler *scaler, guint8 *line, GError **error) {
  Span span = measure_span (scaler->next, scaler->y_step, scaler->shape.height_px);

  g_assert (scaler->next < scaler->height);
  scaler->next++;
  if (span.count > 1)
    return read_mean (scaler, &span, line, error);
  if (!take_rows_to (scaler, span.start, error))
    return FALSE;
  memcpy (line, scaler->row, (gsize) scaler->width * scaler->channels);
  return TRUE;
}

/* The last line that is passed over may reach into the next that is read. */
gboolean
scaler_skip (Scaler *scaler, GError **error) {
  Span span = measure_span (scaler->next, scaler->y_step, scaler->shape.height_px);

  g_assert (scaler->next < scaler->height);
  scaler->next++;
  return take_rows_to (scaler, span.start + span.count - 1, error);
}
