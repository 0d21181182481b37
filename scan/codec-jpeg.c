/* SPDX-License-Identifier: Apache-2.0 */

/* JPEG through libjpeg, a line at a time. A progressive one needs the coefficients of the
 * whole image, two bytes a sample; they lie in a file (scan/blocks.h). What libjpeg would
 * fill up with grey and a warning is damage here: a page that is grey from its middle on
 * looks like a page. libjpeg leaves by longjmp: the functions that call it have nothing to
 * clean up. */

#include "scan/blocks.h"
#include "scan/codec.h"

#include "config/limits.h"

#include <setjmp.h>
#include <stdio.h>
#include <unistd.h>

#include <jpeglib.h>

#include <jerror.h>

typedef struct {
  Blocks *blocks; /* first, where they look for themselves */
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf back;
  FILE *file;
  const gint *is_stopped;
  guint8 *raw; /* a line of CMYK, else NULL */
  char reason[JMSG_LENGTH_MAX];
} JpegLines;

G_NORETURN static void
on_error (j_common_ptr jpeg) {
  JpegLines *lines = jpeg->client_data;

  jpeg->err->format_message (jpeg, lines->reason);
  longjmp (lines->back, 1);
}

static void
on_message (j_common_ptr jpeg, int level) {
  static const int harmless[]
      = {JWRN_EXTRANEOUS_DATA, JWRN_ADOBE_XFORM, JWRN_JFIF_MAJOR, JWRN_TOO_MUCH_DATA};

  if (level >= 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++) {
    if (jpeg->err->msg_code == harmless[i])
      return;
  }
  on_error (jpeg);
}

/* Called between the lines of each scan of the file. */
static void
on_progress (j_common_ptr jpeg) {
  JpegLines *lines = jpeg->client_data;

  if (lines->jpeg.input_scan_number > (int) LIMIT_IMAGE_SCANS)
    ERREXIT (jpeg, JERR_BAD_PROGRESSION);
  if (lines->is_stopped != NULL && g_atomic_int_get (lines->is_stopped))
    ERREXIT (jpeg, JERR_CANT_SUSPEND);
}

static void
close_jpeg (gpointer state) {
  JpegLines *lines = state;

  jpeg_destroy_decompress (&lines->jpeg);
  g_clear_pointer (&lines->blocks, blocks_free);
  fclose (lines->file);
  g_free (lines->raw);
  g_free (lines);
}

static void
take_density (const struct jpeg_decompress_struct *jpeg, OriginalShape *shape) {
  double inch = jpeg->density_unit == 2 ? 2.54 : 1.0;

  if (!jpeg->saw_JFIF_marker || jpeg->density_unit == 0)
    return;
  shape->x_dpi = codec_round_dpi (jpeg->X_density * inch);
  shape->y_dpi = codec_round_dpi (jpeg->Y_density * inch);
}

static void
set_space (struct jpeg_decompress_struct *jpeg) {
  if (jpeg->jpeg_color_space == JCS_GRAYSCALE)
    jpeg->out_color_space = JCS_GRAYSCALE;
  else if (jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK)
    jpeg->out_color_space = JCS_CMYK;
  else
    jpeg->out_color_space = JCS_RGB;
}

static gboolean
read_header (JpegLines *lines, CodecImage *image, GError **error) {
  struct jpeg_decompress_struct *jpeg = &lines->jpeg;

  if (setjmp (lines->back) != 0)
    return codec_set_damaged (error, lines->reason);
  jpeg_create_decompress (jpeg);
  lines->blocks = blocks_new (jpeg);
  jpeg_stdio_src (jpeg, lines->file);
  jpeg_read_header (jpeg, TRUE);
  if (!codec_check_size (jpeg->image_width, jpeg->image_height, error))
    return FALSE;
  set_space (jpeg);
  jpeg->progress = &lines->progress;
  jpeg_start_decompress (jpeg);
  image->shape.width_px = jpeg->output_width;
  image->shape.height_px = jpeg->output_height;
  image->shape.channels = jpeg->out_color_space == JCS_GRAYSCALE ? 1 : 3;
  image->turn = 1;
  image->passes = 1;
  take_density (jpeg, &image->shape);
  if (jpeg->out_color_space == JCS_CMYK)
    lines->raw = g_malloc ((gsize) jpeg->output_width * 4);
  return TRUE;
}

static gpointer
open_jpeg (int fd, guint number G_GNUC_UNUSED, const gint *is_stopped, CodecImage *image,
           GError **error) {
  FILE *file = fdopen (fd, "rb");
  JpegLines *lines;

  if (file == NULL) {
    close (fd);
    codec_set_damaged (error, "it cannot be opened");
    return NULL;
  }
  lines = g_new0 (JpegLines, 1);
  lines->file = file;
  lines->is_stopped = is_stopped;
  lines->jpeg.err = jpeg_std_error (&lines->errors);
  lines->jpeg.client_data = lines;
  lines->errors.error_exit = on_error;
  lines->errors.emit_message = on_message;
  lines->progress.progress_monitor = on_progress;
  if (read_header (lines, image, error))
    return lines;
  close_jpeg (lines);
  return NULL;
}

/* Adobe's files hold how much light is left, others how much ink is printed. */
static void
convert_cmyk (const JpegLines *lines, guint8 *line) {
  gboolean is_light = lines->jpeg.saw_Adobe_marker;

  for (gsize x = 0; x < lines->jpeg.output_width; x++) {
    const guint8 *inks = lines->raw + x * 4;
    guint black = is_light ? inks[3] : 255u - inks[3];

    for (guint i = 0; i < 3; i++)
      line[x * 3 + i] = (guint8) ((is_light ? inks[i] : 255u - inks[i]) * black / 255u);
  }
}

static gboolean
read_jpeg (gpointer state, guint8 *line, GError **error) {
  JpegLines *lines = state;
  JSAMPROW row = lines->raw != NULL ? lines->raw : line;

  if (setjmp (lines->back) != 0)
    return codec_set_damaged (error, lines->reason);
  if (jpeg_read_scanlines (&lines->jpeg, &row, 1) != 1)
    return codec_set_damaged (error, "it ends too early");
  if (lines->raw != NULL)
    convert_cmyk (lines, line);
  return TRUE;
}

const Codec codec_jpeg = {open_jpeg, read_jpeg, close_jpeg};
