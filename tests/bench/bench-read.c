/* SPDX-License-Identifier: Apache-2.0 */

/* Reads every page image of a folder through clean and recognise, without sandbox or
 * forms, and writes what score.py scores: PAGE.txt and PAGE.json. Prints the milliseconds
 * of CPU of each stage per page, and their means.
 *
 *   bench-read PAGES OUT            all pages
 *   bench-read --keep PAGES OUT     also OUT/PAGE-ink.png and -upright.jpg to look at */

#include "ocr/clean.h"
#include "ocr/reading.h"
#include "ocr/recognise.h"
#include "ocr/reread.h"

#include <leptonica/allheaders.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#define DEADLINE_MS 45000

typedef enum {
  STAGE_DECODE,
  STAGE_CLEAN,
  STAGE_READ,
  STAGES,
} Stage;

typedef struct {
  const char *out;
  gboolean keep;
  Recogniser *recogniser;
  Reread *reread;
  double total_ms[STAGES];
  guint pages;
} Bench;

static double
get_cpu_ms (void) {
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static gboolean
save (const Bench *bench, const char *page, const char *suffix, const char *text,
      GError **error) {
  g_autofree char *name = g_strconcat (page, suffix, NULL);
  g_autofree char *path = g_build_filename (bench->out, name, NULL);

  return g_file_set_contents (path, text, -1, error);
}

static void
keep_images (const Bench *bench, const char *page, CleanPage *clean) {
  g_autofree char *ink = g_strdup_printf ("%s/%s-ink.png", bench->out, page);
  g_autofree char *upright = g_strdup_printf ("%s/%s-upright.jpg", bench->out, page);

  pixWrite (ink, clean->ink, IFF_PNG);
  pixWrite (upright, clean->upright, IFF_JFIF_JPEG);
}

static gboolean
save_page (const Bench *bench, const char *page, const Reading *reading, GError **error) {
  g_autofree char *text = words_format_text (reading->words);
  g_autofree char *json = reading_format (reading, page, TRUE);

  return save (bench, page, ".txt", text, error)
         && save (bench, page, ".json", json, error);
}

/* Moves @words into a reading of @clean. */
static Reading *
make_reading (const CleanPage *clean, Words *words) {
  Reading *reading = reading_new ();

  g_clear_pointer (&reading->words, words_free);
  reading->words = words;
  reading->blank = clean->blank;
  reading->rotation = clean->rotation;
  reading->skew_deg = clean->skew_deg;
  reading->width_px = image_get_width (clean->upright);
  reading->height_px = image_get_height (clean->upright);
  reading->res_dpi = image_get_res_dpi (clean->upright);
  return reading;
}

static gboolean
read_page (Bench *bench, const char *page, const char *bytes, gsize size,
           GError **error) {
  double at[STAGES + 1] = {get_cpu_ms ()};
  g_autoptr (Image) raw = image_decode ((const guint8 *) bytes, size, 0, error);
  g_autoptr (CleanPage) clean = NULL;
  g_autoptr (Words) words = NULL;
  g_autoptr (Reading) reading = NULL;

  at[1] = get_cpu_ms ();
  clean = raw != NULL ? clean_page (g_steal_pointer (&raw), error) : NULL;
  if (clean == NULL)
    return FALSE;
  at[2] = get_cpu_ms ();
  words = clean->blank
              ? words_new ()
              : recogniser_read (bench->recogniser, clean->ink, DEADLINE_MS, error);
  if (words == NULL)
    return FALSE;
  reread_words (bench->reread, clean->ink, words);
  at[3] = get_cpu_ms ();
  printf ("%s decode %.0f clean %.0f read %.0f ms, rotation %d skew %.3f%s\n", page,
          at[1] - at[0], at[2] - at[1], at[3] - at[2], clean->rotation, clean->skew_deg,
          clean->blank ? " blank" : "");
  for (guint stage = 0; stage < STAGES; stage++)
    bench->total_ms[stage] += at[stage + 1] - at[stage];
  bench->pages++;
  if (bench->keep)
    keep_images (bench, page, clean);
  reading = make_reading (clean, g_steal_pointer (&words));
  return save_page (bench, page, reading, error);
}

static gboolean
read_file (Bench *bench, const char *folder, const char *name) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *page = g_strndup (name, strcspn (name, "."));
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (g_file_get_contents (path, &bytes, &size, &error)
      && read_page (bench, page, bytes, size, &error))
    return TRUE;
  fprintf (stderr, "%s: %s\n", name, error->message);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder, GError **error) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, error);
  GPtrArray *names;
  const char *name;

  if (entries == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (entries)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static int
run (Bench *bench, const char *folder, GError **error) {
  g_autoptr (GPtrArray) names = list_names (folder, error);
  guint failed = 0;

  if (names == NULL || (bench->recogniser = recogniser_new (error)) == NULL
      || (bench->reread = reread_new (error)) == NULL)
    return 1;
  for (guint i = 0; i < names->len; i++)
    failed += !read_file (bench, folder, names->pdata[i]);
  printf ("pages %u: decode %.0f clean %.0f read %.0f ms of CPU a page; failed %u\n",
          bench->pages, bench->total_ms[STAGE_DECODE] / MAX (1, bench->pages),
          bench->total_ms[STAGE_CLEAN] / MAX (1, bench->pages),
          bench->total_ms[STAGE_READ] / MAX (1, bench->pages), failed);
  recogniser_free (bench->recogniser);
  reread_free (bench->reread);
  return failed != 0;
}

int
main (int argc, char **argv) {
  gboolean keep = argc == 4 && strcmp (argv[1], "--keep") == 0;
  Bench bench = {.keep = keep, .out = argv[argc - 1]};
  g_autoptr (GError) error = NULL;
  int status;

  if (argc != 3 && !keep) {
    fprintf (stderr, "usage: bench-read [--keep] PAGES OUT\n");
    return 2;
  }
  status = run (&bench, argv[argc - 2], &error);
  if (error != NULL)
    fprintf (stderr, "%s\n", error->message);
  return status;
}
