/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Whether the page holds nothing that anybody wrote, printed or stamped: specks, punch
 * holes, staples, dark edges and what shines through from the other side are nothing.
 * @flat is of ink_flatten, @mask the 1-bit mask of its ink. In doubt it holds something:
 * a page number, a signature or a stamp is enough. */
gboolean blank_check (Image *flat, Image *mask);
