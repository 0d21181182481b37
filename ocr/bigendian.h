/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Big-endian numbers at the end of a growing array, as font and colour files have them. */
void bigendian_put_u16 (GByteArray *bytes, guint value);
void bigendian_put_u32 (GByteArray *bytes, guint32 value);
void bigendian_put_zeros (GByteArray *bytes, guint count);
