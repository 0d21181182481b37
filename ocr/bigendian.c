/* SPDX-License-Identifier: Apache-2.0 */

/* GDataOutputStream would do the same through three objects and an error that cannot
 * occur; writing into memory needs neither. */

#include "ocr/bigendian.h"

#include <string.h>

void
bigendian_put_u16 (GByteArray *bytes, guint value) {
  guint8 big[] = {(guint8) (value >> 8), (guint8) value};

  g_byte_array_append (bytes, big, sizeof big);
}

void
bigendian_put_u32 (GByteArray *bytes, guint32 value) {
  bigendian_put_u16 (bytes, value >> 16);
  bigendian_put_u16 (bytes, value & 0xffff);
}

void
bigendian_put_zeros (GByteArray *bytes, guint count) {
  guint start = bytes->len;

  g_byte_array_set_size (bytes, start + count);
  memset (bytes->data + start, 0, count);
}
