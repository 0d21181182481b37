/* SPDX-License-Identifier: Apache-2.0 */

/* What the layers of pages weigh and cost.
 *
 *   bench-layers OUT PAGE...     OUT/NAME-RUNG.pdf for each, and a line of figures
 *
 * A line: name, kilobytes of one plain JPEG, kilobytes on each rung, milliseconds of CPU
 * for the plain JPEG and for the layers, layers of the highest rung. */

#include "ocr/clean.h"
#include "ocr/layers.h"
#include "ocr/pdf.h"

#include <leptonica/allheaders.h>

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define JPEG_QUALITY 75

static double
get_cpu_ms (void) {
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static gboolean
write_pdf (const char *path, const PageImage *image, guint rung, GError **error) {
  PdfInfo info = {.profile = PDF_A_2U, .title = "bench", .language = "vi-VN"};
  g_autoptr (DurableFile) file = durable_open (path, 0644, error);
  g_autoptr (PdfWriter) writer = file != NULL ? pdf_open (file, &info, error) : NULL;

  if (writer == NULL || !pdf_add_page (writer, &(PdfPage){image, rung, NULL, NULL}, error)
      || !pdf_close (g_steal_pointer (&writer), NULL, error))
    return FALSE;
  return durable_commit (g_steal_pointer (&file), error);
}

static gboolean
measure (const char *out, const char *path, GError **error) {
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strndup (base, strcspn (base, "."));
  g_autofree char *bytes = NULL;
  g_autofree char *recipe = NULL;
  g_autoptr (Image) raw = NULL;
  g_autoptr (CleanPage) clean = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (PageImage) image = NULL;
  gsize size;
  double start_ms, plain_ms, layers_ms;

  if (!g_file_get_contents (path, &bytes, &size, error))
    return FALSE;
  raw = image_decode ((const guint8 *) bytes, size, 0, error);
  clean = raw != NULL ? clean_page (g_steal_pointer (&raw), error) : NULL;
  if (clean == NULL)
    return FALSE;
  start_ms = get_cpu_ms ();
  plain = image_encode_jpeg (clean->upright, JPEG_QUALITY,
                             image_has_colour (clean->upright));
  plain_ms = get_cpu_ms () - start_ms;
  start_ms = get_cpu_ms ();
  image = layers_encode (clean->upright, clean->marks, error);
  layers_ms = get_cpu_ms () - start_ms;
  if (image == NULL)
    return FALSE;
  printf ("%-10s %5zu", name, g_bytes_get_size (plain) / 1000);
  for (guint rung = 0; rung < PAGEIMAGE_RUNGS; rung++) {
    g_autofree char *pdf = g_strdup_printf ("%s/%s-%u.pdf", out, name, rung);

    if (!write_pdf (pdf, image, rung, error))
      return FALSE;
    printf (" %4zu", pageimage_get_size (image, rung) / 1000);
  }
  recipe = pageimage_describe (image, 0);
  printf (" %4.0f %4.0f  %s\n", plain_ms, layers_ms, recipe);
  fflush (stdout);
  return TRUE;
}

int
main (int argc, char **argv) {
  if (argc < 3) {
    fprintf (stderr, "usage: bench-layers OUT PAGE...\n");
    return 2;
  }
  mallopt (M_MMAP_THRESHOLD, 256 << 20); /* as motcua-read does */
  mallopt (M_TRIM_THRESHOLD, 256 << 20);
  for (int i = 2; i < argc; i++) {
    g_autoptr (GError) error = NULL;

    if (!measure (argv[1], argv[i], &error)) {
      fprintf (stderr, "%s: %s\n", argv[i], error->message);
      return 1;
    }
  }
  return 0;
}
