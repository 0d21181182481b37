/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What one page says: filled in while it is drawn, completed while it is spoilt. */
typedef struct Truth Truth;

Truth *truth_new (void) G_GNUC_WARN_UNUSED_RESULT;
void truth_free (Truth *truth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Truth, truth_free)

/* Text in reading order, one line at a time. */
void truth_add_line (Truth *truth, const char *line);

/* A value under its catalogue name. Dates in words and spaced numbers are recorded in
 * the catalogue's form. @box is [left, top, right, bottom] on the upright page. The
 * first value of a name stays: a name repeated in a signature does not count again. A
 * name with a plus ("issuer+") goes on with the value of that name on a further line. */
void truth_add_field (Truth *truth, const char *name, const char *shown,
                      const int box[4]);

/* Words of seals: reading them is neither wanted nor wrong. */
void truth_add_optional (Truth *truth, const char *text);

void truth_set_qr (Truth *truth, const char *payload);

/* The lines so far; borrowed. */
const char *truth_get_text (const Truth *truth);

/* How the page went through the scanner. */
typedef struct {
  const char *page; /* "001" */
  const char *file; /* "001.png" */
  const char *template_name;
  const char *paper; /* catalogue type; also of further pages of a paper */
  const char *trouble;
  const char *dossier;
  const char *font;
  const char *value_font;
  int res_dpi;
  int rotation;
  double skew;
  const char *defect;                     /* why it should be scanned again, or NULL */
  double paper_width_mm, paper_height_mm; /* of a paper smaller than the bed; else 0 */
  gboolean blank;
  gboolean continues; /* a further page of the paper before it */
} TruthPage;

/* All pages of one run. */
typedef struct TruthBook TruthBook;

/* Creates DIR/truth. FAULT_STORAGE. */
TruthBook *truth_open (const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes DIR/truth/gt/PAGE.txt and notes the page. FAULT_STORAGE. */
gboolean truth_save_page (TruthBook *book, const Truth *truth, const TruthPage *page,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes DIR/truth/manifest.json. FAULT_STORAGE. */
gboolean truth_save (TruthBook *book, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void truth_close (TruthBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TruthBook, truth_close)
