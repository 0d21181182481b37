/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "dice.h"

typedef struct _cairo_surface cairo_surface_t;

/* A page on its way through the scanner. */
typedef struct {
  cairo_surface_t *surface; /* owned; replaced when the page turns */
  cairo_surface_t *behind;  /* what shines through, or NULL; borrowed */
  int res_dpi;
  int rotation; /* by how many degrees clockwise the content is turned now */
  double skew;
  int jpeg_quality;                       /* 0: as asked for */
  const char *defect;                     /* why it should be scanned again, or NULL */
  double paper_width_mm, paper_height_mm; /* of a paper smaller than the bed; else 0 */
} TroublePage;

/* One kind of what goes wrong with pages. */
typedef struct {
  const char *name;
  gboolean on_sheet; /* drawn by the sheet (a seal over the text), not on its picture */
  gboolean needs_behind;
  void (*spoil) (TroublePage *page, Dice *dice);
  gboolean named_only; /* only when asked for by name */
} Trouble;

/* All troubles, ended by one without a name; the first is "clean". */
const Trouble *trouble_list (void);

/* NULL if there is none of that name. */
const Trouble *trouble_find (const char *name);

/* Turns the content further clockwise by 90, 180 or 270 degrees. */
void trouble_turn (TroublePage *page, int degrees);

/* Turns the content by a small angle, clockwise if positive; corners are light grey. */
void trouble_skew (TroublePage *page, double degrees);

/* Lets what is behind shine through, mirrored, with @strength 0 ... 1. */
void trouble_bleed (TroublePage *page, double strength);

/* @per_million of the pixels become specks of dust. */
void trouble_speck (TroublePage *page, Dice *dice, guint per_million);
