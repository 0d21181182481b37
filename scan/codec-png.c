/* SPDX-License-Identifier: Apache-2.0 */

/* PNG through libpng, a row at a time. Chunks that only carry text or colour profiles are
 * passed over without being inflated. libpng leaves by longjmp: the functions that call it
 * keep everything that must survive in PngLines and have nothing to clean up. */

#include "scan/codec.h"

#include "config/limits.h"

#include <png.h>

#include <stdio.h>
#include <unistd.h>

#define CHUNK_BYTES (1024 * 1024)
#define CHUNKS      64

typedef struct {
  png_structp png;
  png_infop info;
  FILE *file;
  guint width_px;
  guint samples; /* of a pixel in raw: 1 to 4, even ones end with alpha */
  guint passes;
  guint8 *raw;
  char reason[128];
} PngLines;

static void
on_error (png_structp png, png_const_charp message) {
  PngLines *lines = png_get_error_ptr (png);

  g_strlcpy (lines->reason, message, sizeof lines->reason);
  png_longjmp (png, 1);
}

static void
on_warning (png_structp png G_GNUC_UNUSED, png_const_charp message G_GNUC_UNUSED) {
}

static void
close_png (gpointer state) {
  PngLines *lines = state;

  png_destroy_read_struct (&lines->png, &lines->info, NULL);
  fclose (lines->file);
  g_free (lines->raw);
  g_free (lines);
}

static void
set_bounds (png_structp png) {
  static const png_byte passed_over[] = "iCCP\0zTXt\0iTXt\0tEXt\0sPLT\0eXIf";

  png_set_user_limits (png, LIMIT_HOPPER_SIDE_PX, LIMIT_HOPPER_SIDE_PX);
  png_set_chunk_malloc_max (png, CHUNK_BYTES);
  png_set_chunk_cache_max (png, CHUNKS);
  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, passed_over,
                               sizeof passed_over / 5);
}

/* Everything becomes grey or RGB of eight bits, with alpha where there is transparency. */
static void
set_eight_bits (PngLines *lines) {
  png_set_expand (lines->png);
  png_set_scale_16 (lines->png);
  lines->passes = (guint) png_set_interlace_handling (lines->png);
  png_read_update_info (lines->png, lines->info);
  lines->samples = png_get_channels (lines->png, lines->info);
}

static gboolean
read_header (PngLines *lines, CodecImage *image, GError **error) {
  png_uint_32 x_per_m = 0, y_per_m = 0;
  int unit = PNG_RESOLUTION_UNKNOWN;

  if (setjmp (png_jmpbuf (lines->png)) != 0)
    return codec_set_damaged (error, lines->reason);
  set_bounds (lines->png);
  png_init_io (lines->png, lines->file);
  png_read_info (lines->png, lines->info);
  image->shape.width_px = png_get_image_width (lines->png, lines->info);
  image->shape.height_px = png_get_image_height (lines->png, lines->info);
  if (!codec_check_size (image->shape.width_px, image->shape.height_px, error))
    return FALSE;
  set_eight_bits (lines);
  lines->width_px = image->shape.width_px;
  lines->raw = g_malloc0 ((gsize) lines->width_px * lines->samples);
  image->shape.channels = lines->samples < 3 ? 1 : 3;
  image->turn = 1;
  image->passes = lines->passes;
  if (png_get_pHYs (lines->png, lines->info, &x_per_m, &y_per_m, &unit) != 0
      && unit == PNG_RESOLUTION_METER) {
    image->shape.x_dpi = codec_round_dpi (x_per_m * 0.0254);
    image->shape.y_dpi = codec_round_dpi (y_per_m * 0.0254);
  }
  return TRUE;
}

static gpointer
open_png (int fd, guint number G_GNUC_UNUSED, const gint *is_stopped G_GNUC_UNUSED,
          CodecImage *image, GError **error) {
  FILE *file = fdopen (fd, "rb");
  PngLines *lines;

  if (file == NULL) {
    close (fd);
    codec_set_damaged (error, "it cannot be opened");
    return NULL;
  }
  lines = g_new0 (PngLines, 1);
  lines->file = file;
  lines->png
      = png_create_read_struct (PNG_LIBPNG_VER_STRING, lines, on_error, on_warning);
  lines->info = lines->png != NULL ? png_create_info_struct (lines->png) : NULL;
  g_assert (lines->info != NULL);
  if (read_header (lines, image, error))
    return lines;
  close_png (lines);
  return NULL;
}

/* The opaque pixels that earlier passes made, as libpng wants to go on with them. */
static void
put_back (const PngLines *lines, const guint8 *line) {
  guint colours = lines->samples - 1;

  for (gsize x = 0; x < lines->width_px; x++) {
    for (guint i = 0; i < colours; i++)
      lines->raw[x * lines->samples + i] = line[x * colours + i];
    lines->raw[x * lines->samples + colours] = 255;
  }
}

static void
lay_on_white (const PngLines *lines, guint8 *line) {
  guint colours = lines->samples - 1;

  for (gsize x = 0; x < lines->width_px; x++) {
    const guint8 *pixel = lines->raw + x * lines->samples;
    guint alpha = pixel[colours];

    for (guint i = 0; i < colours; i++)
      line[x * colours + i]
          = (guint8) ((pixel[i] * alpha + 255u * (255u - alpha) + 127u) / 255u);
  }
}

static gboolean
read_row (PngLines *lines, guint8 *row, GError **error) {
  if (setjmp (png_jmpbuf (lines->png)) != 0)
    return codec_set_damaged (error, lines->reason);
  png_read_row (lines->png, row, NULL);
  return TRUE;
}

static gboolean
read_png (gpointer state, guint8 *line, GError **error) {
  PngLines *lines = state;

  if (lines->samples % 2 == 1)
    return read_row (lines, line, error);
  if (lines->passes > 1)
    put_back (lines, line);
  if (!read_row (lines, lines->raw, error))
    return FALSE;
  lay_on_white (lines, line);
  return TRUE;
}

const Codec codec_png = {open_png, read_png, close_png};
