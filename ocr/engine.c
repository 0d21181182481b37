/* SPDX-License-Identifier: Apache-2.0 */

/* The order of reading, and what may fail in it. Only decoding, cleaning and encoding can
 * lose a page, since without them there is no picture to keep. Recognition has a budget
 * and may fail: then the page is kept without text, for a person to read. A blank back is
 * not recognised at all.
 *
 * The page in its colours is by far the largest thing there is: all that needs colours comes
 * first, so that they are gone before Tesseract makes its own copies. */

#include "ocr/engine.h"

#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"
#include "config/log.h"
#include "ocr/clean.h"
#include "ocr/codes.h"
#include "ocr/compass.h"
#include "ocr/imageheader.h"
#include "ocr/inplace.h"
#include "ocr/likeness.h"
#include "ocr/layers.h"
#include "ocr/recognise.h"
#include "ocr/reread.h"
#include "ocr/understand.h"

struct Engine {
  const EnginePdf *pdf;
  Recogniser *recogniser;
  Reread *reread;
  Figures *figures;
  Forms *forms;
};

Engine *
engine_new (const EnginePdf *pdf, const EngineForms *more, GError **error) {
  g_autoptr (Engine) engine = g_new0 (Engine, 1);
  g_autofree char *folder = layout_data_dup ("ocr/forms");
  g_autofree char *places = layout_data_dup ("ocr/places/places.txt");

  engine->pdf = pdf;
  engine->forms = forms_load (folder, error);
  if (engine->forms == NULL || !forms_load_places (engine->forms, places, error)
      || (more->folder != NULL && !forms_add_folder (engine->forms, more->folder, error))
      || (more->file != NULL && !forms_add_file (engine->forms, more->file, error)))
    return NULL;
  engine->recogniser = recogniser_new (error);
  if (engine->recogniser == NULL)
    return NULL;
  engine->reread = reread_new (error);
  if (engine->reread == NULL)
    return NULL;
  engine->figures = figures_new (error);
  if (engine->figures == NULL)
    return NULL;
  return g_steal_pointer (&engine);
}

void
engine_free (Engine *engine) {
  g_clear_pointer (&engine->recogniser, recogniser_free);
  g_clear_pointer (&engine->reread, reread_free);
  g_clear_pointer (&engine->figures, figures_free);
  g_clear_pointer (&engine->forms, forms_free);
  g_free (engine);
}

static guint
get_ms_since (gint64 start_us) {
  return (guint) ((g_get_monotonic_time () - start_us) / 1000);
}

gboolean
engine_survey (const Engine *engine, const guint8 *bytes, gsize size, Survey *survey,
               GError **error) {
  ImageHeader header;

  if (survey_is_pdf (bytes, size)) {
    *survey = (Survey){.format = SURVEY_PDF, .is_signed = survey_is_signed (bytes, size)};
    return engine->pdf->count (bytes, size, &survey->pages, error);
  }
  *survey = (Survey){0};
  if (!imageheader_parse (bytes, size, 0, &header, error))
    return FALSE;
  survey->format = header.format == IMAGEHEADER_PNG    ? SURVEY_PNG
                   : header.format == IMAGEHEADER_JPEG ? SURVEY_JPEG
                                                       : SURVEY_TIFF;
  return imageheader_count (bytes, size, &survey->pages, error);
}

/* The page as it lay, before anything is judged: a sheet that is known to have lain on its
 * head is put upright first, so that there is nothing to find out. */
static Image *
get_raw (const Engine *engine, const guint8 *bytes, gsize size,
         const AnswerOptions *options, GError **error) {
  Image *raw = survey_is_pdf (bytes, size)
                   ? engine->pdf->draw (bytes, size, options->leaf, error)
                   : image_decode (bytes, size, options->leaf, error);

  if (raw != NULL && !inplace_turn (&raw, options->laid)) {
    g_clear_pointer (&raw, image_free);
    g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "no memory to turn the page");
  }
  return raw;
}

static gboolean
turn_clean (CleanPage *clean, guint degrees, GError **error) {
  if (inplace_turn (&clean->upright, degrees) && inplace_turn (&clean->ink, degrees)
      && inplace_turn (&clean->marks, degrees))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "no memory to turn the page");
  return FALSE;
}

/* What was done before and after cleaning belongs to the recipe. */
static void
note_scan (CleanPage *clean, const AnswerOptions *options, Reading *reading) {
  gboolean sideways = options->turn % 180 != 0;

  reading->paper_width_mm = sideways ? clean->paper_height_mm : clean->paper_width_mm;
  reading->paper_height_mm = sideways ? clean->paper_width_mm : clean->paper_height_mm;
  g_array_append_vals (reading->defects, clean->defects->data, clean->defects->len);
  if (options->laid != 0)
    recipe_prepend (clean->recipe, RECIPE_TURN, (const int[]){(int) options->laid}, 1);
  if (options->turn != 0)
    recipe_add (clean->recipe, RECIPE_TURN, (const int[]){(int) options->turn}, 1);
  clean->recipe->leaf = options->leaf;
  reading->recipe = g_steal_pointer (&clean->recipe);
}

/* Where letters alone do not say it; a sheet that is known to have lain wrong has been put
 * right. */
