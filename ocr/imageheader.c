/* SPDX-License-Identifier: Apache-2.0 */

/* Header parsers for hostile page files. A codec allocates what a header asks for, so the
 * header is read here first, by code that allocates nothing and takes (pointer, length).
 *
 * The parsers walk to the end of the image (PNG: IEND, JPEG: EOI, TIFF: the last strip),
 * because codecs fill what is missing with grey and call it a success. What follows the
 * end is ignored: the page is decoded and encoded anew, so nothing of it travels on.
 * Refused although the codecs could: arithmetic and lossless JPEG, CMYK whose ink nobody
 * says how to count, more scans or chunks than a scanner writes, and packed data that
 * unfolds to hundreds of times its size. */

#include "ocr/imageheader.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/exif.h"
#include "ocr/tiffheader.h"

#include <string.h>

typedef struct {
  const guint8 *at;
  gsize left;
} Bytes;

typedef gboolean (*Parser) (const guint8 *, gsize, guint leaf, ImageHeader *, GError **);

static gboolean
set_fault (GError **error, const char *message) {
  g_set_error_literal (error, FAULT, FAULT_IMAGE, message);
  return FALSE;
}

gboolean
imageheader_set_truncated (GError **error) {
  return set_fault (error, "truncated: the end of the image is missing");
}

gboolean
imageheader_check_size (guint64 width, guint64 height, GError **error) {
  guint64 longer = MAX (width, height), shorter = MIN (width, height);

  if (longer > LIMIT_IMAGE_SIDE_PX || width * height > LIMIT_IMAGE_AREA_PX) {
    g_set_error (error, FAULT, FAULT_IMAGE,
                 "%" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT
                 " pixels: larger than %u a side or %u million in all",
                 width, height, LIMIT_IMAGE_SIDE_PX, LIMIT_IMAGE_AREA_PX / 1000000);
    return FALSE;
  }
  if (shorter < LIMIT_IMAGE_SIDE_MIN_PX) {
    g_set_error (error, FAULT, FAULT_IMAGE,
                 "%" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT
                 " pixels: smaller than %u a side, no page",
                 width, height, LIMIT_IMAGE_SIDE_MIN_PX);
    return FALSE;
  }
  if (longer > shorter * LIMIT_IMAGE_ASPECT)
    return set_fault (error, "a strip of paper, no page");
  return TRUE;
}

/* Deflate and LZW can pack a thousandfold. What is small unfolded may be packed as it
 * likes: a white page is. */
static gboolean
check_ratio (guint64 unpacked_bytes, guint64 packed_bytes, GError **error) {
  if (unpacked_bytes <= LIMIT_IMAGE_LARGE_BYTES
      || unpacked_bytes / LIMIT_IMAGE_RATIO <= packed_bytes)
    return TRUE;
  return set_fault (error, "an image packed so densely that it is no scan");
}

static guint
get_be16 (const guint8 *at) {
  return (guint) at[0] << 8 | at[1];
}

static guint32
get_be32 (const guint8 *at) {
  return (guint32) get_be16 (at) << 16 | get_be16 (at + 2);
}

static void
skip (Bytes *bytes, gsize count) {
  bytes->at += count;
  bytes->left -= count;
}

/* PNG (ISO/IEC 15948): signature, then chunks of length, type, data, CRC. */

#define PNG_SIGNATURE       "\x89PNG\r\n\x1a\n"
#define PNG_SIGNATURE_BYTES 8
#define PNG_IHDR_BYTES      13
#define PNG_FRAME_BYTES     12 /* length, type and CRC of a chunk */

static gboolean
check_ihdr (const guint8 *data, ImageHeader *header, GError **error) {
  guint depth = data[8], colour = data[9];

  header->width_px = get_be32 (data);
  header->height_px = get_be32 (data + 4);
  if (!imageheader_check_size (header->width_px, header->height_px, error))
    return FALSE;
  if ((depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16)
      || (colour != 0 && colour != 2 && colour != 3 && colour != 4 && colour != 6)
      || data[10] != 0 || data[11] != 0 || data[12] > 1)
    return set_fault (error, "a PNG that breaks its own rules");
  return TRUE;
}

/* Of the picture, unpacked; @start is the file's, its IHDR has been checked. */
static guint64
count_png_bytes (const guint8 *start, const ImageHeader *header) {
  static const guint8 samples[] = {1, 0, 3, 1, 2, 0, 4};
  const guint8 *data = start + PNG_SIGNATURE_BYTES + 8;

  return (guint64) header->width_px * header->height_px * data[8] * samples[data[9]] / 8;
}

