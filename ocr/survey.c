/* SPDX-License-Identifier: Apache-2.0 */

/* A signature covers the bytes that /ByteRange names, so the dictionary that carries it
 * stands in the file in clear and can be looked for without understanding the rest: a
 * /ByteRange with its array, and near it what makes the dictionary a signature. A file
 * that only pretends is kept byte for byte as well, which does no harm. */

#define _GNU_SOURCE /* memmem */

#include "ocr/survey.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

#define PDF_MAGIC       "%PDF-"
#define PDF_LEAD_BYTES  1024
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define NEAR_BYTES      (256 * 1024) /* the signature itself stands between */
#define JSON_MOST_BYTES 256

static const char *const format_names[] = {
    [SURVEY_PNG] = "png",
    [SURVEY_JPEG] = "jpeg",
    [SURVEY_TIFF] = "tiff",
    [SURVEY_PDF] = "pdf",
};

static gsize
skip_space (const guint8 *bytes, gsize size, gsize at) {
  while (at < size && bytes[at] != 0 && strchr (" \t\r\n\f", bytes[at]) != NULL)
    at++;
  return at;
}

/* Its readers take a PDF that begins anywhere in the first kilobyte; so may an image that
 * carries one in its notes. What begins as something else is not taken for a PDF here. */
gboolean
survey_is_pdf (const guint8 *bytes, gsize size) {
  gsize at = size >= 3 && memcmp (bytes, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;

  at = skip_space (bytes, MIN (size, PDF_LEAD_BYTES), at);
  return size - at >= strlen (PDF_MAGIC)
         && memcmp (bytes + at, PDF_MAGIC, strlen (PDF_MAGIC)) == 0;
}

/* Where what follows @name and white space is @value; @size when nowhere. */
static gsize
find_pair (const guint8 *bytes, gsize size, gsize at, const char *name,
           const char *value) {
  const guint8 *found;

  while (at < size
         && (found = memmem (bytes + at, size - at, name, strlen (name))) != NULL) {
    gsize start = (gsize) (found - bytes);

    at = skip_space (bytes, size, start + strlen (name));
    if (size - at >= strlen (value) && memcmp (bytes + at, value, strlen (value)) == 0)
      return start;
    at = start + 1;
  }
  return size;
}

gboolean
survey_is_signed (const guint8 *bytes, gsize size) {
  static const char *const marks[][2] = {
      {"/Type", "/Sig"},
      {"/Type", "/DocTimeStamp"},
      {"/SubFilter", "/ETSI."},
      {"/SubFilter", "/adbe."},
  };
  gsize range = 0;

  while ((range = find_pair (bytes, size, range, "/ByteRange", "[")) < size) {
    gsize from = range > NEAR_BYTES ? range - NEAR_BYTES : 0;
    gsize to = MIN (size, range + NEAR_BYTES);

    for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
      if (find_pair (bytes, to, from, marks[i][0], marks[i][1]) < to)
        return TRUE;
    }
    range++;
  }
  return FALSE;
}

char *
survey_format (const Survey *survey) {
  return g_strdup_printf ("{\"format\": \"%s\", \"pages\": %u, \"signed\": %s}",
                          format_names[survey->format], survey->pages,
                          survey->is_signed ? "true" : "false");
}

gboolean
survey_parse (const char *json, gsize size, Survey *survey, GError **error) {
  g_autoptr (JsonObject) root
      = json_parse (json, size, JSON_MOST_BYTES, FAULT_PROTOCOL, "survey", error);
  const char *format;
  gint64 pages;
  guint i = 0;

  if (root == NULL)
    return FALSE;
  format = json_get_string (root, "format", "");
  pages = json_get_int (root, "pages", 0);
  while (i < G_N_ELEMENTS (format_names) && !g_str_equal (format_names[i], format))
    i++;
  if (i == G_N_ELEMENTS (format_names) || pages < 1 || pages > LIMIT_FILE_PAGES) {
    g_set_error_literal (error, FAULT, FAULT_PROTOCOL, "survey: out of range");
    return FALSE;
  }
  *survey = (Survey){(SurveyFormat) i, (guint) pages,
                     json_get_boolean (root, "signed", FALSE)};
  return TRUE;
}
