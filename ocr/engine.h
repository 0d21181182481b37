/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/answer.h"
#include "ocr/image.h"
#include "ocr/survey.h"

/* All that reads a page, one step after the other, in one process: decode, clean,
 * recognise, understand, encode. */
typedef struct Engine Engine;

/* What turns pages of PDFs into images: pdfpage.h, which only some programs are linked to. */
typedef struct {
  gboolean (*count) (const guint8 *bytes, gsize size_bytes, guint *pages, GError **error);
  Image *(*draw) (const guint8 *bytes, gsize size_bytes, guint leaf, GError **error);
} EnginePdf;

/* Forms beside those that are shipped: a site's folder, and one that is tried; or NULL. */
typedef struct {
  const char *folder;
  const char *file;
} EngineForms;

/* Loads the model and the forms; from here on no file is opened. @pdf is borrowed for good.
 * FAULT_CONFIG says what is missing. */
Engine *engine_new (const EnginePdf *pdf, const EngineForms *more,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void engine_free (Engine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Engine, engine_free)

/* What the file in @bytes is. FAULT_IMAGE, as for reading it: not taken, broken, too
 * large. */
gboolean engine_survey (const Engine *engine, const guint8 *bytes, gsize size_bytes,
                        Survey *survey, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads one page from its hostile @file, which it takes. A page that cannot be recognised in
 * time is kept without words; FAULT_IMAGE when it cannot be decoded. Caller owns the
 * answer. */
Answer *engine_read (Engine *engine, GByteArray *file, const AnswerOptions *options,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the page's image once more by the recipe of an earlier @reading, without a look
 * at it, and returns its bytes, whose SHA-256 the recipe should bear. FAULT_IMAGE when the
 * page cannot be decoded or is another one. */
GBytes *engine_replay (const Engine *engine, const guint8 *bytes, gsize size_bytes,
                       const Reading *reading, GError **error) G_GNUC_WARN_UNUSED_RESULT;
