/* SPDX-License-Identifier: Apache-2.0 */

/* Which way is up, how far a page is tilted, how large the paper is. */

#include "bench/clean/exam.h"
#include "bench/clean/press.h"

#include "ocr/compass.h"

#include <leptonica/allheaders.h>

#include <math.h>
#include <stdio.h>

#define SKEW_MOST_DEG 0.3
#define SIZE_MOST_MM  2.0

/* Papers with text; the card is looked at on its own bed. */
static const char *const kinds[] = {
    "tk_khai_sinh",    "tk_ket_hon",     "ct01",        "de_nghi_hkd",  "don_bien_dong",
    "giay_uy_quyen",   "giay_khai_sinh", "gcn_ket_hon", "the_can_cuoc", "giay_tiep_nhan",
    "giay_chung_sinh", "cong_van",       "quyet_dinh"};
static const char *const lights[] = {"clean", "speckle", "lowcontrast", "border", "bleed",
                                     "stamp", "fold",    "yellow",      "blur"};

gboolean
exam_tell (const char *name, guint good, guint all, double percent) {
  double got = all > 0 ? 100.0 * good / all : 100;
  gboolean met = got >= percent;

  printf ("%-44s %4u of %4u  %6.2f %%  (target %g %%)%s\n", name, good, all, got, percent,
          met ? "" : "  MISSED");
  return met;
}

static CleanPage *
clean_raw (Image *raw) {
  g_autoptr (GError) error = NULL;
  CleanPage *clean = clean_page (pixClone (raw), &error);

  if (clean == NULL)
    g_error ("%s", error->message);
  return clean;
}

typedef struct {
  guint turned, fixed, upright, spoilt, unsure, second;
} Turns;

/* The second opinion of the reader. */
static Recogniser *
open_recogniser (void) {
  g_autoptr (GError) error = NULL;
  Recogniser *recogniser = recogniser_new (&error);

  if (recogniser == NULL)
    g_error ("%s", error->message);
  return recogniser;
}

static void
try_turns (Turns *turns, Recogniser *recogniser, Image *page, guint64 seed,
           const char *kind, const char *light) {
  for (int quarter = 0; quarter < 4; quarter++) {
    g_autoptr (Image) raw = pixRotateOrth (page, quarter);
    g_autoptr (CleanPage) clean = clean_raw (raw);
    gboolean second = clean->doubtful && compass_turn (recogniser, clean);
    gboolean right = clean->rotation == 90 * quarter;

    turns->second += second;

    turns->turned += quarter != 0;
    turns->fixed += quarter != 0 && right;
    turns->upright += quarter == 0;
    turns->spoilt += quarter == 0 && !right;
    turns->unsure += clean->unsure;
    if (!right)
      printf ("  seed %" G_GUINT64_FORMAT " %s %s turned %d: found %d%s\n", seed, kind,
              light, 90 * quarter, clean->rotation, clean->unsure ? ", unsure" : "");
  }
}

gboolean
exam_orient (guint64 first_seed, guint seeds) {
  g_autoptr (Recogniser) recogniser = open_recogniser ();
  Turns turns = {0};
  gboolean met;

  for (guint i = 0; i < seeds * G_N_ELEMENTS (kinds); i++) {
    guint64 seed = first_seed + i / G_N_ELEMENTS (kinds);
    const char *kind = kinds[i % G_N_ELEMENTS (kinds)];
    const char *const troubles[] = {lights[i % G_N_ELEMENTS (lights)], "skew", NULL};
    g_autoptr (PressPage) page
        = press_page (seed, i + 1, kind, troubles, i % 2 == 0 ? 200 : 300);

    try_turns (&turns, recogniser, page->raw, seed, kind, troubles[0]);
  }
  met = exam_tell ("orientation: turned pages put right", turns.fixed, turns.turned, 99);
  met &= exam_tell ("orientation: upright pages left so", turns.upright - turns.spoilt,
                    turns.upright, 100);
  printf ("%-44s %4u\n%-44s %4u\n", "orientation: flagged as unsure", turns.unsure,
          "orientation: strips read", turns.second);
  return met;
}

/* --- skew --------------------------------------------------------------------------- */

static Image *
tilt (Image *page, double degrees) {
  return pixRotate (page, (float) (degrees * G_PI / 180), L_ROTATE_AREA_MAP,
                    L_BRING_IN_WHITE, 0, 0);
}

gboolean
exam_skew (guint64 first_seed, guint seeds) {
  guint good = 0, all = 0;
  double worst = 0;

  for (guint i = 0; i < seeds * G_N_ELEMENTS (kinds); i++) {
    guint64 seed = first_seed + i / G_N_ELEMENTS (kinds);
    const char *kind = kinds[i % G_N_ELEMENTS (kinds)];
    const char *const troubles[] = {lights[i % G_N_ELEMENTS (lights)], NULL};
    g_autoptr (PressPage) page = press_page (seed, i + 1, kind, troubles, 200);

    for (int degrees = -20; degrees <= 20; degrees += 8) {
      double at = degrees + (double) (i % 5) * 0.31 - 0.62;
      g_autoptr (Image) raw = tilt (page->raw, at);
      g_autoptr (CleanPage) clean = clean_raw (raw);
      double miss = fabs (clean->skew_deg - at);

      all++;
      good += clean->rotation == 0 && miss < SKEW_MOST_DEG;
      worst = MAX (worst, miss);
      if (clean->rotation != 0 || miss >= SKEW_MOST_DEG)
        printf ("  seed %" G_GUINT64_FORMAT " %s %s skew %.2f: found %d, %.2f%s\n", seed,
                kind, troubles[0], at, clean->rotation, clean->skew_deg,
                clean->unsure ? ", unsure" : "");
    }
  }
  printf ("%-44s %.2f degrees\n", "skew: worst", worst);
  return exam_tell ("skew: within 0.3 degrees", good, all, 99);
}

/* --- size --------------------------------------------------------------------------- */

gboolean
exam_size (guint64 first_seed, guint seeds) {
  static const char *const beds[] = {"a5_black",   "a5_white",      "card_black",
                                     "card_white", "receipt_black", "receipt_white"};
  guint good = 0, all = 0;

  for (guint i = 0; i < seeds * G_N_ELEMENTS (beds) * 2; i++) {
    guint64 seed = first_seed + i / G_N_ELEMENTS (beds);
    const char *const troubles[] = {"clean", beds[i % G_N_ELEMENTS (beds)], NULL};
    const char *kind = kinds[i % G_N_ELEMENTS (kinds)];
    g_autoptr (PressPage) page
        = press_page (seed, i + 1, kind, troubles, i % 4 < 2 ? 300 : 200);
    g_autoptr (CleanPage) clean = clean_raw (page->raw);
    gboolean turned = clean->rotation % 180 != 0;
    double width = turned ? page->said.paper_height_mm : page->said.paper_width_mm;
    double height = turned ? page->said.paper_width_mm : page->said.paper_height_mm;
    gboolean right = fabs (clean->paper_width_mm - width) <= SIZE_MOST_MM
                     && fabs (clean->paper_height_mm - height) <= SIZE_MOST_MM;

    all++;
    good += right;
    if (!right)
      printf ("  seed %" G_GUINT64_FORMAT
              " %s %s: found %.1f x %.1f, is %.1f x %.1f mm\n",
              seed, kind, troubles[1], clean->paper_width_mm, clean->paper_height_mm,
              width, height);
  }
  return exam_tell ("size: within 2 mm", good, all, 95);
}
