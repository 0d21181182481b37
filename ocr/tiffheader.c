/* SPDX-License-Identifier: Apache-2.0 */

/* TIFF 6.0, as far as scanners write it. Of a directory that is a page: its entries are
 * few, its arrays lie inside the file, and its strips are as many and as long as the
 * dimensions say, so that libtiff is never asked to believe the file. The chain of
 * directories is walked before any of them is used: one that comes back to where it was is
 * refused, unless it only points at itself, which some scanners write for "no more". */

#include "ocr/tiffheader.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/imageheader.h"

enum {
  TAG_SUBFILE = 254,
  TAG_WIDTH = 256,
  TAG_HEIGHT = 257,
  TAG_BITS = 258,
  TAG_COMPRESSION = 259,
  TAG_PHOTOMETRIC = 262,
  TAG_STRIP_OFFSETS = 273,
  TAG_ORIENTATION = 274,
  TAG_SAMPLES = 277,
  TAG_STRIP_ROWS = 278,
  TAG_STRIP_SIZES = 279,
  TAG_PLANAR = 284,
  TAG_TILE_WIDTH = 322,
  TAG_SAMPLE_FORMAT = 339,
};

enum {
  COMPRESSION_NONE = 1,
  COMPRESSION_RLE = 2,
  COMPRESSION_G3 = 3,
  COMPRESSION_G4 = 4,
  COMPRESSION_LZW = 5,
  COMPRESSION_DEFLATE = 8,
  COMPRESSION_DEFLATE_OLD = 32946,
  COMPRESSION_PACKBITS = 32773,
};

#define ENTRY_BYTES     12
#define TYPE_SHORT      3
#define TYPE_LONG       4
#define SUBFILE_REDUCED 1u
#define ORIENTATIONS    8

/* An entry whose array is known to lie inside the file. */
typedef struct {
  const guint8 *values;
  guint32 count;
  guint type;
} Entry;

typedef struct {
  const guint8 *start;
  gsize size;
  gboolean big_endian;
  const guint8 *entries;
  guint entries_count;
} Tiff;

static gboolean
set_fault (GError **error, const char *message) {
  g_set_error_literal (error, FAULT, FAULT_IMAGE, message);
  return FALSE;
}

static guint
get_16 (const Tiff *tiff, const guint8 *at) {
  return tiff->big_endian ? (guint) at[0] << 8 | at[1] : (guint) at[1] << 8 | at[0];
}

static guint32
get_32 (const Tiff *tiff, const guint8 *at) {
  guint first = get_16 (tiff, at), second = get_16 (tiff, at + 2);

  return tiff->big_endian ? (guint32) first << 16 | second
                          : (guint32) second << 16 | first;
}

/* FALSE when the tag is absent or its array is not inside the file. */
static gboolean
find_entry (const Tiff *tiff, guint tag, Entry *entry) {
  for (guint i = 0; i < tiff->entries_count; i++) {
    const guint8 *at = tiff->entries + (gsize) i * ENTRY_BYTES;
    guint64 length;

    if (get_16 (tiff, at) != tag)
      continue;
    entry->type = get_16 (tiff, at + 2);
    entry->count = get_32 (tiff, at + 4);
    if (entry->count == 0 || (entry->type != TYPE_SHORT && entry->type != TYPE_LONG))
      return FALSE;
    length = (guint64) entry->count * (entry->type == TYPE_SHORT ? 2 : 4);
    entry->values = length <= 4 ? at + 8 : tiff->start + get_32 (tiff, at + 8);
    return length <= 4
           || (length <= tiff->size && get_32 (tiff, at + 8) <= tiff->size - length);
  }
  return FALSE;
}

static guint64
get_value (const Tiff *tiff, const Entry *entry, guint32 index) {
  return entry->type == TYPE_SHORT ? get_16 (tiff, entry->values + (gsize) index * 2)
                                   : get_32 (tiff, entry->values + (gsize) index * 4);
}

/* The first value of @tag, or @absent. */
static guint64
get_number (const Tiff *tiff, guint tag, guint64 absent) {
  Entry entry;

  return find_entry (tiff, tag, &entry) ? get_value (tiff, &entry, 0) : absent;
}

static gboolean
open_file (Tiff *tiff, guint32 *first, GError **error) {
  if (tiff->size < 8)
    return imageheader_set_truncated (error);
  tiff->big_endian = tiff->start[0] == 'M';
  if (get_16 (tiff, tiff->start + 2) != 42)
    return set_fault (error, "a BigTIFF, which is not taken");
  *first = get_32 (tiff, tiff->start + 4);
  return TRUE;
}

/* Goes to the directory at @offset and tells where the next one is; 0: there is none. */
static gboolean
open_directory (Tiff *tiff, guint32 offset, guint32 *next, GError **error) {
  if (offset < 8 || offset > tiff->size - 2)
    return imageheader_set_truncated (error);
  tiff->entries_count = get_16 (tiff, tiff->start + offset);
  if (tiff->entries_count > LIMIT_TIFF_TAGS)
    return set_fault (error, "a TIFF of too many tags");
  tiff->entries = tiff->start + offset + 2;
  if ((gsize) tiff->entries_count * ENTRY_BYTES + 4 > tiff->size - 2 - offset)
    return imageheader_set_truncated (error);
  *next = get_32 (tiff, tiff->entries + (gsize) tiff->entries_count * ENTRY_BYTES);
  if (*next == offset)
    *next = 0;
  return TRUE;
}

static gboolean
check_chain (const guint32 *visited, guint count, guint32 next, GError **error) {
  for (guint i = 0; i < count; i++) {
    if (visited[i] == next)
      return set_fault (error, "a TIFF whose pages go round in a circle");
  }
  return TRUE;
}

