/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/card.h"
#include "ocr/mrz.h"
#include "ocr/reading.h"

/* Lets the QR of an identity card, which stands in @box, overrule what was printed. */
void sources_merge_card (Reading *reading, const Card *card, Box box);

/* Lets the zone overrule print and, where there is a QR (@has_card), only check it. */
void sources_merge_mrz (Reading *reading, const Mrz *mrz, gboolean has_card, Box box);
