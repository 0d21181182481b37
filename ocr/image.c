/* SPDX-License-Identifier: Apache-2.0 */

/* Pages in memory. Bytes come in through imageheader_parse and one of three codecs chosen
 * by it, never through Leptonica's own guessing, which also takes formats that nobody
 * scans. Codec warnings count as damage: a page whose data ends early or is corrupt is
 * refused, because the codec has painted the rest.
 *
 * Leptonica prints nothing: its messages would put file contents into the log. */

#include "ocr/image.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/imageheader.h"
#include "ocr/raster.h"
#include "ocr/tiffheader.h"

#include <tiffio.h>

#include <string.h>

#define PROGRESSIVE_PX_MOST   (4u * 1000 * 1000)
#define A4_LONG_SIDE_INCH     (297 / 25.4)
#define PAGE_LONG_SIDE_MM_MIN 50
#define PAGE_LONG_SIDE_MM_MAX 450
#define RES_DPI_MIN           75

#define PREVIEW_HEADER_BYTES 32

/* A pixel has colour when its channels lie this far apart; dark and very light pixels are
 * not looked at. The page has colour when this share of the looked-at pixels has: little
 * of ink, or much of a tint. */
#define COLOUR_DARK   20
#define COLOUR_LIGHT  244
#define COLOUR_APART  40
#define COLOUR_SHARE  0.0005
#define TINT_LIGHT    254
#define TINT_APART    14
#define TINT_SHARE    0.02
#define COLOUR_STRIDE 4

void
image_free (Image *image) {
  pixDestroy (&image);
}

guint
image_get_width (const Image *image) {
  return (guint) pixGetWidth ((Image *) image);
}

guint
image_get_height (const Image *image) {
  return (guint) pixGetHeight ((Image *) image);
}

guint
image_get_res_dpi (const Image *image) {
  return (guint) pixGetXRes ((Image *) image);
}

static gboolean
set_damaged (GError **error) {
  g_set_error_literal (error, FAULT, FAULT_IMAGE, "damaged: the image does not decode");
  return FALSE;
}

/* Copies the chunks that make up the picture, and no others: libpng would inflate
 * compressed profiles and texts of any size. */
static GByteArray *
strip_png (const guint8 *bytes, gsize size) {
  static const char *kept[] = {"IHDR", "PLTE", "tRNS", "pHYs", "IDAT", "IEND"};
  GByteArray *stripped = g_byte_array_sized_new ((guint) size);
  gsize at = 8;

  g_byte_array_append (stripped, bytes, 8);
  while (size - at >= 12) {
    guint32 length;
    gsize chunk;

    memcpy (&length, bytes + at, sizeof length);
    chunk = 12 + (gsize) GUINT32_FROM_BE (length);
    for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
      if (memcmp (bytes + at + 4, kept[i], 4) == 0)
        g_byte_array_append (stripped, bytes + at, (guint) chunk);
    if (memcmp (bytes + at + 4, "IEND", 4) == 0)
      break;
    at += chunk;
  }
  return stripped;
}

static Image *
decode_png (const guint8 *bytes, gsize size) {
  g_autoptr (GByteArray) stripped = strip_png (bytes, size);

  return pixReadMemPng (stripped->data, stripped->len);
}

static Image *
decode_jpeg (const guint8 *bytes, gsize size) {
  l_int32 warnings = 0;
  Image *pix = pixReadMemJpeg (bytes, size, 0, 1, &warnings, 0);

  if (warnings != 0)
    pixDestroy (&pix);
  return pix;
}

static guint tiff_faults;

static void
count_tiff_fault (thandle_t file, const char *module, const char *format,
                  va_list arguments) {
  tiff_faults++;
}

/* libtiff reports damage only through its process-wide handlers (its RGBA reader goes on
 * after a bad strip), and Leptonica occupies the plain one. */
static Image *
decode_tiff (const guint8 *bytes, gsize size, guint directory) {
  TIFFErrorHandlerExt former = TIFFSetErrorHandlerExt (count_tiff_fault);
  Image *pix;

  tiff_faults = 0;
  pix = pixReadMemTiff (bytes, size, (int) directory);
  TIFFSetErrorHandlerExt (former);
  if (tiff_faults != 0)
    pixDestroy (&pix);
  return pix;
}

