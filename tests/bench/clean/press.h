/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/clean.h"
#include "printer/stack.h"

/* Pages of the printer as images in memory. */

/* A page spoilt in turn by the troubles named. */
typedef struct {
  Image *raw;
  char *text;       /* truth */
  TroublePage said; /* what was done to it; its surfaces are gone */
} PressPage;

PressPage *press_page (guint64 seed, guint number, const char *kind,
                       const char *const *troubles,
                       int res_dpi) G_GNUC_WARN_UNUSED_RESULT;
void press_page_free (PressPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PressPage, press_page_free)
