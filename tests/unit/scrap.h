/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/slice.h"

/* @bytes in the midst of a file without a name, other text before and behind it. Good until
 * the next one is made. */
Slice scrap_new (const char *bytes, gsize size);
