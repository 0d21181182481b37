/* SPDX-License-Identifier: Apache-2.0 */

/* Drivers are strangers' code and are believed in nothing that can be counted: the shape of
 * a frame is taken after sane_start (before, it is an estimate) and checked against
 * config/limits.h before anything is allocated, and a frame is complete only when exactly
 * the announced number of bytes arrived. Lines lose their padding, 16-bit samples their low
 * byte.
 *
 * sane_cancel makes some drivers end the frame as if the page were over. The flag of the
 * scanner is therefore looked at after every call. */

#include "scan/raw.h"

#include "scan/knob.h"
#include "scan/verdict.h"

#include "config/limits.h"

#include <sane/sane.h>

#include <string.h>

#define BLOCK_BYTES (64 * 1024)
#define PAUSE_US    10000
#define DOUBLE_FEED "double-feed" /* the sensor; a switch of that name is none */

struct Raw {
  SANE_Handle device;
  const gint *is_cancelled;
  Pulse *pulse;
  guint res_dpi;
  SANE_Parameters shape;
  Frame frame;      /* of the page */
  gsize size_bytes; /* of a line without padding */
  guint lines_read;
  guint8 *raw_line; /* shape.bytes_per_line */
  guint8 *block;    /* BLOCK_BYTES from the driver */
  gsize block_filled;
  gsize block_used;
};

Raw *
raw_new (gpointer device, const gint *is_cancelled, Pulse *pulse, guint res_dpi) {
  Raw *raw = g_new0 (Raw, 1);

  raw->device = device;
  raw->is_cancelled = is_cancelled;
  raw->pulse = pulse;
  raw->res_dpi = res_dpi;
  raw->block = g_malloc (BLOCK_BYTES);
  return raw;
}

void
raw_free (Raw *raw) {
  g_free (raw->raw_line);
  g_free (raw->block);
  g_free (raw);
}

guint
raw_get_pass (const Raw *raw) {
  SANE_Frame format = raw->shape.format;

  return format >= SANE_FRAME_RED && format <= SANE_FRAME_BLUE
             ? (guint) (format - SANE_FRAME_RED)
             : RAW_PASSES;
}

/* Drivers have no word of their own for two sheets at once: they say jam, and some have a
 * sensor beside it. */
static ScannerStep
tell_jam (Raw *raw) {
  double sensed = 0;

  if (knob_is_sensor (raw->device, DOUBLE_FEED)
      && knob_get_number (raw->device, DOUBLE_FEED, &sensed) && sensed != 0)
    return SCANNER_DOUBLE_FEED;
  return SCANNER_JAM;
}

/* A cancel counts for more than whatever the driver says about it. */
static ScannerStep
judge_status (Raw *raw, SANE_Status status, GError **error) {
  ScannerStep step;

  if (g_atomic_int_get (raw->is_cancelled))
    return SCANNER_CANCELLED;
  step = verdict_parse ((int) status, error);
  return step == SCANNER_JAM ? tell_jam (raw) : step;
}

static gboolean
check_shape (const SANE_Parameters *shape, guint res_dpi, Frame *frame, GError **error) {
  gboolean is_gray = shape->format == SANE_FRAME_GRAY;
  guint raw_channels = shape->format == SANE_FRAME_RGB ? 3 : 1;
  gsize least_bytes;

  if (shape->pixels_per_line < 1 || shape->lines < -1 || shape->lines == 0
      || shape->bytes_per_line < 1
      || shape->bytes_per_line > (SANE_Int) LIMIT_SCAN_LINE_BYTES
      || (shape->depth != 1 && shape->depth != 8 && shape->depth != 16)
      || shape->format < SANE_FRAME_GRAY || shape->format > SANE_FRAME_BLUE) {
    verdict_set_refused (error,
                         "The scanner announces a page of a shape that cannot be.");
    return FALSE;
  }
  *frame = (Frame){.width_px = (guint) shape->pixels_per_line,
                   .height_px = shape->lines > 0 ? (guint) shape->lines : 0,
                   .channels = is_gray ? 1 : 3,
                   .depth_bits = shape->depth == 1 ? 1 : 8,
                   .res_dpi = res_dpi};
  if (!frame_check (frame, error))
    return FALSE;
  least_bytes = ((gsize) frame->width_px * raw_channels * (guint) shape->depth + 7) / 8;
  if ((gsize) shape->bytes_per_line >= least_bytes)
    return TRUE;
  verdict_set_refused (error, "The scanner announces lines shorter than their pixels.");
  return FALSE;
}

