/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "trouble.h"

/* How a piece of paper lies on a scanner's bed. */
typedef struct {
  double width_mm, height_mm;  /* cut out of the page drawn */
  double from_x_mm, from_y_mm; /* where in the page it is cut out */
  double x_mm, y_mm;           /* of its upper left corner on the bed */
  double degrees;              /* then turned clockwise around its middle */
  double bed;                  /* light of the lid, 0 black ... 1 white */
} BedPaper;

/* Replaces the page by a bed of the page's size on which the piece of paper lies. */
void bed_lay (TroublePage *page, const BedPaper *paper);

/* Half a sheet, an identity card, a receipt: somewhere on the bed, a little turned. */
void bed_lay_a5_black (TroublePage *page, Dice *dice);
void bed_lay_a5_white (TroublePage *page, Dice *dice);
void bed_lay_card_black (TroublePage *page, Dice *dice);
void bed_lay_card_white (TroublePage *page, Dice *dice);
void bed_lay_receipt_black (TroublePage *page, Dice *dice);
void bed_lay_receipt_white (TroublePage *page, Dice *dice);
