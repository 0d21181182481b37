/* SPDX-License-Identifier: Apache-2.0 */

/* PDF/A wants to know what the device colours mean; scanners deliver sRGB. The profile is
 * three primaries, a white point and one curve, all given by the standard, so it is
 * computed here: no file with a licence of its own travels with the product.
 *
 * The primaries are adapted to D50 (Bradford), as ICC's connection space asks. The curve
 * is tabulated rather than told as "gamma 2.2", which is wrong in the dark tones. */

#include "ocr/pdfcolour.h"

#include "ocr/bigendian.h"

#include <math.h>
#include <string.h>

#define HEADER_BYTES 128
#define TAG_BYTES    12
#define CURVE_POINTS 1024
#define COLOUR_NAME  "sRGB IEC61966-2-1"
#define NO_RIGHTS    "No copyright, use freely"

typedef struct {
  const char *name;
  GByteArray *bytes; /* NULL: the same as the tag before */
} ColourTag;

static void
put_text (GByteArray *bytes, const char *text, gsize size) {
  g_byte_array_append (bytes, (const guint8 *) text, (guint) size);
}

/* @type with its four reserved bytes. */
static GByteArray *
new_tag (const char *type) {
  GByteArray *bytes = g_byte_array_new ();

  put_text (bytes, type, 4);
  bigendian_put_u32 (bytes, 0);
  return bytes;
}

/* textDescriptionType: the ASCII name; Unicode and Macintosh names stay empty. */
static GByteArray *
new_description (void) {
  GByteArray *bytes = new_tag ("desc");

  bigendian_put_u32 (bytes, sizeof COLOUR_NAME);
  put_text (bytes, COLOUR_NAME, sizeof COLOUR_NAME);
  bigendian_put_zeros (bytes, 4 + 4 + 2 + 1 + 67);
  return bytes;
}

static GByteArray *
new_copyright (void) {
  GByteArray *bytes = new_tag ("text");

  put_text (bytes, NO_RIGHTS, sizeof NO_RIGHTS);
  return bytes;
}

/* s15Fixed16 numbers in 65536ths. */
static GByteArray *
new_xyz (guint32 x, guint32 y, guint32 z) {
  GByteArray *bytes = new_tag ("XYZ ");

  bigendian_put_u32 (bytes, x);
  bigendian_put_u32 (bytes, y);
  bigendian_put_u32 (bytes, z);
  return bytes;
}

static double
decode_tone (double tone) {
  return tone <= 0.04045 ? tone / 12.92 : pow ((tone + 0.055) / 1.055, 2.4);
}

static GByteArray *
new_curve (void) {
  GByteArray *bytes = new_tag ("curv");

  bigendian_put_u32 (bytes, CURVE_POINTS);
  for (guint i = 0; i < CURVE_POINTS; i++)
    bigendian_put_u16 (bytes,
                       (guint) lround (65535 * decode_tone (i / (CURVE_POINTS - 1.0))));
  return bytes;
}

/* ICC.1:2001-04, 6.1: display device, RGB to XYZ, dated 2000-01-01. */
static void
put_header (GByteArray *profile, guint32 size) {
  bigendian_put_u32 (profile, size);
  bigendian_put_u32 (profile, 0);
  bigendian_put_u32 (profile, 0x02100000);
  put_text (profile, "mntrRGB XYZ ", 12);
  bigendian_put_u16 (profile, 2000);
  bigendian_put_u16 (profile, 1);
  bigendian_put_u16 (profile, 1);
  bigendian_put_zeros (profile, 6);
  put_text (profile, "acsp", 4);
  bigendian_put_zeros (profile, 28); /* no platform, flags, device; perceptual intent */
  bigendian_put_u32 (profile, 0xf6d6);
  bigendian_put_u32 (profile, 0x10000);
  bigendian_put_u32 (profile, 0xd32d); /* D50 */
  bigendian_put_zeros (profile, HEADER_BYTES - profile->len);
}

static guint32
measure_profile (const ColourTag *tags, guint count) {
  guint32 size = HEADER_BYTES + 4 + TAG_BYTES * count;

  for (guint i = 0; i < count; i++) {
    if (tags[i].bytes == NULL)
      continue;
    bigendian_put_zeros (tags[i].bytes, (4 - tags[i].bytes->len % 4) % 4);
    size += tags[i].bytes->len;
  }
  return size;
}

/* The tag table, then the tags; tags that are the same share their bytes. */
static void
put_tags (GByteArray *profile, const ColourTag *tags, guint count) {
  guint32 next = HEADER_BYTES + 4 + TAG_BYTES * count, offset = 0, size = 0;

  bigendian_put_u32 (profile, count);
  for (guint i = 0; i < count; i++) {
    if (tags[i].bytes != NULL) {
      offset = next;
      size = tags[i].bytes->len;
      next += size;
    }
    put_text (profile, tags[i].name, 4);
    bigendian_put_u32 (profile, offset);
    bigendian_put_u32 (profile, size);
  }
  for (guint i = 0; i < count; i++) {
    if (tags[i].bytes != NULL)
      g_byte_array_append (profile, tags[i].bytes->data, tags[i].bytes->len);
  }
}

GByteArray *
pdfcolour_new_profile (void) {
  GByteArray *profile = g_byte_array_new ();
  ColourTag tags[] = {
      {"desc", new_description ()},
      {"cprt", new_copyright ()},
      {"wtpt", new_xyz (0xf6d6, 0x10000, 0xd32d)},
      {"rXYZ", new_xyz (0x6fa2, 0x38f5, 0x0390)},
      {"gXYZ", new_xyz (0x6299, 0xb785, 0x18da)},
      {"bXYZ", new_xyz (0x24a0, 0x0f84, 0xb6cf)},
      {"rTRC", new_curve ()},
      {"gTRC", NULL},
      {"bTRC", NULL},
  };
  guint count = G_N_ELEMENTS (tags);

  put_header (profile, measure_profile (tags, count));
  put_tags (profile, tags, count);
  for (guint i = 0; i < count; i++)
    g_clear_pointer (&tags[i].bytes, g_byte_array_unref);
  return profile;
}
