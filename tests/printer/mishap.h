/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "trouble.h"

/* What goes wrong in one scan so that it should be done again, and what a page may have
 * without being wrong: holes, a great tilt. Those of the first kind set the page's
 * `defect`. */
void mishap_punch (TroublePage *page, Dice *dice);  /* filing holes */
void mishap_tilt (TroublePage *page, Dice *dice);   /* skew of up to 20 degrees */
void mishap_cut (TroublePage *page, Dice *dice);    /* text runs off one edge */
void mishap_corner (TroublePage *page, Dice *dice); /* a corner folded over */
void mishap_dim (TroublePage *page, Dice *dice);    /* far too dark */
void mishap_black (TroublePage *page, Dice *dice);  /* nothing but dark */
void mishap_coarse (TroublePage *page, Dice *dice); /* scanned at under 110 dpi */
void mishap_smear (TroublePage *page, Dice *dice);  /* out of focus beyond reading */
void mishap_glass (TroublePage *page, Dice *dice);  /* one streak of dust */

/* The streak of dust at @at_mm from the left, @light of 256 of its light left. */
void mishap_streak (TroublePage *page, double at_mm, int light);
