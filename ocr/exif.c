/* SPDX-License-Identifier: Apache-2.0 */

/* A camera turns no pixels; it writes how it was held. That one number is fetched from the
 * first directory of the first APP1 segment, by code that follows no chain and allocates
 * nothing; places, times and small pictures of other people stay unread and are not taken
 * over into any page. */

#include "ocr/exif.h"

#include <string.h>

#define MARKER_APP1     0xe1
#define MARKER_SOS      0xda
#define EXIF_MAGIC      "Exif\0\0"
#define EXIF_BYTES      6
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT      3
#define ENTRY_BYTES     12
#define UPRIGHT         1
#define ORIENTATIONS    8

typedef struct {
  const guint8 *start;
  gsize size;
  gboolean big_endian;
} Notes;

static guint
get_16 (const Notes *notes, gsize at) {
  const guint8 *bytes = notes->start + at;

  return notes->big_endian ? (guint) bytes[0] << 8 | bytes[1]
                           : (guint) bytes[1] << 8 | bytes[0];
}

static guint32
get_32 (const Notes *notes, gsize at) {
  guint32 first = get_16 (notes, at), second = get_16 (notes, at + 2);

  return notes->big_endian ? first << 16 | second : second << 16 | first;
}

/* @start is a TIFF header (TIFF 6.0) with its first directory. */
static guint
parse_notes (const guint8 *start, gsize size) {
  Notes notes = {start, size, size > 0 && start[0] == 'M'};
  gsize directory;
  guint entries;

  if (size < 8 || (memcmp (start, "II*\0", 4) != 0 && memcmp (start, "MM\0*", 4) != 0))
    return UPRIGHT;
  directory = get_32 (&notes, 4);
  if (directory > size - 2)
    return UPRIGHT;
  entries = get_16 (&notes, directory);
  for (guint i = 0; i < entries; i++) {
    gsize at = directory + 2 + (gsize) i * ENTRY_BYTES;
    guint value;

    if (at + ENTRY_BYTES > size)
      return UPRIGHT;
    if (get_16 (&notes, at) != TAG_ORIENTATION || get_16 (&notes, at + 2) != TYPE_SHORT)
      continue;
    value = get_16 (&notes, at + 8);
    return value >= UPRIGHT && value <= ORIENTATIONS ? value : UPRIGHT;
  }
  return UPRIGHT;
}

guint
exif_find_orientation (const guint8 *bytes, gsize size) {
  gsize at = 2;

  while (at + 4 <= size && bytes[at] == 0xff && bytes[at + 1] != MARKER_SOS) {
    gsize length = (gsize) bytes[at + 2] << 8 | bytes[at + 3];

    if (length < 2 || length > size - at - 2)
      return UPRIGHT;
    if (bytes[at + 1] == MARKER_APP1 && length >= 2 + EXIF_BYTES
        && memcmp (bytes + at + 4, EXIF_MAGIC, EXIF_BYTES) == 0)
      return parse_notes (bytes + at + 4 + EXIF_BYTES, length - 2 - EXIF_BYTES);
    at += 2 + length;
  }
  return UPRIGHT;
}
