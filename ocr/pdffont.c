/* SPDX-License-Identifier: Apache-2.0 */

/* A font that shows nothing. PDF/A wants every font embedded, the invisible one too, and
 * search wants a character for every code; both are a matter of a few hundred bytes that
 * follow from the TrueType specification, so they are written here rather than carried as
 * a file of unknown origin. The six tables are those that ISO 32000-1, 9.9 asks of a
 * CIDFontType2 program; names and character maps are of no use there.
 *
 * Both glyphs are empty: glyph 0 is .notdef, glyph 1 stands for every character. */

#include "ocr/pdffont.h"

#include "ocr/bigendian.h"

#include <string.h>

#define GLYPHS          2
#define TABLE_ENTRY     16
#define OFFSET_TABLE    12
#define HEAD_MAGIC      0x5f0f3cf5u
#define HEAD_ADJUSTMENT 8 /* where checkSumAdjustment stands in head */
#define CHECKSUM_TARGET 0xb1b0afbau
#define CODES           65536

typedef struct {
  const char *tag;
  GByteArray *bytes;
} FontTable;

static GByteArray *
new_head (void) {
  GByteArray *bytes = g_byte_array_new ();

  bigendian_put_u32 (bytes, 0x00010000);
  bigendian_put_u32 (bytes, 0x00010000);
  bigendian_put_u32 (bytes, 0); /* checkSumAdjustment, later */
  bigendian_put_u32 (bytes, HEAD_MAGIC);
  bigendian_put_u16 (bytes, 0);
  bigendian_put_u16 (bytes, PDFFONT_UNITS_PER_EM);
  bigendian_put_zeros (bytes, 16 + 8 + 2); /* dates of 1904, no extent, plain style */
  bigendian_put_u16 (bytes, 8);            /* smallest size in pixels */
  bigendian_put_u16 (bytes, 2);            /* left to right */
  bigendian_put_u32 (bytes, 0);            /* short offsets in loca, outlines in glyf */
  return bytes;
}

static GByteArray *
new_hhea (void) {
  GByteArray *bytes = g_byte_array_new ();

  bigendian_put_u32 (bytes, 0x00010000);
  bigendian_put_u16 (bytes, PDFFONT_ASCENT);
  bigendian_put_u16 (bytes, 0x10000 - PDFFONT_DESCENT);
  bigendian_put_u16 (bytes, 0);
  bigendian_put_u16 (bytes, PDFFONT_ADVANCE);
  bigendian_put_zeros (bytes, 6); /* bearings and extent */
  bigendian_put_u16 (bytes, 1);   /* an upright caret */
  bigendian_put_zeros (bytes, 14);
  bigendian_put_u16 (bytes, GLYPHS);
  return bytes;
}

static GByteArray *
new_maxp (void) {
  GByteArray *bytes = g_byte_array_new ();

  bigendian_put_u32 (bytes, 0x00010000);
  bigendian_put_u16 (bytes, GLYPHS);
  bigendian_put_zeros (bytes, 8); /* no points, no contours */
  bigendian_put_u16 (bytes, 1);   /* no twilight zone */
  bigendian_put_zeros (bytes, 16);
  return bytes;
}

static GByteArray *
new_hmtx (void) {
  GByteArray *bytes = g_byte_array_new ();

  for (guint glyph = 0; glyph < GLYPHS; glyph++) {
    bigendian_put_u16 (bytes, PDFFONT_ADVANCE);
    bigendian_put_u16 (bytes, 0);
  }
  return bytes;
}

/* Both glyphs start and end at 0. */
static GByteArray *
new_loca (void) {
  GByteArray *bytes = g_byte_array_new ();

  bigendian_put_zeros (bytes, 2 * (GLYPHS + 1));
  return bytes;
}

/* Never looked into, but a table of no bytes is taken for a missing one. */
static GByteArray *
new_glyf (void) {
  GByteArray *bytes = g_byte_array_new ();

  bigendian_put_u32 (bytes, 0);
  return bytes;
}

