/* SPDX-License-Identifier: Apache-2.0 */

/* Blank sides and pages that should be scanned again. */

#include "bench/clean/exam.h"
#include "bench/clean/press.h"

#include <leptonica/allheaders.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#define BLANK_MOST_MS 50

static double
get_cpu_ms (void) {
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static CleanPage *
clean_raw (Image *raw, double *taken_ms) {
  g_autoptr (GError) error = NULL;
  double start_ms = get_cpu_ms ();
  CleanPage *clean = clean_page (pixClone (raw), &error);

  *taken_ms += get_cpu_ms () - start_ms;
  if (clean == NULL)
    g_error ("%s", error->message);
  return clean;
}

/* One side: what is on it, and what happened to it. */
typedef struct {
  const char *kind;
  const char *troubles[4];
} Side;

static gboolean
is_blank (const Side *side, guint64 seed, guint number, double *taken_ms) {
  g_autoptr (PressPage) page = press_page (seed, number, side->kind, side->troubles,
                                           number % 3 == 0 ? 200 : 300);
  g_autoptr (CleanPage) clean = clean_raw (page->raw, taken_ms);

  return clean->blank;
}

static void
count_blanks (const Side *sides, guint n, guint64 first_seed, guint seeds,
              gboolean wanted, guint *good, double *taken_ms) {
  for (guint i = 0; i < seeds * n; i++) {
    guint64 seed = first_seed + i / n;
    const Side *side = &sides[i % n];

    if (is_blank (side, seed, i + 1, taken_ms) == wanted)
      *good += 1;
    else
      printf ("  seed %" G_GUINT64_FORMAT " page %u: %s %s %s called %sblank\n", seed,
              i + 1, side->kind, side->troubles[0],
              side->troubles[1] != NULL ? side->troubles[1] : "", wanted ? "not " : "");
  }
}

gboolean
exam_blank (guint64 first_seed, guint seeds) {
  static const Side blanks[]
      = {{"blank", {"clean"}},           {"blank", {"yellow"}},
         {"blank", {"bleed"}},           {"blank", {"bleed", "punch"}},
         {"blank", {"clean", "punch"}},  {"blank", {"yellow", "punch"}},
         {"blank", {"bleed", "yellow"}}, {"blank", {"border"}},
         {"blank", {"bleed", "skew"}},   {"blank", {"shade"}},
         {"blank", {"speckle"}},         {"blank", {"lowcontrast"}}};
  static const Side written[] = {{"so_trang", {"clean"}},
                                 {"so_trang", {"yellow"}},
                                 {"so_trang", {"bleed", "punch"}},
                                 {"con_dau", {"clean"}},
                                 {"con_dau", {"yellow"}},
                                 {"con_dau", {"bleed", "punch"}},
                                 {"chu_ky", {"clean"}},
                                 {"chu_ky", {"yellow", "punch"}},
                                 {"chu_ky", {"bleed"}},
                                 {"mot_dong", {"clean"}},
                                 {"mot_dong", {"bleed"}},
                                 {"mot_dong", {"shade"}},
                                 {"so_trang", {"jpeg40"}},
                                 {"chu_ky", {"lowcontrast"}},
                                 {"mot_dong", {"border"}},
                                 {"cong_van", {"black"}},
                                 {"blank", {"black"}}};
  guint found = 0, kept = 0;
  double blank_ms = 0, written_ms = 0, each_ms;
  gboolean met;

  count_blanks (blanks, G_N_ELEMENTS (blanks), first_seed, seeds, TRUE, &found,
                &blank_ms);
  count_blanks (written, G_N_ELEMENTS (written), first_seed, seeds, FALSE, &kept,
                &written_ms);
  met = exam_tell ("blank: sides flagged", found, seeds * G_N_ELEMENTS (blanks), 95);
  met &= exam_tell ("blank: sides with anything on them kept", kept,
                    seeds * G_N_ELEMENTS (written), 100);
  each_ms = blank_ms / (seeds * G_N_ELEMENTS (blanks));
  printf ("%-44s %.0f ms of CPU (target %d)%s\n", "blank: cost of one", each_ms,
          BLANK_MOST_MS, each_ms > BLANK_MOST_MS ? "  MISSED" : "");
  return met && each_ms <= BLANK_MOST_MS;
}

/* --- defects ------------------------------------------------------------------------ */

static gboolean
has_defect (const CleanPage *clean, const char *kind) {
  for (guint i = 0; i < clean->defects->len; i++) {
    const Defect *defect = &g_array_index (clean->defects, Defect, i);

    if (kind == NULL || strcmp (quality_get_kind_name (defect->kind), kind) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
tell_defects (const CleanPage *clean) {
  for (guint i = 0; i < clean->defects->len; i++) {
    const Defect *defect = &g_array_index (clean->defects, Defect, i);

    printf (" %s %.0f", quality_get_kind_name (defect->kind), defect->measure);
  }
  printf ("\n");
}

static const char *const papers[]
    = {"tk_khai_sinh",   "cong_van",      "ct01",       "quyet_dinh",
       "giay_khai_sinh", "don_bien_dong", "gcn_ket_hon"};

static void
count_defects (const char *const *troubles, guint n, guint64 first_seed, guint seeds,
               guint *caught) {
  double taken_ms = 0;

  for (guint i = 0; i < seeds * n; i++) {
    const char *const spoilt[] = {i % 3 == 1 ? "yellow" : "clean", troubles[i % n], NULL};
    const char *kind = papers[i % G_N_ELEMENTS (papers)];
    g_autoptr (PressPage) page
        = press_page (first_seed + i / n, i + 1, kind, spoilt, i % 2 == 0 ? 300 : 200);
    g_autoptr (CleanPage) clean = clean_raw (page->raw, &taken_ms);

    *caught += has_defect (clean, page->said.defect);
    if (!has_defect (clean, page->said.defect)) {
      printf ("  page %u: %s %s not caught:", i + 1, kind, troubles[i % n]);
      tell_defects (clean);
    }
  }
}

static void
count_alarms (const char *const *troubles, guint n, guint64 first_seed, guint seeds,
              guint *quiet) {
  double taken_ms = 0;

  for (guint i = 0; i < seeds * n; i++) {
    const char *const spoilt[] = {troubles[i % n], i % 4 == 3 ? "skew" : "clean", NULL};
    const char *kind = papers[(i + i / n) % G_N_ELEMENTS (papers)];
    g_autoptr (PressPage) page
        = press_page (first_seed + i / n, i + 1, kind, spoilt, i % 2 == 0 ? 300 : 200);
    g_autoptr (CleanPage) clean = clean_raw (page->raw, &taken_ms);

    *quiet += clean->defects->len == 0;
    if (clean->defects->len > 0) {
      printf ("  page %u: %s %s false alarm:", i + 1, kind, troubles[i % n]);
      tell_defects (clean);
    }
  }
}

gboolean
exam_quality (guint64 first_seed, guint seeds) {
  static const char *const bad[]
      = {"smear", "dim", "cut", "corner", "coarse", "glass", "black"};
  static const char *const good[]
      = {"clean", "skew",  "turn90", "turn180", "yellow", "stamp",       "speckle",
         "shade", "bleed", "border", "jpeg40",  "punch",  "lowcontrast", "a5_black"};
  guint caught = 0, quiet = 0;
  gboolean met;

  count_defects (bad, G_N_ELEMENTS (bad), first_seed, seeds, &caught);
  count_alarms (good, G_N_ELEMENTS (good), first_seed, seeds, &quiet);
  met = exam_tell ("quality: defect pages caught", caught, seeds * G_N_ELEMENTS (bad),
                   95);
  met &= exam_tell ("quality: good pages passed", quiet, seeds * G_N_ELEMENTS (good), 95);
  return met;
}
