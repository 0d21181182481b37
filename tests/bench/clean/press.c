/* SPDX-License-Identifier: Apache-2.0 */

/* From the printer's surface to the reader's image without a file between: a benchmark over
 * thousands of pages would else measure PNG. */

#include "bench/clean/press.h"

#include <cairo.h>
#include <leptonica/allheaders.h>

static Image *
take_image (const TroublePage *page) {
  int width = cairo_image_surface_get_width (page->surface);
  int height = cairo_image_surface_get_height (page->surface);
  const guint8 *from = NULL;
  Image *image = pixCreate (width, height, 32);

  cairo_surface_flush (page->surface);
  from = cairo_image_surface_get_data (page->surface);
  for (int y = 0; y < height; y++) {
    const guint32 *row
        = (const guint32 *) (const void *) (from
                                            + (gsize) y
                                                  * (gsize)
                                                      cairo_image_surface_get_stride (
                                                          page->surface));
    l_uint32 *line = pixGetData (image) + (gsize) y * (gsize) pixGetWpl (image);

    for (int x = 0; x < width; x++)
      line[x] = row[x] << 8;
  }
  pixSetResolution (image, page->res_dpi, page->res_dpi);
  return image;
}

/* What a scanner that stores JPEG would deliver. */
static Image *
compress (Image *image, int quality) {
  g_autoptr (Image) before = image;
  l_uint8 *bytes = NULL;
  size_t size = 0;
  Image *after;

  if (pixWriteMemJpeg (&bytes, &size, before, quality, 0) != 0)
    return g_steal_pointer (&before);
  after = pixReadMemJpeg (bytes, size, 0, 1, NULL, 0);
  lept_free (bytes);
  return after;
}

static void
spoil (TroublePage *page, const char *const *troubles, Dice dice) {
  for (; *troubles != NULL; troubles++)
    trouble_find (*troubles)->spoil (page, &dice);
}

PressPage *
press_page (guint64 seed, guint number, const char *kind, const char *const *troubles,
            int res_dpi) {
  StackJob job = {.seed = seed, .res_dpi = res_dpi};
  const Trouble *first = trouble_find (*troubles);
  g_autoptr (StackPage) drawn = stack_draw (&job, number, papers_find (kind), first);
  PressPage *page = g_new0 (PressPage, 1);

  page->said = *stack_page_get (drawn);
  page->said.surface = cairo_surface_reference (page->said.surface);
  spoil (&page->said, troubles + 1, dice_start (seed, number + 1000));
  page->raw = take_image (&page->said);
  if (page->said.jpeg_quality > 0)
    page->raw = compress (page->raw, page->said.jpeg_quality);
  g_clear_pointer (&page->said.surface, cairo_surface_destroy);
  page->said.behind = NULL;
  page->text = g_strdup (truth_get_text (stack_page_get_truth (drawn)));
  return page;
}

void
press_page_free (PressPage *page) {
  image_free (page->raw);
  g_free (page->text);
  g_free (page);
}
