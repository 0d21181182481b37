/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Figures in recognised text: written together, in groups, or one to a box. */
typedef struct {
  char *digits;     /* ASCII */
  guint repaired;   /* how many of them were read as a letter */
  gsize start, end; /* bytes of the text */
} DigitRun;

void digit_run_clear (DigitRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DigitRun, digit_run_clear)

/* The first run in @text of exactly @wanted figures; when there is none and @least is not
 * 0, the longest of @least or more. FALSE when there is neither. Letters that recognition
 * confuses with figures (O l I S B Z G and their like) count only among figures. */
gboolean digits_find (const char *text, guint wanted, guint least, DigitRun *run);

/* TRUE for a letter that recognition confuses with a figure. */
gboolean digits_is_like (gunichar letter);
