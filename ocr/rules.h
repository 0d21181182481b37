/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* The straight printed lines of forms and tables. */
typedef struct {
  GArray *across; /* Box, lying lines */
  GArray *down;   /* Box, standing lines */
} Rules;

/* Takes the rules off @grey and off its 1-bit @mask, leaving the strokes of letters that
 * cross them; returns where they were. The page must be straight. */
Rules *rules_remove (Image *grey, Image *mask) G_GNUC_WARN_UNUSED_RESULT;

void rules_free (Rules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rules, rules_free)