static Image *
decode (const ImageHeader *header, const guint8 *bytes, gsize size) {
  switch (header->format) {
  case IMAGEHEADER_PNG:
    return decode_png (bytes, size);
  case IMAGEHEADER_JPEG:
    return decode_jpeg (bytes, size);
  case IMAGEHEADER_TIFF:
    return decode_tiff (bytes, size, header->directory);
  }
  g_assert_not_reached ();
}

/* Replaces @pix by @next and frees the former. */
static void
move_on (Image **pix, Image *next) {
  pixDestroy (pix);
  *pix = next;
}

/* To 1-bit, 8-bit grey or 32-bit RGB without palette or alpha. */
static void
normalise (Image **pix) {
  if (pixGetColormap (*pix) != NULL)
    move_on (pix, pixRemoveColormap (*pix, REMOVE_CMAP_BASED_ON_SRC));
  if (*pix != NULL && pixGetDepth (*pix) == 32 && pixGetSpp (*pix) == 4)
    move_on (pix, pixAlphaBlendUniform (*pix, 0xffffff00));
  if (*pix != NULL && pixGetDepth (*pix) != 1 && pixGetDepth (*pix) != 32)
    move_on (pix, pixConvertTo8 (*pix, 0));
}

/* The file's resolution where it makes the image as large as papers are; else as if the
 * image were an A4 page. */
static guint
choose_resolution (Image *pix) {
  double longer = MAX (pixGetWidth (pix), pixGetHeight (pix));
  int res = pixGetXRes (pix);

  if (res >= RES_DPI_MIN && res <= (int) LIMIT_IMAGE_RES_DPI) {
    double long_side_mm = longer / res * 25.4;

    if (long_side_mm >= PAGE_LONG_SIDE_MM_MIN && long_side_mm <= PAGE_LONG_SIDE_MM_MAX)
      return (guint) res;
  }
  return (guint) CLAMP (longer / A4_LONG_SIDE_INCH + 0.5, RES_DPI_MIN,
                        LIMIT_IMAGE_RES_DPI);
}

/* Exif's eight ways of holding a camera: a mirror or none, then quarter turns clockwise. */
static void
hold_upright (Image **pix, guint orientation) {
  static const struct {
    gboolean mirrored;
    int quarters;
  } ways[] = {{0, 0}, {1, 0}, {0, 2}, {1, 2}, {1, 3}, {0, 1}, {1, 1}, {0, 3}};

  if (ways[orientation - 1].mirrored)
    move_on (pix, pixFlipLR (NULL, *pix));
  if (*pix != NULL && ways[orientation - 1].quarters != 0)
    move_on (pix, pixRotateOrth (*pix, ways[orientation - 1].quarters));
}

/* A decoder that gave another shape than the header's has misunderstood the file. A TIFF
 * comes from Leptonica as it was held. */
static gboolean
has_shape (Image *pix, const ImageHeader *header) {
  gboolean lies = header->format == IMAGEHEADER_TIFF && header->orientation > 4;
  int width = (int) (lies ? header->height_px : header->width_px);
  int height = (int) (lies ? header->width_px : header->height_px);

  return pixGetWidth (pix) == width && pixGetHeight (pix) == height;
}

Image *
image_decode (const guint8 *bytes, gsize size, guint leaf, GError **error) {
  g_autoptr (Image) pix = NULL;
  ImageHeader header;
  guint res;

  setMsgSeverity (L_SEVERITY_NONE);
  if (!imageheader_parse (bytes, size, leaf, &header, error))
    return NULL;
  pix = decode (&header, bytes, size);
  if (pix != NULL && !has_shape (pix, &header))
    pixDestroy (&pix);
  if (pix != NULL)
    normalise (&pix);
  if (pix != NULL && header.format == IMAGEHEADER_JPEG)
    hold_upright (&pix, header.orientation);
  if (pix == NULL) {
    set_damaged (error);
    return NULL;
  }
  res = choose_resolution (pix);
  pixSetResolution (pix, (int) res, (int) res);
  pixSetText (pix, NULL);
  return g_steal_pointer (&pix);
}

Image *
image_take_rgb (const guint8 *rgb, guint width, guint height, guint res_dpi) {
  Image *pix = pixCreate ((int) width, (int) height, 32);
  l_uint32 *row = pix != NULL ? pixGetData (pix) : NULL;

  if (pix == NULL)
    return NULL;
  for (guint y = 0; y < height; y++, row += pixGetWpl (pix))
    for (guint x = 0; x < width; x++, rgb += 3)
      composeRGBPixel (rgb[0], rgb[1], rgb[2], row + x);
  pixSetResolution (pix, (int) res_dpi, (int) res_dpi);
  return pix;
}

