/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Lets Tesseract recognise the image it was given, for at most @cpu_ms milliseconds of
 * this process's processor time: a busy machine makes a page slow, not illegible. TRUE when
 * it came to its end; what it has after FALSE is a part and must be dropped. */
struct TessBaseAPI;
gboolean budget_recognise (struct TessBaseAPI *tess,
                           guint cpu_ms) G_GNUC_WARN_UNUSED_RESULT;
