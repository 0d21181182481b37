/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* Tesseract with the Vietnamese model. One recogniser serves one thread. */
typedef struct Recogniser Recogniser;

/* Loads the model: from here on no file is opened. FAULT_CONFIG names the Debian package
 * that is missing. */
Recogniser *recogniser_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void recogniser_free (Recogniser *recogniser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recogniser, recogniser_free)

/* Reads @ink (grey or 1 bit, upright) within @cpu_ms of processor time. After that the fault is
 * FAULT_TEMPORARY and there are no words. */
Words *recogniser_read (Recogniser *recogniser, Image *ink, guint cpu_ms,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