/* The share of all pixels that are coloured by these limits. */
static double
find_colour (Image *pix, int light, int apart) {
  l_float32 looked, coloured;

  if (pixColorFraction (pix, COLOUR_DARK, light, apart, COLOUR_STRIDE, &looked, &coloured)
      != 0)
    return 0;
  return (double) looked * (double) coloured;
}

gboolean
image_has_colour (Image *pix) {
  return pixGetDepth (pix) == 32
         && (find_colour (pix, COLOUR_LIGHT, COLOUR_APART) > COLOUR_SHARE
             || find_colour (pix, TINT_LIGHT, TINT_APART) > TINT_SHARE);
}

static GBytes *
take_bytes (l_uint8 *data, size_t size) {
  return g_bytes_new_with_free_func (data, size, lept_free, data);
}

/* The strip of a TIFF that was written in one strip is bare G4. */
GBytes *
image_encode_g4 (Image *pix) {
  g_autoptr (GBytes) file = NULL;
  TiffHeader header;
  l_uint8 *data = NULL;
  size_t size = 0;

  if (pixWriteMemTiff (&data, &size, pix, IFF_TIFF_G4) != 0)
    return NULL;
  file = take_bytes (data, size);
  if (!tiffheader_parse (data, size, 0, &header, NULL) || header.strips != 1)
    return NULL;
  return g_bytes_new_from_bytes (file, header.first_offset_bytes,
                                 header.first_size_bytes);
}

/* Most of a paper is bare, and a progressive file tells that in a few bytes, where another
 * says it again block by block: a third of a form's weight. Of a large picture it would
 * take more time than it saves. */
static GBytes *
encode_jpeg (Image *pix, int quality) {
  gsize pixels = (gsize) pixGetWidth (pix) * (gsize) pixGetHeight (pix);
  l_uint8 *data = NULL;
  size_t size = 0;

  if (pixWriteMemJpeg (&data, &size, pix, quality, pixels <= PROGRESSIVE_PX_MOST) != 0)
    return NULL;
  return take_bytes (data, size);
}

GBytes *
image_encode_jpeg (Image *pix, int quality, gboolean colours) {
  g_autoptr (Image) grey = NULL;

  if (colours || pixGetDepth (pix) != 32)
    return encode_jpeg (pix, quality);
  grey = pixConvertTo8 (pix, 0);
  return grey == NULL ? NULL : encode_jpeg (grey, quality);
}

gboolean
image_drop_colours (Image **image) {
  if (pixGetDepth (*image) == 32)
    move_on (image, pixConvertTo8 (*image, 0));
  return *image != NULL;
}

static Image *
scale_to (Image *pix, guint most) {
  double longer = MAX (pixGetWidth (pix), pixGetHeight (pix));
  float factor = (float) MIN (1.0, most / longer);
  g_autoptr (Image) scaled
      = pixGetDepth (pix) == 1 && factor < 1
            ? pixScaleToGray (pix, factor)
            : (factor < 1 ? pixScaleAreaMap (pix, factor, factor) : pixClone (pix));

  return scaled == NULL ? NULL : pixConvertTo32 (scaled);
}

static void
copy_row (guint8 *to, const l_uint32 *from, guint width) {
  for (guint x = 0; x < width; x++) {
    *to++ = (guint8) (from[x] >> L_RED_SHIFT);
    *to++ = (guint8) (from[x] >> L_GREEN_SHIFT);
    *to++ = (guint8) (from[x] >> L_BLUE_SHIFT);
  }
}

GBytes *
image_preview (Image *image, guint most_px) {
  g_autoptr (Image) scaled = scale_to (image, most_px);
  guint width = image_get_width (scaled), height = image_get_height (scaled);
  guint32 header[PREVIEW_HEADER_BYTES / 4] = {width, height, width * 3, 3};
  gsize size = sizeof header + (gsize) width * 3 * height;
  guint8 *bytes = g_malloc (size);

  memcpy (bytes, header, sizeof header);
  for (guint y = 0; y < height; y++)
    copy_row (bytes + sizeof header + (gsize) y * width * 3, raster_get_line (scaled, y),
              width);
  return g_bytes_new_take (bytes, size);
}
