/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pageimage.h"
#include "ocr/reading.h"

/* Both sides of an identity card on one A4 page, at true scale: what offices copy. */

/* Whether the page is a card of ISO/IEC 7810 ID-1 and nothing more. */
gboolean cardsheet_is_card (const Reading *reading);

/* A page of A4 with @front above @back, layers and rungs as they are; NULL when they are of
 * different resolutions or larger than cards. The words of both, at their new places, are
 * appended to @words. Caller owns the page. */
PageImage *cardsheet_join (const PageImage *front, const Words *front_words,
                           const PageImage *back, const Words *back_words,
                           Words *words) G_GNUC_WARN_UNUSED_RESULT;
