/* SPDX-License-Identifier: Apache-2.0 */

/* A SANE session, from the driver's name to the lines of a page.
 *
 * Drivers are strangers' code and are believed in nothing that can be counted: the shape
 * of a page is taken after sane_start (before it is an estimate), checked against
 * config/limits.h before anything is allocated, and a page is complete only when exactly
 * the announced number of bytes arrived. Raw lines lose their padding, 16-bit samples lose
 * their low byte, and the three passes of a three-pass scanner are held back until the
 * last one is in; whoever reads lines sees one kind of page.
 *
 * sane_exit is never called: it unloads the driver, which hangs when a thread that the driver
 * has killed keeps the lock of the dynamic linker. The end of the process does it all.
 *
 * sane_cancel makes some drivers end the frame as if the page were over. The flag
 * is_cancelled is therefore our own, is set before the driver is told, and is looked at
 * after every call. */

#include "scan/scanner.h"

#include "scan/drivers.h"
#include "scan/knob.h"
#include "scan/panel.h"

#include "config/fault.h"
#include "config/limits.h"

#include <sane/sane.h>

#include <string.h>

#define BLOCK_BYTES (64 * 1024)
#define PAUSE_US    10000
#define N_PLANES    3

struct Scanner {
  SANE_Handle handle;
  gint is_cancelled; /* atomic */
  Panel panel;       /* as it was set */

  SANE_Parameters shape; /* of the raw frame */
  Frame frame;           /* of the page it becomes */
  guint lines_read;
  guint8 *raw_line; /* shape.bytes_per_line */
  guint8 *block;    /* BLOCK_BYTES from the driver */
  gsize block_filled;
  gsize block_used;
  GByteArray *planes[N_PLANES]; /* of a three-pass page, else NULL */
};

static ScannerStep
refuse (GError **error, FaultCode code, const char *message) {
  g_set_error_literal (error, FAULT, (int) code, message);
  return SCANNER_FAULT;
}

static ScannerStep
refuse_incomplete (GError **error) {
  return refuse (error, FAULT_IMAGE,
                 "The page came incomplete from the scanner. Scan this sheet again.");
}

/* Drivers have no word of their own for two sheets at once: they say jam, and some have a
 * sensor beside it. */
static ScannerStep
tell_jam (Scanner *scanner) {
  double sensed = 0;

  if (knob_get_number (scanner->handle, "double-feed", &sensed) && sensed != 0)
    return SCANNER_DOUBLE_FEED;
  return SCANNER_JAM;
}

static ScannerStep
judge_fault (SANE_Status status, GError **error) {
  switch (status) {
  case SANE_STATUS_DEVICE_BUSY:
    return refuse (
        error, FAULT_DEVICE,
        "The scanner is in use by another program. Close that program, or wait, "
        "and try again.");
  case SANE_STATUS_ACCESS_DENIED:
    return refuse (
        error, FAULT_DEVICE,
        "This account may not use the scanner. Ask the administrator to add it "
        "to the group \"scanner\".");
  case SANE_STATUS_IO_ERROR:
    return refuse (
        error, FAULT_DEVICE,
        "The scanner does not answer. Check that it is switched on and its cable "
        "is plugged in, then try again.");
  case SANE_STATUS_NO_MEM:
    return refuse (error, FAULT_DEVICE,
                   "The scanner has too little memory. Choose a lower resolution.");
  case SANE_STATUS_INVAL:
  case SANE_STATUS_UNSUPPORTED:
    return refuse (
        error, FAULT_CONFIG,
        "The scanner does not accept these settings, or is not there under this "
        "name. Look at the list of scanners.");
  case SANE_STATUS_EOF:
  case SANE_STATUS_GOOD:
  case SANE_STATUS_CANCELLED:
  case SANE_STATUS_JAMMED:
  case SANE_STATUS_NO_DOCS:
  case SANE_STATUS_COVER_OPEN:
    break;
  }
  return refuse (error, FAULT_DEVICE,
                 "The scanner stopped without saying why. Switch it off and on, then try "
                 "again.");
}

