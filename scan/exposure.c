/* SPDX-License-Identifier: Apache-2.0 */

/* Lines of eight bits a sample, as the lens gives them, become lines of one bit (1 is black)
 * or of sixteen in the host's order. One line is held; a caller may take it in pieces. */

#include "scan/exposure.h"

#include <string.h>

struct Exposure {
  Lens *lens;
  DialsScan scan;
  ExposureForm form;
  gsize line_bytes; /* with padding */
  guint8 *samples;  /* a line of the lens */
  guint8 *line;     /* the same as it is sent */
  gsize line_sent;  /* bytes of it; line_bytes when a new one is due */
  guint lines;      /* made */
};

gsize
exposure_get_line_bytes (const DialsScan *scan, guint padding_bytes) {
  return ((gsize) scan->width_px * scan->channels * scan->depth_bits + 7) / 8
         + padding_bytes;
}

Exposure *
exposure_new (Original *original, double x_dpi, double y_dpi, const DialsScan *scan,
              const LensView *look, const ExposureForm *form) {
  Exposure *exposure = g_new0 (Exposure, 1);
  LensView view = *look;

  view.res_dpi = scan->res_dpi;
  view.channels = scan->channels;
  view.left_px = scan->left_px;
  view.top_px = scan->top_px;
  view.width_px = scan->width_px;
  exposure->lens = lens_new (original, x_dpi, y_dpi, &view);
  exposure->scan = *scan;
  exposure->form = *form;
  exposure->line_bytes = exposure_get_line_bytes (scan, form->padding_bytes);
  exposure->line_sent = exposure->line_bytes;
  exposure->samples = g_malloc ((gsize) scan->width_px * scan->channels);
  exposure->line = g_malloc0 (exposure->line_bytes);
  return exposure;
}

void
exposure_free (Exposure *exposure) {
  lens_free (exposure->lens);
  g_free (exposure->samples);
  g_free (exposure->line);
  g_free (exposure);
}

guint
exposure_get_lines (const Exposure *exposure) {
  return exposure->scan.height_px + exposure->form.extra_lines;
}

guint64
exposure_get_size (const Exposure *exposure) {
  return (guint64) exposure_get_lines (exposure) * exposure->line_bytes;
}

guint64
exposure_get_sent (const Exposure *exposure) {
  return exposure->lines == 0 ? 0
                              : (guint64) (exposure->lines - 1) * exposure->line_bytes
                                    + exposure->line_sent;
}

static void
pack_bits (const guint8 *samples, guint8 *line, gsize count, guint8 black_below) {
  memset (line, 0, (count + 7) / 8);
  for (gsize i = 0; i < count; i++) {
    if (samples[i] < black_below)
      line[i / 8] |= (guint8) (0x80u >> (i % 8));
  }
}

/* 255 becomes 65535. */
static void
widen_samples (const guint8 *samples, guint8 *line, gsize count) {
  for (gsize i = 0; i < count; i++)
    line[i * 2] = line[i * 2 + 1] = samples[i];
}

static gboolean
make_line (Exposure *exposure, GError **error) {
  const DialsScan *scan = &exposure->scan;
  gsize count = (gsize) scan->width_px * scan->channels;

  if (!lens_read (exposure->lens, exposure->samples, error))
    return FALSE;
  if (scan->depth_bits == 1)
    pack_bits (exposure->samples, exposure->line, count, scan->black_below);
  else if (scan->depth_bits == 16)
    widen_samples (exposure->samples, exposure->line, count);
  else
    memcpy (exposure->line, exposure->samples, count);
  exposure->lines++;
  exposure->line_sent = 0;
  return TRUE;
}

gboolean
exposure_read (Exposure *exposure, guint8 *bytes, gsize most, gsize *got,
               GError **error) {
  guint64 left = exposure_get_size (exposure) - exposure_get_sent (exposure);

  most = (gsize) MIN (most, left);
  *got = 0;
  while (*got < most) {
    gsize size = MIN (most - *got, exposure->line_bytes - exposure->line_sent);

    if (size == 0) {
      if (!make_line (exposure, *got == 0 ? error : NULL))
        return *got > 0;
      continue;
    }
    memcpy (bytes + *got, exposure->line + exposure->line_sent, size);
    exposure->line_sent += size;
    *got += size;
  }
  return TRUE;
}
