/* SPDX-License-Identifier: Apache-2.0 */

/* libtiff behind one small writer. Lines gather in a strip buffer; a full strip is encoded
 * and written at once (libtiff then deflates a strip in one go, several times faster than
 * line by line). The image length grows strip by strip and is never told beforehand, so
 * pages of unknown length are no special case. A page that comes head down is turned on the
 * way: the strips of a TIFF may stand in any order, so the last one is filled first, from
 * its last row up.
 *
 * Deflate at level 1 without a predictor, by libdeflate, is what a feeder of 40 sheets a
 * minute can have on a shared core: of A4 in colour at 300 dpi it takes 0.08 to 0.18 s, where
 * 0.75 s may pass from side to side. The horizontal predictor costs a fifth more time and
 * makes scans larger, not smaller (their noise is doubled by it); zlib takes twice as long,
 * LZW too; level 6 takes seven times as long for 4 % less; PackBits saves nothing; ZSTD is
 * faster yet is not read everywhere. tests/bench/bench-tiff.c measures it again.
 *
 * libtiff neither opens nor closes anything: its writing goes through the owner's file,
 * which may be sealed on its way, and a full disk is reported with its reason. Of a sealed
 * file only the first bytes can be written twice; that is where libtiff notes at the end
 * where its directory is. Nothing here is durable yet; that is config/durable.h. */

#include "scan/tiff.h"

#include "scan/mirror.h"

#include "config/fault.h"

#include <tiffio.h>

#include <string.h>

#define STRIP_BYTES   (256 * 1024)
#define CODEC_BYTES   (8 * 1024 * 1024) /* the most that libtiff may allocate at once */
#define DEFLATE_LEVEL 1
#define SOFTWARE      "motcua " MOTCUA_VERSION

struct TiffFile {
  TIFF *tiff;
  DurableFile *file;
  guint64 position; /* where libtiff writes next */
  Frame frame;
  Turn turn;
  guint lines;        /* added so far */
  guint strip_lines;  /* lines in a full strip */
  guint strip_filled; /* lines waiting in @strip */
  gsize line_bytes;
  guint8 *strip;
  GError *fault; /* the first of the file's, or NULL */
  char *reason;  /* libtiff's own first complaint, or NULL */
};

/* What is written is never asked for again. */
static tmsize_t
read_file (thandle_t handle G_GNUC_UNUSED, void *bytes G_GNUC_UNUSED,
           tmsize_t size G_GNUC_UNUSED) {
  return 0;
}

static tmsize_t
write_file (thandle_t handle, void *bytes, tmsize_t size) {
  TiffFile *tiff = handle;

  if (tiff->fault != NULL
      || !durable_write (tiff->file, tiff->position, bytes, (gsize) size, &tiff->fault))
    return -1;
  tiff->position += (guint64) size;
  return size;
}

static toff_t
seek_file (thandle_t handle, toff_t offset, int whence) {
  TiffFile *tiff = handle;

  if (whence == SEEK_SET)
    tiff->position = offset;
  else if (whence == SEEK_CUR)
    tiff->position += offset;
  else
    tiff->position = durable_get_size (tiff->file) + offset;
  return tiff->position;
}

/* The file belongs to the caller of tiff_open. */
static int
leave_file (thandle_t handle G_GNUC_UNUSED) {
  return 0;
}

static toff_t
measure_file (thandle_t handle) {
  TiffFile *tiff = handle;

  return durable_get_size (tiff->file);
}

static int
refuse_map (thandle_t handle G_GNUC_UNUSED, void **base G_GNUC_UNUSED,
            toff_t *size G_GNUC_UNUSED) {
  return 0;
}

static void
leave_map (thandle_t handle G_GNUC_UNUSED, void *base G_GNUC_UNUSED,
           toff_t size G_GNUC_UNUSED) {
}

G_GNUC_PRINTF (4, 0)
static int
on_tiff_fault (TIFF *handle G_GNUC_UNUSED, void *data, const char *module G_GNUC_UNUSED,
               const char *format, va_list arguments) {
  TiffFile *tiff = data;

  if (tiff->reason == NULL)
    tiff->reason = g_strdup_vprintf (format, arguments);
  return 1;
}

static gboolean
refuse_write (TiffFile *tiff, GError **error) {
  if (tiff->fault != NULL) {
    g_propagate_prefixed_error (error, g_steal_pointer (&tiff->fault),
                                "The page cannot be saved: ");
    return FALSE;
  }
  g_set_error (error, FAULT, FAULT_STORAGE, "The page cannot be saved: %s",
               tiff->reason != NULL ? tiff->reason : "TIFF writer failed");
  return FALSE;
}

static TIFF *
open_codec (TiffFile *tiff) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  TIFF *opened;

  TIFFOpenOptionsSetErrorHandlerExtR (options, on_tiff_fault, tiff);
  TIFFOpenOptionsSetWarningHandlerExtR (options, on_tiff_fault, tiff);
  TIFFOpenOptionsSetMaxSingleMemAlloc (options, CODEC_BYTES);
  opened = TIFFClientOpenExt ("page", "wl", tiff, read_file, write_file, seek_file,
                              leave_file, measure_file, refuse_map, leave_map, options);
  TIFFOpenOptionsFree (options);
  return opened;
}