static ScannerStep
judge_status (Scanner *scanner, SANE_Status status, GError **error) {
  if (g_atomic_int_get (&scanner->is_cancelled) || status == SANE_STATUS_CANCELLED)
    return SCANNER_CANCELLED;
  if (status == SANE_STATUS_GOOD)
    return SCANNER_READY;
  if (status == SANE_STATUS_NO_DOCS)
    return SCANNER_NO_PAPER;
  if (status == SANE_STATUS_JAMMED)
    return tell_jam (scanner);
  if (status == SANE_STATUS_COVER_OPEN)
    return SCANNER_COVER;
  return judge_fault (status, error);
}

static gboolean
start_sane (GError **error) {
  SANE_Int version;

  if (sane_init (&version, NULL) == SANE_STATUS_GOOD)
    return TRUE;
  refuse (error, FAULT_CONFIG, "The scanner software cannot be started.");
  return FALSE;
}

static gboolean
open_device (Scanner *scanner, const char *device, GError **error) {
  SANE_Status status = sane_open (device, &scanner->handle);

  if (status == SANE_STATUS_GOOD)
    return TRUE;
  scanner->handle = NULL;
  judge_fault (status, error);
  return FALSE;
}

Scanner *
scanner_open (const ScannerChoice *choice, GError **error) {
  Frame expected = frame_get_a4 (choice->res_dpi, 3, 8);
  g_autofree char *driver = drivers_parse_device (choice->device, error);
  g_autoptr (Scanner) scanner = NULL;

  if (driver == NULL || !frame_check (&expected, error)
      || !drivers_load (driver, start_sane, error))
    return NULL;
  scanner = g_new0 (Scanner, 1);
  scanner->block = g_malloc (BLOCK_BYTES);
  scanner->panel = (Panel){choice->source, choice->mode, choice->res_dpi};
  if (!open_device (scanner, choice->device, error)
      || !panel_set (scanner->handle, &scanner->panel, error))
    return NULL;
  (void) sane_set_io_mode (scanner->handle, SANE_FALSE);
  return g_steal_pointer (&scanner);
}

static void
drop_planes (Scanner *scanner) {
  for (guint i = 0; i < N_PLANES; i++)
    g_clear_pointer (&scanner->planes[i], g_byte_array_unref);
}

void
scanner_close (Scanner *scanner) {
  if (scanner->handle != NULL) {
    sane_cancel (scanner->handle);
    sane_close (scanner->handle);
  }
  drop_planes (scanner);
  g_free (scanner->raw_line);
  g_free (scanner->block);
  g_free (scanner);
}

Source
scanner_get_source (const Scanner *scanner) {
  return scanner->panel.source;
}

void
scanner_cancel (Scanner *scanner) {
  g_atomic_int_set (&scanner->is_cancelled, 1);
  sane_cancel (scanner->handle);
}

