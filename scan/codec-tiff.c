/* SPDX-License-Identifier: Apache-2.0 */

/* TIFF through libtiff. Grey, palette, RGB and CMYK samples, with alpha or without, and the
 * YCbCr of JPEG, come line by line; separate planes one after the other, each in a pass of
 * its own. All the rest (tiles, other colours) libtiff turns into RGBA itself, a strip or a
 * row of tiles at a time, at most LIMIT_HOPPER_CODEC_BYTES of it. The file is not mapped:
 * its pages would count as memory of the process. */

#include "scan/codec.h"
#include "scan/pixels.h"

#include "config/limits.h"

#include <tiffio.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  TIFF *tiff;
  OriginalShape shape;
  SampleForm form;
  guint16 photometric;
  guint next;       /* line */
  guint samples;    /* of a pixel as stored */
  guint planes;     /* 1: all samples of a pixel lie together */
  guint plane;      /* under way */
  guint8 *raw;      /* a line as stored, or NULL when lines come as they are wanted */
  guint32 *band;    /* RGBA of band_lines lines, or NULL */
  guint band_lines; /* of a strip or of a row of tiles */
  guint32 *tile;    /* RGBA of one, or NULL */
  guint tile_width;
  guint8 palette[256][3];
  char reason[128];
} TiffLines;

static int
on_error (TIFF *tiff G_GNUC_UNUSED, void *data, const char *module G_GNUC_UNUSED,
          const char *format, va_list arguments) {
  TiffLines *lines = data;

  if (lines != NULL && *lines->reason == '\0')
    g_vsnprintf (lines->reason, sizeof lines->reason, format, arguments);
  return 1;
}

static int
on_warning (TIFF *tiff G_GNUC_UNUSED, void *data G_GNUC_UNUSED,
            const char *module G_GNUC_UNUSED, const char *format G_GNUC_UNUSED,
            va_list arguments G_GNUC_UNUSED) {
  return 1;
}

/* Takes @fd. @lines is told what goes wrong, or NULL. */
static TIFF *
open_file (int fd, TiffLines *lines) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  TIFF *tiff;

  TIFFOpenOptionsSetMaxSingleMemAlloc (options, LIMIT_HOPPER_CODEC_BYTES);
  TIFFOpenOptionsSetErrorHandlerExtR (options, on_error, lines);
  TIFFOpenOptionsSetWarningHandlerExtR (options, on_warning, lines);
  tiff = TIFFFdOpenExt (fd, "image", "rm", options);
  TIFFOpenOptionsFree (options);
  if (tiff == NULL)
    close (fd);
  return tiff;
}

guint
codec_tiff_count (int fd) {
  TIFF *tiff = open_file (fd, NULL);
  guint count = tiff != NULL ? TIFFNumberOfDirectories (tiff) : 0;

  if (tiff != NULL)
    TIFFClose (tiff);
  return count;
}

static void
close_tiff (gpointer state) {
  TiffLines *lines = state;

  TIFFClose (lines->tiff);
  g_free (lines->raw);
  g_free (lines->band);
  g_free (lines->tile);
  g_free (lines);
}

static guint16
get_tag (TIFF *tiff, guint32 tag) {
  guint16 value = 0;

  TIFFGetFieldDefaulted (tiff, tag, &value);
  return value;
}

static void
take_dpi (TiffLines *lines) {
  guint16 unit = get_tag (lines->tiff, TIFFTAG_RESOLUTIONUNIT);
  double inch = unit == RESUNIT_CENTIMETER ? 2.54 : 1.0;
  float x = 0, y = 0;

  if (unit == RESUNIT_NONE || !TIFFGetField (lines->tiff, TIFFTAG_XRESOLUTION, &x)
      || !TIFFGetField (lines->tiff, TIFFTAG_YRESOLUTION, &y))
    return;
  if (x > 0 && y > 0 && x < 1e5f && y < 1e5f) {
    lines->shape.x_dpi = codec_round_dpi (x * inch);
    lines->shape.y_dpi = codec_round_dpi (y * inch);
  }
}

