/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One of Tesseract's models, loaded and shut off from the file system: Tesseract's own
 * handle, which only sources in ocr/ look inside. Free with TessBaseAPIDelete(). */
struct TessBaseAPI;

/* Loads model @name, LSTM only; from here on it opens no file. FAULT_CONFIG names the
 * Debian package that is missing. */
struct TessBaseAPI *model_open (const char *name,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Recognises the image it was given, for at most @cpu_ms milliseconds of this process's
 * processor time: a busy machine makes a page slow, not illegible. TRUE when it came to its
 * end; what it has after FALSE is a part and must be dropped. */
gboolean model_recognise (struct TessBaseAPI *model,
                          guint cpu_ms) G_GNUC_WARN_UNUSED_RESULT;
