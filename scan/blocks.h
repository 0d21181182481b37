/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

struct jpeg_decompress_struct;

/* The coefficients of a whole JPEG, which one that is not stored line by line needs, in a
 * nameless file instead of in memory. */
typedef struct Blocks Blocks;

/* From now on @jpeg asks these for its blocks of coefficients. Its client_data points to a
 * structure that begins with the Blocks. To be freed after @jpeg is destroyed. */
Blocks *blocks_new (struct jpeg_decompress_struct *jpeg) G_GNUC_WARN_UNUSED_RESULT;
void blocks_free (Blocks *blocks);