static gboolean
parse_png (const guint8 *start, gsize size, guint leaf, ImageHeader *header,
           GError **error) {
  Bytes bytes = {start, size};
  gboolean pixels = FALSE;

  skip (&bytes, PNG_SIGNATURE_BYTES);
  for (guint chunk = 0; chunk < LIMIT_IMAGE_CHUNKS; chunk++) {
    guint32 length;

    if (bytes.left < PNG_FRAME_BYTES)
      return imageheader_set_truncated (error);
    length = get_be32 (bytes.at);
    if (length > bytes.left - PNG_FRAME_BYTES)
      return imageheader_set_truncated (error);
    if (chunk == 0 && (memcmp (bytes.at + 4, "IHDR", 4) != 0 || length != PNG_IHDR_BYTES))
      return set_fault (error, "a PNG without a header");
    if (chunk == 0 && !check_ihdr (bytes.at + 8, header, error))
      return FALSE;
    pixels |= memcmp (bytes.at + 4, "IDAT", 4) == 0;
    if (memcmp (bytes.at + 4, "IEND", 4) == 0)
      return (pixels || set_fault (error, "a PNG without pixels"))
             && check_ratio (count_png_bytes (start, header), size, error);
    skip (&bytes, PNG_FRAME_BYTES + length);
  }
  return set_fault (error, "a PNG of too many chunks");
}

/* JPEG (ITU-T T.81): marker segments; after SOS entropy-coded data to the next marker. */

enum {
  JPEG_SOF0 = 0xc0, /* baseline */
  JPEG_SOF1 = 0xc1, /* extended */
  JPEG_SOF2 = 0xc2, /* progressive */
  JPEG_SOF15 = 0xcf,
  JPEG_DHT = 0xc4,
  JPEG_JPG = 0xc8,
  JPEG_DAC = 0xcc,
  JPEG_RST0 = 0xd0,
  JPEG_RST7 = 0xd7,
  JPEG_SOI = 0xd8,
  JPEG_EOI = 0xd9,
  JPEG_SOS = 0xda,
  JPEG_APP14 = 0xee,
};

static gboolean
is_frame (guint marker) {
  return marker >= JPEG_SOF0 && marker <= JPEG_SOF15 && marker != JPEG_DHT
         && marker != JPEG_JPG && marker != JPEG_DAC;
}

static gboolean
check_frame (guint marker, const guint8 *data, gsize length, ImageHeader *header,
             GError **error) {
  if (header->width_px != 0)
    return set_fault (error, "a JPEG of two frames");
  if (marker > JPEG_SOF2)
    return set_fault (error, "a JPEG of a kind that is not taken (lossless, arithmetic)");
  if (length < 6)
    return imageheader_set_truncated (error);
  header->height_px = get_be16 (data + 1);
  header->width_px = get_be16 (data + 3);
  if (!imageheader_check_size (header->width_px, header->height_px, error))
    return FALSE;
  if (data[0] != 8)
    return set_fault (error, "a JPEG of more than 8 bits a colour");
  if (data[5] != 1 && data[5] != 3 && data[5] != 4)
    return set_fault (error, "a JPEG of a number of colours that is not taken");
  return TRUE;
}

/* Of four colours only what Adobe's marker explains: else black and white may be
 * exchanged, and nobody would know. */
static gboolean
check_inks (const guint8 *start, gsize size, GError **error) {
  gsize at = 2;
  gboolean explained = FALSE;

  while (at + 10 <= size && start[at] == 0xff && !is_frame (start[at + 1])) {
    explained |= start[at + 1] == JPEG_APP14 && memcmp (start + at + 4, "Adobe", 5) == 0;
    at += 2 + get_be16 (start + at + 2);
  }
  if (at + 10 > size || start[at + 9] != 4 || explained)
    return TRUE;
  return set_fault (error,
                    "a JPEG in CMYK colours that says nothing of its inks; save it "
                    "as RGB");
}

/* Moves past entropy-coded data to the 0xff of the next marker. */
static gboolean
skip_scan (Bytes *bytes) {
  const guint8 *found;

  while (bytes->left > 1 && (found = memchr (bytes->at, 0xff, bytes->left - 1)) != NULL) {
    gboolean inside = found[1] == 0 || (found[1] >= JPEG_RST0 && found[1] <= JPEG_RST7);

    skip (bytes, (gsize) (found - bytes->at));
    if (!inside && found[1] != 0xff)
      return TRUE;
    skip (bytes, inside ? 2 : 1);
  }
  return FALSE;
}

/* Reads the marker at @bytes, past fill bytes and past what some cameras leave between
 * segments; 0 at the end of the file. */