static gboolean
set_coding (TIFF *tiff, const Frame *frame) {
  if (frame->depth_bits == 1)
    return TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4)
           && TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  return TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE)
         && TIFFSetField (tiff, TIFFTAG_ZIPQUALITY, DEFLATE_LEVEL)
         && TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC,
                          frame->channels == 3 ? PHOTOMETRIC_RGB
                                               : PHOTOMETRIC_MINISBLACK);
}

static gboolean
is_turned (const TiffFile *tiff) {
  return tiff->turn == TURN_180 && tiff->frame.height_px > 0;
}

static gboolean
set_shape (TiffFile *file, const Frame *frame) {
  TIFF *tiff = file->tiff;
  guint length = is_turned (file) ? frame->height_px : file->strip_lines;
  guint16 orientation = file->turn == TURN_180 && !is_turned (file) ? ORIENTATION_BOTRIGHT
                                                                    : ORIENTATION_TOPLEFT;

  return TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, frame->width_px)
         && TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, length)
         && TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, file->strip_lines)
         && TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, frame->depth_bits)
         && TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, frame->channels)
         && TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG)
         && TIFFSetField (tiff, TIFFTAG_ORIENTATION, orientation)
         && TIFFSetField (tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH)
         && TIFFSetField (tiff, TIFFTAG_XRESOLUTION, (double) frame->res_dpi)
         && TIFFSetField (tiff, TIFFTAG_YRESOLUTION, (double) frame->res_dpi)
         && TIFFSetField (tiff, TIFFTAG_SOFTWARE, SOFTWARE) && set_coding (tiff, frame);
}

TiffFile *
tiff_open (DurableFile *file, const Frame *frame, Turn turn, GError **error) {
  g_autoptr (TiffFile) tiff = g_new0 (TiffFile, 1);

  tiff->file = file;
  tiff->frame = *frame;
  tiff->turn = turn;
  tiff->line_bytes = frame_get_line_bytes (frame);
  tiff->strip_lines = (guint) MAX (STRIP_BYTES / tiff->line_bytes, 1);
  tiff->strip = g_malloc (tiff->strip_lines * tiff->line_bytes);
  tiff->tiff = open_codec (tiff);
  if (tiff->tiff == NULL || !set_shape (tiff, frame)) {
    refuse_write (tiff, error);
    return NULL;
  }
  return g_steal_pointer (&tiff);
}

/* The row of the image that the last line added went to. */
static guint
get_row (const TiffFile *tiff) {
  return is_turned (tiff) ? tiff->frame.height_px - tiff->lines : tiff->lines - 1;
}

/* libtiff reserves room for strips by the image length known so far. */
static gboolean
write_strip (TiffFile *tiff, GError **error) {
  guint index = get_row (tiff) / tiff->strip_lines;
  tmsize_t size = (tmsize_t) (tiff->strip_filled * tiff->line_bytes);

  if (tiff->strip_filled == 0)
    return TRUE;
  tiff->strip_filled = 0;
  if ((!is_turned (tiff) && !TIFFSetField (tiff->tiff, TIFFTAG_IMAGELENGTH, tiff->lines))
      || TIFFWriteEncodedStrip (tiff->tiff, index, tiff->strip, size) < 0)
    return refuse_write (tiff, error);
  return TRUE;
}

/* Whether the strip is full with the line just added. */
static gboolean
is_strip_full (const TiffFile *tiff) {
  guint row = get_row (tiff) % tiff->strip_lines;

  return is_turned (tiff) ? row == 0 : row == tiff->strip_lines - 1;
}

gboolean
tiff_append (TiffFile *tiff, const guint8 *line, GError **error) {
  guint8 *place;

  g_assert (!is_turned (tiff) || tiff->lines < tiff->frame.height_px);
  tiff->lines++;
  tiff->strip_filled++;
  place = tiff->strip + (get_row (tiff) % tiff->strip_lines) * tiff->line_bytes;
  if (tiff->turn == TURN_MIRROR || is_turned (tiff))
    mirror_line (&tiff->frame, line, place);
  else
    memcpy (place, line, tiff->line_bytes);
  return !is_strip_full (tiff) || write_strip (tiff, error);
}

guint
tiff_get_lines (const TiffFile *tiff) {
  return tiff->lines;
}

gboolean
tiff_close (TiffFile *tiff, GError **error) {
  g_autoptr (TiffFile) owned = tiff;

  g_assert (tiff->lines > 0);
  if (!write_strip (tiff, error))
    return FALSE;
  if (!TIFFFlush (tiff->tiff) || tiff->fault != NULL)
    return refuse_write (tiff, error);
  return TRUE;
}

void
tiff_free (TiffFile *tiff) {
  g_clear_pointer (&tiff->tiff, TIFFClose);
  g_free (tiff->strip);
  g_clear_error (&tiff->fault);
  g_free (tiff->reason);
  g_free (tiff);
}
