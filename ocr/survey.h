/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What a file that a person brings is, before any page of it is read. */

typedef enum {
  SURVEY_PNG,
  SURVEY_JPEG,
  SURVEY_TIFF,
  SURVEY_PDF,
} SurveyFormat;

typedef struct {
  SurveyFormat format;
  guint pages;        /* 1..LIMIT_FILE_PAGES */
  gboolean is_signed; /* a PDF with a signature in it, which covers its bytes */
} Survey;

/* TRUE when the bytes say that they are a PDF, as its readers take them to. */
gboolean survey_is_pdf (const guint8 *bytes, gsize size_bytes);

/* TRUE when a PDF has a signature dictionary (ISO 32000-1, 12.8.1). Whether the signature
 * is good is not asked. */
gboolean survey_is_signed (const guint8 *bytes, gsize size_bytes);

/* Across the reader's socket; parsing believes nothing (FAULT_PROTOCOL). */
char *survey_format (const Survey *survey) G_GNUC_WARN_UNUSED_RESULT;
gboolean survey_parse (const char *json, gsize size_bytes, Survey *survey,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