static gboolean
find_up (const Engine *engine, CleanPage *clean, const AnswerOptions *options,
         GError **error) {
  if (!options->recognise || options->laid != 0
      || compass_turn (engine->recogniser, clean))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "no memory to turn the page");
  return FALSE;
}

/* Takes @file. The clean page is made in the memory of the raw one. A person's turn comes
 * after the program's own, which it corrects. */
static CleanPage *
clean_file (const Engine *engine, GByteArray *file, const AnswerOptions *options,
            Reading *reading, GError **error) {
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (Image) raw = get_raw (engine, file->data, file->len, options, error);
  g_autoptr (CleanPage) clean = NULL;

  g_byte_array_unref (file);
  clean = raw != NULL ? clean_page (g_steal_pointer (&raw), error) : NULL;
  if (clean == NULL || !find_up (engine, clean, options, error)
      || !turn_clean (clean, options->turn, error))
    return NULL;
  reading->blank = clean->blank;
  reading->rotation = (clean->rotation + (int) options->laid + (int) options->turn) % 360;
  reading->skew_deg = clean->skew_deg;
  reading->rotation_unsure = clean->unsure && options->laid == 0 && options->turn == 0;
  note_scan (clean, options, reading);
  reading->width_px = image_get_width (clean->upright);
  reading->height_px = image_get_height (clean->upright);
  reading->res_dpi = image_get_res_dpi (clean->upright);
  reading->clean_ms = get_ms_since (start_us);
  return g_steal_pointer (&clean);
}

static void
recognise_words (const Engine *engine, CleanPage *clean, Reading *reading) {
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GError) fault = NULL;
  Words *words
      = recogniser_read (engine->recogniser, clean->ink, LIMIT_OCR_CPU_MS, &fault);

  if (words != NULL)
    reread_words (engine->reread, clean->ink, words);
  reading->recognise_ms = get_ms_since (start_us);
  if (words == NULL) {
    log_warning ("page kept without text after %u ms: %s", reading->recognise_ms,
                 fault->message);
    return;
  }
  words_free (reading->words);
  reading->words = words;
}

static void
understand_words (const Engine *engine, const GPtrArray *codes, CleanPage *clean,
                  Reading *reading) {
  gint64 start_us = g_get_monotonic_time ();

  understand_page (engine->forms, engine->figures, codes, clean->upright, clean->ink,
                   reading);
  reading->understand_ms = get_ms_since (start_us);
}

static char *
hash_image (const PageImage *image) {
  g_autoptr (GBytes) bytes = pageimage_format (image);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

GBytes *
engine_replay (const Engine *engine, const guint8 *bytes, gsize size_bytes,
               const Reading *reading, GError **error) {
  const AnswerOptions options = {.leaf = reading->recipe->leaf};
  g_autoptr (Image) raw = get_raw (engine, bytes, size_bytes, &options, error);
  g_autoptr (CleanPage) page = NULL;
  g_autoptr (PageImage) image = NULL;

  if (raw == NULL)
    return NULL;
  page = clean_again (g_steal_pointer (&raw), reading->recipe, reading->blank);
  if (page == NULL) {
    g_set_error_literal (error, FAULT, FAULT_IMAGE, "the recipe is for another page");
    return NULL;
  }
  image = layers_encode (page->upright, page->marks, error);
  return image != NULL ? pageimage_format (image) : NULL;
}

/* All that needs the page in its colours: what it looks like and the codes on it. */
static gboolean
look_at_colours (CleanPage *clean, const AnswerOptions *options, Answer *answer,
                 GPtrArray **codes, GError **error) {
  answer->image = layers_encode (clean->upright, clean->marks, error);
  if (answer->image == NULL)
    return FALSE;
  answer->reading->recipe->image_sha256 = hash_image (answer->image);
  if (options->preview_px > 0)
    answer->preview = image_preview (clean->upright, options->preview_px);
  if (!clean->blank && options->recognise)
    *codes = codes_find (clean->upright, LIMIT_CODES_TIME_MS);
  return TRUE;
}

static gboolean
drop_colours (CleanPage *clean, GError **error) {
  g_clear_pointer (&clean->marks, image_free);
  if (image_drop_colours (&clean->upright))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "no memory for the page as grey");
  return FALSE;
}

static void
read_words (const Engine *engine, const GPtrArray *codes, CleanPage *clean,
            Reading *reading) {
  recognise_words (engine, clean, reading);
  understand_words (engine, codes, clean, reading);
}

Answer *
engine_read (Engine *engine, GByteArray *file, const AnswerOptions *options,
             GError **error) {
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  g_autoptr (CleanPage) clean = NULL;
  g_autoptr (GPtrArray) codes = NULL;

  answer->reading = reading_new ();
  clean = clean_file (engine, file, options, answer->reading, error);
  if (clean == NULL || !look_at_colours (clean, options, answer, &codes, error))
    return NULL;
  if (!clean->blank && !drop_colours (clean, error))
    return NULL;
  if (options->likeness && !clean->blank)
    answer->reading->likeness = likeness_dup (clean->upright);
  if (codes != NULL)
    read_words (engine, codes, clean, answer->reading);
  log_info ("page: %u words, %u fields, clean %u ms, recognise %u ms, understand %u ms",
            answer->reading->words->words->len, answer->reading->fields->len,
            answer->reading->clean_ms, answer->reading->recognise_ms,
            answer->reading->understand_ms);
  return g_steal_pointer (&answer);
}