/* Which plane a pass fills; N_PLANES when the frame is a whole page. */
static guint
get_plane (SANE_Frame format) {
  return format >= SANE_FRAME_RED && format <= SANE_FRAME_BLUE
             ? (guint) (format - SANE_FRAME_RED)
             : N_PLANES;
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
    refuse (error, FAULT_IMAGE,
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
  refuse (error, FAULT_IMAGE, "The scanner announces lines shorter than their pixels.");
  return FALSE;
}

static ScannerStep
start_frame (Scanner *scanner, GError **error) {
  ScannerStep step;

  if (g_atomic_int_get (&scanner->is_cancelled))
    return SCANNER_CANCELLED; /* before a sheet is drawn in */
  step = judge_status (scanner, sane_start (scanner->handle), error);
  if (step != SCANNER_READY)
    return step;
  step = judge_status (scanner, sane_get_parameters (scanner->handle, &scanner->shape),
                       error);
  if (step != SCANNER_READY)
    return step;
  if (!check_shape (&scanner->shape, scanner->panel.res_dpi, &scanner->frame, error))
    return SCANNER_FAULT;
  scanner->raw_line
      = g_realloc (scanner->raw_line, (gsize) scanner->shape.bytes_per_line);
  scanner->block_filled = scanner->block_used = 0;
  scanner->lines_read = 0;
  return SCANNER_READY;
}

/* Fills the block: at least one byte (READY), or PAGE_END. A driver that keeps answering
 * with nothing (the net driver when its peer is gone) is given up after a while. */
static ScannerStep
read_block (Scanner *scanner, GError **error) {
  gint64 given_up_us = g_get_monotonic_time () + LIMIT_SCAN_SILENCE_MS * 1000LL;

  do {
    SANE_Int got = 0;
    SANE_Status status = sane_read (scanner->handle, scanner->block, BLOCK_BYTES, &got);

    if (status == SANE_STATUS_EOF && !g_atomic_int_get (&scanner->is_cancelled))
      return SCANNER_PAGE_END;
    if (status == SANE_STATUS_NO_DOCS)
      return refuse_incomplete (error);
    if (status != SANE_STATUS_GOOD || g_atomic_int_get (&scanner->is_cancelled))
      return judge_status (scanner, status, error);
    if (got < 0 || got > BLOCK_BYTES)
      return refuse_incomplete (error);
    scanner->block_filled = (gsize) got;
    scanner->block_used = 0;
    if (got > 0)
      return SCANNER_READY;
    g_usleep (PAUSE_US);
  } while (g_get_monotonic_time () < given_up_us);
  return judge_fault (SANE_STATUS_IO_ERROR, error);
}

/* A raw line, or PAGE_END when the frame ended before its first byte. */
static ScannerStep
read_raw_line (Scanner *scanner, GError **error) {
  gsize wanted = (gsize) scanner->shape.bytes_per_line;
  gsize have = 0;

  while (have < wanted) {
    gsize size = MIN (wanted - have, scanner->block_filled - scanner->block_used);

    if (size == 0) {
      ScannerStep step = read_block (scanner, error);

      if (step == SCANNER_PAGE_END && have > 0)
        return refuse_incomplete (error);
      if (step != SCANNER_READY)
        return step;
      continue;
    }
    memcpy (scanner->raw_line + have, scanner->block + scanner->block_used, size);
    scanner->block_used += size;
    have += size;
  }
  return SCANNER_READY;
}

/* The frame must now be over, and no byte may be left. */
static ScannerStep
end_frame (Scanner *scanner, GError **error) {
  ScannerStep step = SCANNER_READY;

  if (scanner->block_used == scanner->block_filled)
    step = read_block (scanner, error);
  return step == SCANNER_READY ? refuse_incomplete (error) : step;
}

/* The end of a frame whose length was not announced. */
static ScannerStep
end_unmeasured (Scanner *scanner, GError **error) {
  Frame frame = scanner->frame;

  frame.height_px = scanner->lines_read;
  if (frame.height_px == 0)
    return refuse_incomplete (error);
  return frame_check (&frame, error) ? SCANNER_PAGE_END : SCANNER_FAULT;
}

/* Samples without padding and low bytes; 16-bit samples come in the host's order. */
static void
convert_line (const Scanner *scanner, guint8 *line, gsize size_bytes) {
  if (scanner->shape.depth != 16) {
    memcpy (line, scanner->raw_line, size_bytes);
    return;
  }
  for (gsize i = 0; i < size_bytes; i++) {
    guint16 sample;

    memcpy (&sample, scanner->raw_line + i * sizeof sample, sizeof sample);
    line[i] = (guint8) (sample >> 8);
  }
}

/* @size_bytes: of one converted line of this frame, which is a third of the page's in a
 * three-pass frame. */
static ScannerStep
read_frame_line (Scanner *scanner, guint8 *line, gsize size_bytes, GError **error) {
  guint height = scanner->frame.height_px;
  ScannerStep step;

  if (height > 0 && scanner->lines_read == height)
    return end_frame (scanner, error);
  step = read_raw_line (scanner, error);
  if (step == SCANNER_PAGE_END)
    return height > 0 ? refuse_incomplete (error) : end_unmeasured (scanner, error);
  if (step != SCANNER_READY)
    return step;
  if (scanner->lines_read == frame_get_most_lines (&scanner->frame))
    return refuse (error, FAULT_IMAGE,
                   "The page does not end. Take out the sheet and scan it again.");
  convert_line (scanner, line, size_bytes);
  scanner->lines_read++;
  return SCANNER_READY;
}

static ScannerStep
read_plane (Scanner *scanner, GError **error) {
  guint plane = get_plane (scanner->shape.format);
  gsize size_bytes = scanner->frame.width_px;
  g_autofree guint8 *line = g_malloc (size_bytes);
  ScannerStep step;

  if (plane == N_PLANES || scanner->planes[plane] != NULL)
    return refuse_incomplete (error);
  scanner->planes[plane] = g_byte_array_new ();
  while ((step = read_frame_line (scanner, line, size_bytes, error)) == SCANNER_READY)
    g_byte_array_append (scanner->planes[plane], line, (guint) size_bytes);
  return step;
}

/* All three passes, each of the same shape. */
static ScannerStep
read_planes (Scanner *scanner, GError **error) {
  Frame first = scanner->frame;
  ScannerStep step = read_plane (scanner, error);

  for (guint pass = 1; step == SCANNER_PAGE_END && pass < N_PLANES; pass++) {
    step = start_frame (scanner, error);
    if (step != SCANNER_READY)
      return step == SCANNER_NO_PAPER ? refuse_incomplete (error) : step;
    if (scanner->frame.width_px != first.width_px)
      return refuse_incomplete (error);
    step = read_plane (scanner, error);
  }
  if (step != SCANNER_PAGE_END)
    return step;
  if (scanner->planes[0]->len != scanner->planes[1]->len
      || scanner->planes[0]->len != scanner->planes[2]->len)
    return refuse_incomplete (error);
  scanner->frame.height_px = scanner->planes[0]->len / first.width_px;
  scanner->lines_read = 0;
  return SCANNER_READY;
}

static ScannerStep
take_planes_line (Scanner *scanner, guint8 *line) {
  gsize width = scanner->frame.width_px;
  gsize start = scanner->lines_read * width;

  if (scanner->lines_read == scanner->frame.height_px)
    return SCANNER_PAGE_END;
  for (gsize x = 0; x < width; x++) {
    for (gsize plane = 0; plane < N_PLANES; plane++)
      line[x * N_PLANES + plane] = scanner->planes[plane]->data[start + x];
  }
  scanner->lines_read++;
  return SCANNER_READY;
}

ScannerStep
scanner_start (Scanner *scanner, Frame *frame, GError **error) {
  ScannerStep step;

  drop_planes (scanner);
  step = start_frame (scanner, error);
  if (step == SCANNER_READY && get_plane (scanner->shape.format) < N_PLANES)
    step = read_planes (scanner, error);
  *frame = scanner->frame;
  return step;
}

ScannerStep
scanner_read (Scanner *scanner, guint8 *line, GError **error) {
  if (scanner->planes[0] != NULL)
    return take_planes_line (scanner, line);
  return read_frame_line (scanner, line, frame_get_line_bytes (&scanner->frame), error);
}

static ScannerHealth
try_device (const char *name) {
  SANE_Handle handle;
  SANE_Status status = sane_open (name, &handle);

  if (status == SANE_STATUS_GOOD) {
    sane_close (handle);
    return SCANNER_USABLE;
  }
  if (status == SANE_STATUS_DEVICE_BUSY)
    return SCANNER_BUSY;
  return status == SANE_STATUS_ACCESS_DENIED ? SCANNER_DENIED : SCANNER_GONE;
}

static const char *
get_text (SANE_String_Const text) {
  return text != NULL ? text : "";
}

static void
find_devices (ScannerFound found, gpointer data) {
  const SANE_Device **devices = NULL;

  if (sane_get_devices (&devices, SANE_FALSE) != SANE_STATUS_GOOD || devices == NULL)
    return;
  for (guint i = 0; i < LIMIT_DEVICES && devices[i] != NULL; i++) {
    if (devices[i]->name != NULL)
      found (devices[i]->name, get_text (devices[i]->vendor),
             get_text (devices[i]->model), try_device (devices[i]->name), data);
  }
}

gboolean
scanner_find (const char *driver, const char *device, ScannerFound found, gpointer data,
              GError **error) {
  if (!drivers_load (driver, start_sane, error))
    return FALSE;
  if (device != NULL)
    found (device, "", strchr (device, ':') + 1, try_device (device), data);
  else
    find_devices (found, data);
  return TRUE;
}
