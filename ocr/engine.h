/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/answer.h"

/* All that reads a page, one step after the other, in one process: decode, clean,
 * recognise, understand, encode. */
typedef struct Engine Engine;

/* Loads the model and the forms; from here on no file is opened. FAULT_CONFIG says what is
 * missing. */
Engine *engine_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void engine_free (Engine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Engine, engine_free)

/* Reads one page from its hostile @bytes. A page that cannot be recognised in time is
 * kept without words; FAULT_IMAGE when it cannot be decoded. Caller owns the answer. */
Answer *engine_read (Engine *engine, const guint8 *bytes, gsize size_bytes,
                     const AnswerOptions *options,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