/* Walks the chain to its end, or to page @leaf; *@directory is then that page's. */
static gboolean
walk_chain (Tiff *tiff, guint leaf, guint *pages, guint *directory, GError **error) {
  guint32 visited[LIMIT_FILE_PAGES];
  guint32 next = 0;

  *pages = 0;
  if (!open_file (tiff, &next, error))
    return FALSE;
  for (guint i = 0; next != 0; i++) {
    if (i == LIMIT_FILE_PAGES)
      return set_fault (error, "a TIFF of too many pages");
    visited[i] = next;
    if (!open_directory (tiff, next, &next, error)
        || !check_chain (visited, i + 1, next, error))
      return FALSE;
    if (get_number (tiff, TAG_SUBFILE, 0) & SUBFILE_REDUCED)
      continue;
    *directory = i;
    if ((*pages)++ == leaf)
      return TRUE;
  }
  return TRUE;
}

gboolean
tiffheader_count (const guint8 *bytes, gsize size, guint *pages, GError **error) {
  Tiff tiff = {.start = bytes, .size = size};
  guint directory;

  if (!walk_chain (&tiff, G_MAXUINT, pages, &directory, error))
    return FALSE;
  return *pages > 0 || set_fault (error, "a TIFF without a page");
}

static gboolean
is_compression_taken (const TiffHeader *header) {
  switch (header->compression) {
  case COMPRESSION_RLE:
  case COMPRESSION_G3:
  case COMPRESSION_G4:
    return header->bits == 1;
  case COMPRESSION_NONE:
  case COMPRESSION_LZW:
  case COMPRESSION_DEFLATE:
  case COMPRESSION_DEFLATE_OLD:
  case COMPRESSION_PACKBITS:
    return TRUE;
  }
  return FALSE;
}

static gboolean
is_pixel_taken (const TiffHeader *header) {
  if (header->bits != 1 && header->bits != 2 && header->bits != 4 && header->bits != 8)
    return FALSE;
  switch (header->photometric) {
  case 0: /* white is zero */
  case 1: /* black is zero */
  case 3: /* palette */
    return header->samples == 1;
  case 2: /* RGB, perhaps with alpha */
    return header->bits == 8 && (header->samples == 3 || header->samples == 4);
  }
  return FALSE;
}

static gboolean
check_kind (const Tiff *tiff, const TiffHeader *header, GError **error) {
  if (find_entry (tiff, TAG_TILE_WIDTH, &(Entry){0}))
    return set_fault (error, "a TIFF in tiles, which is not taken");
  if (!is_pixel_taken (header) || get_number (tiff, TAG_SAMPLE_FORMAT, 1) != 1
      || get_number (tiff, TAG_PLANAR, 1) != 1)
    return set_fault (error, "a TIFF of a pixel kind that is not taken");
  if (!is_compression_taken (header))
    return set_fault (error, "a TIFF of a compression that is not taken");
  return TRUE;
}

/* Every strip inside the file, and as many bytes as there must be when uncompressed. */
static gboolean
check_strips (const Tiff *tiff, TiffHeader *header, GError **error) {
  guint64 rows = get_number (tiff, TAG_STRIP_ROWS, G_MAXUINT32);
  guint64 line_bytes = (header->width_px * header->bits * header->samples + 7) / 8;
  guint64 total = 0;
  Entry offsets, sizes;

  if (rows == 0)
    return set_fault (error, "a TIFF of empty strips");
  rows = MIN (rows, header->height_px);
  header->strips = (header->height_px + rows - 1) / rows;
  if (!find_entry (tiff, TAG_STRIP_OFFSETS, &offsets)
      || !find_entry (tiff, TAG_STRIP_SIZES, &sizes) || offsets.count < header->strips
      || sizes.count < header->strips)
    return set_fault (error, "a TIFF without its strips");
  header->first_offset_bytes = get_value (tiff, &offsets, 0);
  header->first_size_bytes = get_value (tiff, &sizes, 0);
  for (guint32 i = 0; i < header->strips; i++) {
    guint64 offset = get_value (tiff, &offsets, i), size = get_value (tiff, &sizes, i);

    if (size == 0 || offset > tiff->size || size > tiff->size - offset)
      return imageheader_set_truncated (error);
    total += size;
  }
  if (header->compression == COMPRESSION_NONE && total < line_bytes * header->height_px)
    return imageheader_set_truncated (error);
  return TRUE;
}

gboolean
tiffheader_parse (const guint8 *bytes, gsize size, guint leaf, TiffHeader *header,
                  GError **error) {
  Tiff tiff = {.start = bytes, .size = size};
  guint pages, directory = 0;

  if (!walk_chain (&tiff, leaf, &pages, &directory, error))
    return FALSE;
  if (pages != leaf + 1)
    return set_fault (error, "a TIFF without that page");
  *header = (TiffHeader){
      .directory = directory,
      .orientation = (guint) get_number (&tiff, TAG_ORIENTATION, 1),
      .width_px = get_number (&tiff, TAG_WIDTH, 0),
      .height_px = get_number (&tiff, TAG_HEIGHT, 0),
      .bits = get_number (&tiff, TAG_BITS, 1),
      .samples = get_number (&tiff, TAG_SAMPLES, 1),
      .compression = get_number (&tiff, TAG_COMPRESSION, COMPRESSION_NONE),
      .photometric = get_number (&tiff, TAG_PHOTOMETRIC, G_MAXUINT64),
  };
  if (header->orientation < 1 || header->orientation > ORIENTATIONS)
    header->orientation = 1;
  if (!imageheader_check_size (header->width_px, header->height_px, error))
    return FALSE;
  return check_kind (&tiff, header, error) && check_strips (&tiff, header, error);
}
