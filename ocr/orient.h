/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* How the content of a page is turned. */
typedef struct {
  int rotation;      /* 0, 90, 180, 270 degrees clockwise */
  double skew_deg;   /* further clockwise degrees, to about 20 */
  gboolean lines;    /* lines of text were found: the skew is theirs */
  gboolean standing; /* they run from top to bottom */
  gboolean unsure;   /* the page may be turned in a way that it does not show */
  gboolean doubtful; /* a second opinion on the rotation is worth its time */
} Orientation;

/* From the 8-bit @grey of its ink (of ink_stretch); all 0 when the page does not say. */
Orientation orient_find (Image *grey);