static guint
next_marker (Bytes *bytes) {
  guint marker;

  if (!skip_scan (bytes))
    return 0;
  marker = bytes->at[1];
  skip (bytes, 2);
  return marker;
}

static gboolean
parse_jpeg (const guint8 *start, gsize size, guint leaf, ImageHeader *header,
            GError **error) {
  Bytes bytes = {start, size};
  guint scans = 0, marker;

  skip (&bytes, 2);
  while ((marker = next_marker (&bytes)) != JPEG_EOI) {
    guint length;

    if (marker == 0 || bytes.left < 2)
      return imageheader_set_truncated (error);
    if (marker == JPEG_SOI)
      return set_fault (error, "a JPEG inside a JPEG");
    length = get_be16 (bytes.at);
    if (length < 2 || length > bytes.left)
      return imageheader_set_truncated (error);
    if (is_frame (marker)
        && !check_frame (marker, bytes.at + 2, length - 2, header, error))
      return FALSE;
    if (marker == JPEG_SOS && ++scans > LIMIT_IMAGE_SCANS)
      return set_fault (error, "a JPEG of too many scans");
    skip (&bytes, length);
  }
  header->orientation = exif_find_orientation (start, size);
  return ((header->width_px != 0 && scans != 0)
          || set_fault (error, "a JPEG without pixels"))
         && check_inks (start, size, error);
}

static gboolean
parse_tiff (const guint8 *start, gsize size, guint leaf, ImageHeader *header,
            GError **error) {
  TiffHeader tiff;

  if (!tiffheader_parse (start, size, leaf, &tiff, error))
    return FALSE;
  header->directory = tiff.directory;
  header->orientation = tiff.orientation;
  header->width_px = (guint) tiff.width_px;
  header->height_px = (guint) tiff.height_px;
  return TRUE;
}

static const struct {
  const char *magic;
  gsize length;
  ImageFormat format;
  Parser parser;
} formats[] = {
    {PNG_SIGNATURE, PNG_SIGNATURE_BYTES, IMAGEHEADER_PNG, parse_png},
    {"\xff\xd8\xff", 3, IMAGEHEADER_JPEG, parse_jpeg},
    {"II*\0", 4, IMAGEHEADER_TIFF, parse_tiff},
    {"MM\0*", 4, IMAGEHEADER_TIFF, parse_tiff},
    {"II+\0", 4, IMAGEHEADER_TIFF, parse_tiff},
    {"MM\0+", 4, IMAGEHEADER_TIFF, parse_tiff},
};

/* Wrong files get a hint that tells a person what they picked. */
static const char *
name_stranger (const guint8 *bytes, gsize size) {
  const char *text = (const char *) bytes, *end;
  gsize looked = MIN (size, 64);

  if (size >= 4 && memcmp (bytes, "%PDF", 4) == 0)
    return "not an image but a PDF";
  if (size >= 4 && memcmp (bytes, "GIF8", 4) == 0)
    return "not a page image but a GIF";
  if (g_utf8_validate (text, (gssize) looked, &end) || (gsize) (end - text) + 4 > looked)
    return "not an image (a text file?)";
  return "not an image that is taken (PNG, JPEG, TIFF)";
}

/* Its place in the table; -1 with a fault for what is none of them. */
static int
find_format (const guint8 *bytes, gsize size, GError **error) {
  if (size == 0) {
    set_fault (error, "empty file");
    return -1;
  }
  if (size > LIMIT_IMAGE_BYTES) {
    g_set_error (error, FAULT, FAULT_IMAGE, "larger than %u MiB",
                 LIMIT_IMAGE_BYTES / 1024 / 1024);
    return -1;
  }
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (size >= formats[i].length
        && memcmp (bytes, formats[i].magic, formats[i].length) == 0)
      return (int) i;
  }
  set_fault (error, name_stranger (bytes, size));
  return -1;
}

gboolean
imageheader_parse (const guint8 *bytes, gsize size, guint leaf, ImageHeader *header,
                   GError **error) {
  int format = find_format (bytes, size, error);

  if (format < 0)
    return FALSE;
  *header = (ImageHeader){.format = formats[format].format, .orientation = 1};
  if (leaf > 0 && header->format != IMAGEHEADER_TIFF)
    return set_fault (error, "an image of one page only");
  return formats[format].parser (bytes, size, leaf, header, error);
}

gboolean
imageheader_count (const guint8 *bytes, gsize size, guint *pages, GError **error) {
  int format = find_format (bytes, size, error);

  if (format < 0)
    return FALSE;
  *pages = 1;
  return formats[format].format != IMAGEHEADER_TIFF
         || tiffheader_count (bytes, size, pages, error);
}