/* Sum of the table's big-endian words; tables are padded to words when this is asked. */
static guint32
sum_words (const guint8 *bytes, guint size) {
  guint32 sum = 0;

  for (guint i = 0; i + 4 <= size; i += 4)
    sum += (guint32) bytes[i] << 24 | (guint32) bytes[i + 1] << 16
           | (guint32) bytes[i + 2] << 8 | bytes[i + 3];
  return sum;
}

static void
put_offset_table (GByteArray *font, guint tables) {
  guint power = g_bit_storage (tables) - 1;

  bigendian_put_u32 (font, 0x00010000);
  bigendian_put_u16 (font, tables);
  bigendian_put_u16 (font, TABLE_ENTRY << power);
  bigendian_put_u16 (font, power);
  bigendian_put_u16 (font, TABLE_ENTRY * tables - (TABLE_ENTRY << power));
}

/* The directory, then the tables; their entries come sorted by tag. */
static void
put_tables (GByteArray *font, const FontTable *tables, guint count) {
  guint offset = OFFSET_TABLE + TABLE_ENTRY * count;

  for (guint i = 0; i < count; i++) {
    GByteArray *bytes = tables[i].bytes;
    guint size = bytes->len;

    bigendian_put_zeros (bytes, (4 - size % 4) % 4);
    g_byte_array_append (font, (const guint8 *) tables[i].tag, 4);
    bigendian_put_u32 (font, sum_words (bytes->data, bytes->len));
    bigendian_put_u32 (font, offset);
    bigendian_put_u32 (font, size);
    offset += bytes->len;
  }
  for (guint i = 0; i < count; i++)
    g_byte_array_append (font, tables[i].bytes->data, tables[i].bytes->len);
}

/* Makes the sum over the whole file the one that the format promises. */
static void
adjust_head (GByteArray *font, guint head_offset) {
  guint32 adjustment = CHECKSUM_TARGET - sum_words (font->data, font->len);
  guint32 big = GUINT32_TO_BE (adjustment);

  memcpy (font->data + head_offset + HEAD_ADJUSTMENT, &big, sizeof big);
}

GByteArray *
pdffont_new_program (void) {
  GByteArray *font = g_byte_array_new ();
  FontTable tables[] = {
      {"glyf", new_glyf ()}, {"head", new_head ()}, {"hhea", new_hhea ()},
      {"hmtx", new_hmtx ()}, {"loca", new_loca ()}, {"maxp", new_maxp ()},
  };
  guint count = G_N_ELEMENTS (tables);

  put_offset_table (font, count);
  put_tables (font, tables, count);
  adjust_head (font, OFFSET_TABLE + TABLE_ENTRY * count + tables[0].bytes->len);
  for (guint i = 0; i < count; i++)
    g_byte_array_unref (tables[i].bytes);
  return font;
}

GByteArray *
pdffont_new_glyph_map (void) {
  GByteArray *map = g_byte_array_sized_new (2 * CODES);

  for (guint code = 0; code < CODES; code++)
    bigendian_put_u16 (map, 1);
  return map;
}

/* The ranges share a high byte each, as the CMap rules ask, and come in blocks of at most
 * a hundred. Surrogates, U+0000, U+FFFE and U+FFFF are no characters and have no entry. */
GString *
pdffont_new_to_unicode (void) {
  GString *map = g_string_new (
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");

  for (guint block = 0; block < 4; block++) {
    guint first = block * 64, count = block == 3 ? 56 : 64;

    g_string_append_printf (map, "%u beginbfrange\n", count);
    for (guint high = first; high < first + 64; high++) {
      guint least = high == 0 ? 1 : 0, most = high == 0xff ? 0xfd : 0xff;

      if (high >= 0xd8 && high <= 0xdf)
        continue;
      g_string_append_printf (map, "<%02X%02X> <%02X%02X> <%02X%02X>\n", high, least,
                              high, most, high, least);
    }
    g_string_append (map, "endbfrange\n");
  }
  g_string_append (map,
                   "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
  return map;
}
