/* SPDX-License-Identifier: Apache-2.0 */

/* A SANE session, from the driver's name to the lines of a page. What a driver says is
 * checked in scan/raw.c; here the three passes of a three-pass scanner are held back until
 * the last one is in, so that whoever reads lines sees one kind of page.
 *
 * The flag is_cancelled is set before the driver is told to stop. sane_exit is never called:
 * it unloads the driver, which hangs when a thread that the driver has killed keeps the lock
 * of the dynamic linker. The end of the process does it all. */

#include "scan/scanner.h"

#include "scan/button.h"
#include "scan/drivers.h"
#include "scan/panel.h"
#include "scan/raw.h"
#include "scan/verdict.h"

#include "config/fault.h"
#include "config/log.h"

#include <sane/sane.h>

#define BUTTON_POLL_US 100000

struct Scanner {
  SANE_Handle handle;
  gint is_cancelled;    /* atomic */
  Pulse *pulse;         /* borrowed */
  Panel panel;          /* as it was set */
  gboolean is_choosing; /* no sheet was asked for yet, and the flatbed would do, too */
  GPtrArray *notices;   /* of strings */
  Raw *raw;
  Frame frame;                    /* of the page under the lamp */
  GByteArray *planes[RAW_PASSES]; /* of a three-pass page, else NULL */
  guint lines_taken;              /* from the planes */
};

static gboolean
open_device (Scanner *scanner, const char *device, GError **error) {
  SANE_Status status = sane_open (device, &scanner->handle);

  if (status == SANE_STATUS_GOOD)
    return TRUE;
  scanner->handle = NULL;
  if (verdict_parse ((int) status, error) != SCANNER_FAULT)
    g_set_error (error, FAULT, FAULT_DEVICE,
                 "The scanner is not ready. Look at its display, put that right, and try "
                 "again.");
  return FALSE;
}

/* Before a lamp is lit; the device may have fewer dots than were asked for, or more. */
static gboolean
check_extent (const Extent *extent, guint res_dpi, GError **error) {
  Frame expected = extent_get_frame (extent, res_dpi, 3, 8);
  guint offer_dpi = extent_offer_dpi (extent, res_dpi);

  if (frame_check (&expected, error))
    return TRUE;
  if (offer_dpi > 0)
    g_prefix_error (error, "At %u dpi this page is not scanned; choose %u dpi. ", res_dpi,
                    offer_dpi);
  return FALSE;
}

static gboolean
set_panel (Scanner *scanner, GError **error) {
  g_clear_pointer (&scanner->raw, raw_free);
  if (!panel_set (scanner->handle, &scanner->panel, scanner->notices, error)
      || !check_extent (&scanner->panel.extent, scanner->panel.res_dpi, error))
    return FALSE;
  scanner->raw = raw_new (scanner->handle, &scanner->is_cancelled, scanner->pulse,
                          scanner->panel.res_dpi);
  return TRUE;
}

static gboolean
start_driver (Scanner *scanner, const ScannerChoice *choice, GError **error) {
  g_autofree char *driver = drivers_parse_device (choice->device, error);

  if (driver == NULL || !drivers_load (driver, error)
      || !open_device (scanner, choice->device, error) || !set_panel (scanner, error))
    return FALSE;
  (void) sane_set_io_mode (scanner->handle, SANE_FALSE);
  return TRUE;
}

Scanner *
scanner_open (const ScannerChoice *choice, Pulse *pulse, GError **error) {
  g_autoptr (Scanner) scanner = NULL;
  gboolean is_open;

  if (!check_extent (&choice->extent, choice->res_dpi, error))
    return NULL;
  scanner = g_new0 (Scanner, 1);
  scanner->pulse = pulse;
  scanner->notices = g_ptr_array_new_with_free_func (g_free);
  scanner->is_choosing = choice->source == SOURCE_AUTO;
  scanner->panel = (Panel){choice->source, choice->mode, choice->res_dpi, choice->extent,
                           choice->double_feed};
  pulse_begin (pulse);
  is_open = start_driver (scanner, choice, error);
  pulse_end (pulse);
  return is_open ? g_steal_pointer (&scanner) : NULL;
}

static void
drop_planes (Scanner *scanner) {
  for (guint i = 0; i < RAW_PASSES; i++)
    g_clear_pointer (&scanner->planes[i], g_byte_array_unref);
}

