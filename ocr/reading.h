/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/field.h"
#include "ocr/quality.h"
#include "ocr/recipe.h"
#include "ocr/words.h"

#include <json-glib/json-glib.h>

/* Everything motcua-read learned about one page: the answer that crosses the process
 * boundary, and the .json file that `motcua read` writes. */
typedef struct {
  gboolean blank;
  int rotation;              /* degrees clockwise the input's content was turned:
                                      0, 90, 180, 270 */
  double skew_deg;           /* further clockwise degrees of the input */
  guint width_px, height_px; /* of the upright, deskewed page */
  guint res_dpi;
  gboolean rotation_unsure;               /* the page does not say which way is up */
  double paper_width_mm, paper_height_mm; /* of the paper as it is upright */
  GArray *defects;                        /* Defect: why it should be scanned again */
  Recipe *recipe;                  /* of the page's image; NULL when there is none */
  char *document_type;             /* key of paper_types, or NULL when unsure */
  double document_type_confidence; /* 0..1 */
  char *qr;                        /* payload of the page's code, or NULL */
  GPtrArray *fields;               /* Field, owned */
  Words *words;
  char *likeness; /* as in ocr/likeness.h; NULL when nobody asked, or blank */
  guint clean_ms, recognise_ms, understand_ms;
} Reading;

Reading *reading_new (void);
void reading_free (Reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* The field called @name, borrowed, or NULL. */
Field *reading_find_field (Reading *reading, const char *name);
const Field *reading_get_field (const Reading *reading, const char *name);

/* The JSON of the command line's contract; @page is its "page" member. With @words FALSE
 * the words are left out. Caller frees. */
char *reading_format (const Reading *reading, const char *page,
                      gboolean words) G_GNUC_WARN_UNUSED_RESULT;

/* Reads what reading_format wrote, as from an untrusted worker: sizes, counts, ranges and
 * UTF-8 are checked; FAULT_PROTOCOL otherwise. */
Reading *reading_parse (const char *json, gsize size_bytes,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