/* Many writers scale a palette of eight bits wrongly; then no entry reaches 256. */
static gboolean
take_palette (TiffLines *lines) {
  guint16 *maps[3] = {NULL, NULL, NULL};
  guint entries = 1u << lines->form.bits;
  guint largest = 0;

  if (!TIFFGetField (lines->tiff, TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]))
    return FALSE;
  for (guint i = 0; i < entries; i++)
    largest = MAX (largest, MAX (maps[0][i], MAX (maps[1][i], maps[2][i])));
  for (guint i = 0; i < entries; i++) {
    for (guint c = 0; c < 3; c++)
      lines->palette[i][c] = (guint8) (largest < 256 ? maps[c][i] : maps[c][i] >> 8);
  }
  return TRUE;
}

/* Samples beyond the colours that say nothing of themselves are alpha if there is one for
 * each pixel of RGB, as other programs take them. */
static Extra
find_extra (const TiffLines *lines, guint colours) {
  guint16 count = 0;
  guint16 *kinds = NULL;

  if (lines->photometric == PHOTOMETRIC_SEPARATED)
    return EXTRA_BLACK;
  if (lines->samples == colours)
    return EXTRA_NONE;
  TIFFGetFieldDefaulted (lines->tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
  if (count > 0 && kinds[0] == EXTRASAMPLE_UNASSALPHA)
    return EXTRA_ALPHA;
  return colours == 3 || (count > 0 && kinds[0] == EXTRASAMPLE_ASSOCALPHA)
             ? EXTRA_PREMULTIPLIED
             : EXTRA_NONE;
}

/* What comes line by line, and with how many channels; 0 when it does not. */
static guint
find_channels (const TiffLines *lines) {
  gboolean is_even = lines->form.bits == 8 || lines->form.bits == 16;
  gboolean is_small
      = lines->form.bits == 1 || lines->form.bits == 2 || lines->form.bits == 4;

  if (TIFFIsTiled (lines->tiff)
      || get_tag (lines->tiff, TIFFTAG_SAMPLEFORMAT) != SAMPLEFORMAT_UINT)
    return 0;
  switch (lines->photometric) {
  case PHOTOMETRIC_MINISWHITE:
  case PHOTOMETRIC_MINISBLACK:
    return is_even || (is_small && lines->samples == 1) ? 1 : 0;
  case PHOTOMETRIC_PALETTE:
    return lines->samples == 1 && (is_small || lines->form.bits == 8) ? 3 : 0;
  case PHOTOMETRIC_RGB:
    return lines->samples >= 3 && is_even ? 3 : 0;
  case PHOTOMETRIC_SEPARATED:
    return lines->samples >= 4 && is_even
                   && get_tag (lines->tiff, TIFFTAG_INKSET) == INKSET_CMYK
               ? 3
               : 0;
  case PHOTOMETRIC_YCBCR:
    return lines->samples == 3 && lines->form.bits == 8 && lines->planes == 1
                   && get_tag (lines->tiff, TIFFTAG_COMPRESSION) == COMPRESSION_JPEG
               ? 3
               : 0;
  default:
    return 0;
  }
}

static gboolean
open_lines (TiffLines *lines, GError **error) {
  guint colours = lines->photometric == PHOTOMETRIC_PALETTE ? 1 : lines->shape.channels;
  gsize together = lines->planes == 1 ? lines->samples : 1;
  gsize size = (lines->shape.width_px * together * lines->form.bits + 7) / 8;

  lines->form.extra = find_extra (lines, colours);
  if (lines->photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField (lines->tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  if (lines->photometric == PHOTOMETRIC_PALETTE && !take_palette (lines))
    return codec_set_damaged (error, "it has no palette");
  if (TIFFScanlineSize64 (lines->tiff) != size)
    return codec_set_damaged (error, "its lines have another length than they should");
  if (lines->planes > 1)
    lines->planes = colours + (lines->form.extra == EXTRA_NONE ? 0 : 1);
  lines->form.width_px = lines->shape.width_px;
  lines->form.channels = lines->shape.channels;
  lines->form.is_dark = lines->photometric == PHOTOMETRIC_MINISWHITE
                        || lines->photometric == PHOTOMETRIC_SEPARATED;
  lines->raw = g_malloc0 (size);
  return TRUE;
}

/* Colour, since libtiff makes RGBA of it. */
static gboolean
open_bands (TiffLines *lines, GError **error) {
  guint32 width = lines->shape.width_px, height = 0;
  guint64 size;
  char reason[1024] = "";

  lines->shape.channels = 3;
  lines->planes = 1;
  if (!TIFFRGBAImageOK (lines->tiff, reason))
    return codec_set_damaged (error, reason);
  if (TIFFIsTiled (lines->tiff)) {
    TIFFGetField (lines->tiff, TIFFTAG_TILEWIDTH, &width);
    TIFFGetField (lines->tiff, TIFFTAG_TILELENGTH, &height);
    lines->tile_width = width;
  } else {
    TIFFGetFieldDefaulted (lines->tiff, TIFFTAG_ROWSPERSTRIP, &height);
    height = MIN (height, lines->shape.height_px);
  }
  size = (guint64) MAX (width, lines->shape.width_px) * height * sizeof (guint32);
  if (width == 0 || height == 0 || size > LIMIT_HOPPER_CODEC_BYTES)
    return codec_set_damaged (error, "its strips or tiles are too large");
  lines->band_lines = height;
  lines->band = g_malloc0 ((gsize) lines->shape.width_px * height * sizeof (guint32));
  if (lines->tile_width > 0)
    lines->tile = g_malloc0 ((gsize) width * height * sizeof (guint32));
  return TRUE;
}

static gboolean
open_image (TiffLines *lines, guint number, CodecImage *image, GError **error) {
  if (!TIFFSetDirectory (lines->tiff, (tdir_t) number)
      || !TIFFGetField (lines->tiff, TIFFTAG_IMAGEWIDTH, &lines->shape.width_px)
      || !TIFFGetField (lines->tiff, TIFFTAG_IMAGELENGTH, &lines->shape.height_px))
    return codec_set_damaged (error, lines->reason);
  if (!codec_check_size (lines->shape.width_px, lines->shape.height_px, error))
    return FALSE;
  lines->form.bits = get_tag (lines->tiff, TIFFTAG_BITSPERSAMPLE);
  lines->photometric = get_tag (lines->tiff, TIFFTAG_PHOTOMETRIC);
  lines->samples = get_tag (lines->tiff, TIFFTAG_SAMPLESPERPIXEL);
  lines->planes = get_tag (lines->tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE
                      ? lines->samples
                      : 1;
  take_dpi (lines);
  image->turn = get_tag (lines->tiff, TIFFTAG_ORIENTATION);
  /* Whatever libtiff makes RGBA of is not to be turned by it as well. */
  TIFFSetField (lines->tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  lines->shape.channels = find_channels (lines);
  if (lines->shape.channels > 0 ? !open_lines (lines, error) : !open_bands (lines, error))
    return FALSE;
  image->shape = lines->shape;
  image->passes = lines->planes;
  return TRUE;
}

static gpointer
open_tiff (int fd, guint number, const gint *is_stopped G_GNUC_UNUSED, CodecImage *image,
           GError **error) {
  TiffLines *lines = g_new0 (TiffLines, 1);

  lines->tiff = open_file (fd, lines);
  if (lines->tiff == NULL) {
    codec_set_damaged (error, lines->reason);
    g_free (lines);
    return NULL;
  }
  if (open_image (lines, number, image, error))
    return lines;
  close_tiff (lines);
  return NULL;
}

/* The libtiff tile or strip at @row, the right way up and @width wide, into the band. */
static void
copy_upright (TiffLines *lines, const guint32 *from, gsize width, guint rows,
              gsize left) {
  gsize count = MIN (width, lines->shape.width_px - left);

  for (guint row = 0; row < rows; row++)
    memcpy (lines->band + (gsize) row * lines->shape.width_px + left,
            from + (gsize) (rows - 1 - row) * width, count * sizeof (guint32));
}

static gboolean
read_tiles (TiffLines *lines) {
  for (guint left = 0; left < lines->shape.width_px; left += lines->tile_width) {
    if (!TIFFReadRGBATileExt (lines->tiff, left, lines->next, lines->tile, 1))
      return FALSE;
    copy_upright (lines, lines->tile, lines->tile_width, lines->band_lines, left);
  }
  return TRUE;
}

/* libtiff turns a strip upside down; a last strip may be shorter. */
static gboolean
read_strip (TiffLines *lines) {
  guint rows = MIN (lines->band_lines, lines->shape.height_px - lines->next);
  gsize width = lines->shape.width_px;
  g_autofree guint32 *spare = g_new (guint32, width);

  if (!TIFFReadRGBAStripExt (lines->tiff, lines->next, lines->band, 1))
    return FALSE;
  for (guint i = 0; i < rows / 2; i++) {
    guint32 *upper = lines->band + i * width;
    guint32 *lower = lines->band + (rows - 1 - i) * width;

    memcpy (spare, upper, width * sizeof *spare);
    memcpy (upper, lower, width * sizeof *spare);
    memcpy (lower, spare, width * sizeof *spare);
  }
  return TRUE;
}

/* libtiff has multiplied the colours by alpha already. */
static gboolean
read_band_line (TiffLines *lines, guint8 *line, GError **error) {
  guint row = lines->next % lines->band_lines;
  const guint32 *pixels = lines->band + (gsize) row * lines->shape.width_px;

  if (row == 0 && !(lines->tile != NULL ? read_tiles (lines) : read_strip (lines)))
    return codec_set_damaged (error, lines->reason);
  for (gsize x = 0; x < lines->shape.width_px; x++) {
    guint white = 255u - TIFFGetA (pixels[x]);

    line[x * 3] = (guint8) MIN (255u, TIFFGetR (pixels[x]) + white);
    line[x * 3 + 1] = (guint8) MIN (255u, TIFFGetG (pixels[x]) + white);
    line[x * 3 + 2] = (guint8) MIN (255u, TIFFGetB (pixels[x]) + white);
  }
  return TRUE;
}

static void
convert_palette (const TiffLines *lines, guint8 *line) {
  for (gsize x = 0; x < lines->shape.width_px; x++)
    memcpy (line + x * 3,
            lines->palette[pixels_get_sample (lines->raw, lines->form.bits, x)], 3);
}

/* All samples of the pixels, or those of the plane under way. */
static void
convert_line (const TiffLines *lines, guint8 *line) {
  const SampleForm *form = &lines->form;
  guint used = form->channels + (form->extra == EXTRA_NONE ? 0 : 1);

  if (lines->planes > 1) {
    pixels_convert (form, lines->raw, lines->plane, 0, 1, line);
    return;
  }
  for (guint sample = 0; sample < used; sample++)
    pixels_convert (form, lines->raw, sample, sample, lines->samples, line);
}

static gboolean
read_tiff (gpointer state, guint8 *line, GError **error) {
  TiffLines *lines = state;

  if (lines->next == lines->shape.height_px) {
    lines->next = 0;
    lines->plane++;
  }
  if (lines->band != NULL) {
    if (!read_band_line (lines, line, error))
      return FALSE;
  } else if (TIFFReadScanline (lines->tiff, lines->raw, lines->next,
                               (guint16) lines->plane)
             != 1) {
    return codec_set_damaged (error, lines->reason);
  } else if (lines->photometric == PHOTOMETRIC_PALETTE) {
    convert_palette (lines, line);
  } else {
    convert_line (lines, line);
  }
  lines->next++;
  return TRUE;
}

const Codec codec_tiff = {open_tiff, read_tiff, close_tiff};
