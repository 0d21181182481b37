/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* A second reader of prose, for what the first one was not sure of. One serves one
 * thread. */
typedef struct Reread Reread;

/* Loads the model: from here on no file is opened. FAULT_CONFIG names the Debian package
 * that is missing. */
Reread *reread_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reread_free (Reread *reread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reread, reread_free)

/* Reads the doubtful ones of @words, which are in reading order, again on @ink, from which
 * they were read, and takes the second reading where it is the better one. Figures and
 * machine-readable zones stay: others read these again. */
void reread_words (Reread *reread, Image *ink, Words *words);