void
scanner_close (Scanner *scanner) {
  if (scanner->handle != NULL) {
    sane_cancel (scanner->handle);
    sane_close (scanner->handle);
  }
  drop_planes (scanner);
  g_clear_pointer (&scanner->raw, raw_free);
  g_ptr_array_unref (scanner->notices);
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

static ScannerStep
read_plane (Scanner *scanner, GError **error) {
  guint pass = raw_get_pass (scanner->raw);
  g_autofree guint8 *line = g_malloc (scanner->frame.width_px);
  ScannerStep step;

  if (pass == RAW_PASSES || scanner->planes[pass] != NULL)
    return verdict_set_incomplete (error);
  scanner->planes[pass] = g_byte_array_new ();
  while ((step = raw_read (scanner->raw, line, error)) == SCANNER_READY)
    g_byte_array_append (scanner->planes[pass], line, scanner->frame.width_px);
  return step;
}

/* All three passes, each of the same shape. */
static ScannerStep
read_planes (Scanner *scanner, GError **error) {
  ScannerStep step = read_plane (scanner, error);

  for (guint pass = 1; step == SCANNER_PAGE_END && pass < RAW_PASSES; pass++) {
    Frame frame;

    step = raw_start (scanner->raw, &frame, error);
    if (step != SCANNER_READY)
      return step == SCANNER_NO_PAPER ? verdict_set_incomplete (error) : step;
    if (frame.width_px != scanner->frame.width_px)
      return verdict_set_incomplete (error);
    step = read_plane (scanner, error);
  }
  if (step != SCANNER_PAGE_END)
    return step;
  if (scanner->planes[0]->len != scanner->planes[1]->len
      || scanner->planes[0]->len != scanner->planes[2]->len)
    return verdict_set_incomplete (error);
  scanner->frame.height_px = scanner->planes[0]->len / scanner->frame.width_px;
  scanner->lines_taken = 0;
  return SCANNER_READY;
}

static ScannerStep
take_planes_line (Scanner *scanner, guint8 *line) {
  gsize width = scanner->frame.width_px;
  gsize start = scanner->lines_taken * width;

  if (scanner->lines_taken == scanner->frame.height_px)
    return SCANNER_PAGE_END;
  for (gsize x = 0; x < width; x++) {
    for (gsize plane = 0; plane < RAW_PASSES; plane++)
      line[x * RAW_PASSES + plane] = scanner->planes[plane]->data[start + x];
  }
  scanner->lines_taken++;
  return SCANNER_READY;
}

/* The feeder was found empty and the flatbed would do. */
static gboolean
choose_flatbed (Scanner *scanner) {
  g_autoptr (GError) error = NULL;

  scanner->panel.source = SOURCE_FLATBED;
  if (set_panel (scanner, &error))
    return TRUE;
  log_info ("no flatbed beside the empty feeder: %s", error->message);
  return FALSE;
}

static ScannerStep
start_page (Scanner *scanner, GError **error) {
  ScannerStep step = raw_start (scanner->raw, &scanner->frame, error);

  if (step == SCANNER_NO_PAPER && scanner->is_choosing
      && scanner->panel.source != SOURCE_FLATBED && choose_flatbed (scanner))
    step = raw_start (scanner->raw, &scanner->frame, error);
  scanner->is_choosing = FALSE;
  if (step == SCANNER_READY && raw_get_pass (scanner->raw) < RAW_PASSES)
    step = read_planes (scanner, error);
  return step;
}

ScannerStep
scanner_start (Scanner *scanner, Frame *frame, GError **error) {
  ScannerStep step;

  drop_planes (scanner);
  pulse_set_lines (scanner->pulse, 0);
  pulse_begin (scanner->pulse);
  step = start_page (scanner, error);
  pulse_end (scanner->pulse);
  *frame = scanner->frame;
  return step;
}

ScannerStep
scanner_read (Scanner *scanner, guint8 *line, GError **error) {
  ScannerStep step;

  if (scanner->planes[0] != NULL)
    return take_planes_line (scanner, line);
  pulse_begin (scanner->pulse);
  step = raw_read (scanner->raw, line, error);
  pulse_end (scanner->pulse);
  return step;
}

char **
scanner_dup_notices (const Scanner *scanner) {
  g_autoptr (GStrvBuilder) notices = g_strv_builder_new ();

  for (guint i = 0; i < scanner->notices->len; i++)
    g_strv_builder_add (notices, scanner->notices->pdata[i]);
  return g_strv_builder_end (notices);
}

ScannerStep
scanner_wait_button (Scanner *scanner, GError **error) {
  g_autoptr (Button) button = button_new (scanner->handle);
  gboolean is_pressed = FALSE;

  if (button == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "This scanner has no button that can be waited for.");
    return SCANNER_FAULT;
  }
  while (!is_pressed) {
    if (g_atomic_int_get (&scanner->is_cancelled))
      return SCANNER_CANCELLED;
    pulse_begin (scanner->pulse);
    is_pressed = button_check (button);
    pulse_end (scanner->pulse);
    if (!is_pressed)
      g_usleep (BUTTON_POLL_US);
  }
  return SCANNER_READY;
}
