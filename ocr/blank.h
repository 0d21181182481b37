/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/glimpse.h"

/* Whether the page holds nothing that anybody wrote, printed or stamped: specks, punch
 * holes, staples, folds, dark edges and what shines through from the other side are
 * nothing. In doubt it holds something: a page number, a signature or a stamp is enough,
 * and a page too dark to tell is not blank. @glimpse is of @raw. */
gboolean blank_check (const Glimpse *glimpse, Image *raw);