ScannerStep
raw_start (Raw *raw, Frame *frame, GError **error) {
  ScannerStep step;

  if (g_atomic_int_get (raw->is_cancelled))
    return SCANNER_CANCELLED; /* before a sheet is drawn in */
  step = judge_status (raw, sane_start (raw->device), error);
  if (step != SCANNER_READY)
    return step;
  step = judge_status (raw, sane_get_parameters (raw->device, &raw->shape), error);
  if (step != SCANNER_READY)
    return step;
  if (!check_shape (&raw->shape, raw->res_dpi, &raw->frame, error))
    return SCANNER_FAULT;
  raw->raw_line = g_realloc (raw->raw_line, (gsize) raw->shape.bytes_per_line);
  raw->block_filled = raw->block_used = 0;
  raw->lines_read = 0;
  raw->size_bytes = raw_get_pass (raw) < RAW_PASSES ? raw->frame.width_px
                                                    : frame_get_line_bytes (&raw->frame);
  *frame = raw->frame;
  return SCANNER_READY;
}

/* Fills the block: at least one byte (READY), or PAGE_END. A driver that keeps answering
 * with nothing (the net driver when its peer is gone) does not beat, and whoever watches the
 * pulse ends the process. */
static ScannerStep
read_block (Raw *raw, GError **error) {
  for (;;) {
    SANE_Int got = 0;
    SANE_Status status = sane_read (raw->device, raw->block, BLOCK_BYTES, &got);

    if (status == SANE_STATUS_EOF && !g_atomic_int_get (raw->is_cancelled))
      return SCANNER_PAGE_END;
    if (status == SANE_STATUS_NO_DOCS)
      return verdict_set_incomplete (error);
    if (status != SANE_STATUS_GOOD || g_atomic_int_get (raw->is_cancelled))
      return judge_status (raw, status, error);
    if (got < 0 || got > BLOCK_BYTES)
      return verdict_set_incomplete (error);
    raw->block_filled = (gsize) got;
    raw->block_used = 0;
    if (got > 0) {
      pulse_beat (raw->pulse);
      return SCANNER_READY;
    }
    g_usleep (PAUSE_US);
  }
}

/* A raw line, or PAGE_END when the frame ended before its first byte. */
static ScannerStep
read_raw_line (Raw *raw, GError **error) {
  gsize wanted = (gsize) raw->shape.bytes_per_line;
  gsize have = 0;

  while (have < wanted) {
    gsize size = MIN (wanted - have, raw->block_filled - raw->block_used);

    if (size == 0) {
      ScannerStep step = read_block (raw, error);

      if (step == SCANNER_PAGE_END && have > 0)
        return verdict_set_incomplete (error);
      if (step != SCANNER_READY)
        return step;
      continue;
    }
    memcpy (raw->raw_line + have, raw->block + raw->block_used, size);
    raw->block_used += size;
    have += size;
  }
  return SCANNER_READY;
}

/* The frame must now be over, and no byte may be left. */
static ScannerStep
end_frame (Raw *raw, GError **error) {
  ScannerStep step = SCANNER_READY;

  if (raw->block_used == raw->block_filled)
    step = read_block (raw, error);
  return step == SCANNER_READY ? verdict_set_incomplete (error) : step;
}

/* The end of a frame whose length was not announced. */
static ScannerStep
end_unmeasured (Raw *raw, GError **error) {
  Frame frame = raw->frame;

  frame.height_px = raw->lines_read;
  if (frame.height_px == 0)
    return verdict_set_incomplete (error);
  return frame_check (&frame, error) ? SCANNER_PAGE_END : SCANNER_FAULT;
}

/* Samples without padding and low bytes; 16-bit samples come in the host's order. */
static void
convert_line (const Raw *raw, guint8 *line) {
  if (raw->shape.depth != 16) {
    memcpy (line, raw->raw_line, raw->size_bytes);
    return;
  }
  for (gsize i = 0; i < raw->size_bytes; i++) {
    guint16 sample;

    memcpy (&sample, raw->raw_line + i * sizeof sample, sizeof sample);
    line[i] = (guint8) (sample >> 8);
  }
}

ScannerStep
raw_read (Raw *raw, guint8 *line, GError **error) {
  guint height = raw->frame.height_px;
  ScannerStep step;

  if (height > 0 && raw->lines_read == height)
    return end_frame (raw, error);
  step = read_raw_line (raw, error);
  if (step == SCANNER_PAGE_END)
    return height > 0 ? verdict_set_incomplete (error) : end_unmeasured (raw, error);
  if (step != SCANNER_READY)
    return step;
  if (raw->lines_read == frame_get_most_lines (&raw->frame))
    return verdict_set_refused (
        error, "The page does not end. Take out the sheet and scan it again.");
  convert_line (raw, line);
  raw->lines_read++;
  pulse_set_lines (raw->pulse, raw->lines_read);
  return SCANNER_READY;
}
