/* SPDX-License-Identifier: Apache-2.0 */

/* A colour page is the largest thing in a reader, and a second one beside it would make the
 * reader twice as large. So pixels move within the page where they can:
 *
 *   cut   rows move up, the image ends sooner
 *   tilt  rows are overwritten from the top; those that are still needed below are kept
 *         aside in a ring (tilt.c)
 *   half a turn is an exchange
 *
 * and where they cannot, the source is given back to the kernel as it is read:
 *
 *   pad   row by row into a larger image
 *   a quarter turn goes through bands, each a piece of the source turned: first the source
 *         goes band by band, then the bands go row by row
 *
 * Grey and bitonal pages are a quarter of that and less, and go the plain way. */

#include "ocr/inplace.h"

#include "ocr/raster.h"
#include "ocr/tilt.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BAND_ROWS 256
#define GIVE_ROWS 64 /* rows of a band that are worth a system call */

/* Makes *@image the caller's alone. */
static gboolean
own (Image **image) {
  Image *copy;

  if (pixGetRefcount (*image) == 1)
    return TRUE;
  copy = pixCopy (NULL, *image);
  if (copy == NULL)
    return FALSE;
  image_free (*image);
  *image = copy;
  return TRUE;
}

static gboolean
replace (Image **image, Image *next) {
  if (next == NULL)
    return FALSE;
  image_free (*image);
  *image = next;
  return TRUE;
}

/* The memory from @from to before @end is not read again before it is written. */
static void
give_back (l_uint32 *from, l_uint32 *end) {
  guintptr page = (guintptr) getpagesize ();
  guintptr first = ((guintptr) from + page - 1) / page * page;
  guintptr last = (guintptr) end / page * page;

  if (first < last)
    (void) madvise ((void *) first, last - first, MADV_DONTNEED);
}

/* --- quarter turns ---------------------------------------------------------------------- */

static Image *
turn_band (Image *page, int top, int quarters) {
  int rows = MIN (BAND_ROWS, pixGetHeight (page) - top);
  struct Box box = {0, top, pixGetWidth (page), rows, 1};
  g_autoptr (Image) band = pixClipRectangle (page, &box, NULL);

  return band != NULL ? pixRotateOrth (band, quarters) : NULL;
}

static void
free_band (gpointer band) {
  image_free (band);
}

/* The page in turned bands, and the page gives its own memory back. */
static GPtrArray *
take_bands (Image *page, int quarters) {
  g_autoptr (GPtrArray) bands = g_ptr_array_new_with_free_func (free_band);

  for (int top = 0; top < pixGetHeight (page); top += BAND_ROWS) {
    Image *band = turn_band (page, top, quarters);

    if (band == NULL)
      return NULL;
    g_ptr_array_add (bands, band);
    give_back (raster_get_line (page, top),
               raster_get_line (page, MIN (top + BAND_ROWS, pixGetHeight (page))));
  }
  return g_steal_pointer (&bands);
}

/* Row @y of the turned page: of each band its own, the first band at the side to which the
 * top of the page has come. */
static void
join_row (const GPtrArray *bands, gboolean clockwise, int y, l_uint32 *to) {
  for (guint i = 0; i < bands->len; i++) {
    Image *band = bands->pdata[clockwise ? bands->len - 1 - i : i];
    int width = pixGetWidth (band);

    memcpy (to, raster_get_line (band, y), (gsize) width * sizeof *to);
    to += width;
    if ((y + 1) % GIVE_ROWS == 0)
      give_back (raster_get_line (band, y + 1 - GIVE_ROWS),
                 raster_get_line (band, y + 1));
  }
}

static gboolean
turn_quarter (Image **image, gboolean clockwise) {
  int width = pixGetWidth (*image), height = pixGetHeight (*image);
  int res_dpi = pixGetXRes (*image);
  g_autoptr (GPtrArray) bands = NULL;
  Image *turned;

  if (!own (image))
    return FALSE;
  bands = take_bands (*image, clockwise ? 1 : 3);
  g_clear_pointer (image, image_free);
  turned = bands != NULL ? pixCreateNoInit (height, width, 32) : NULL;
  if (turned == NULL)
    return FALSE;
  pixSetResolution (turned, res_dpi, res_dpi);
  for (int y = 0; y < width; y++)
    join_row (bands, clockwise, y, raster_get_line (turned, y));
  *image = turned;
  return TRUE;
}

gboolean
inplace_turn (Image **image, guint degrees) {
  if (degrees == 0)
    return TRUE;
  if (pixGetDepth (*image) != 32)
    return replace (image, pixRotateOrth (*image, (int) (degrees / 90)));
  if (degrees != 180)
    return turn_quarter (image, degrees == 90);
  return own (image) && pixRotate180 (*image, *image) != NULL;
}

/* --- the others ------------------------------------------------------------------------- */

gboolean
inplace_tilt (Image **image, double degrees) {
  int depth = pixGetDepth (*image);
  float angle = (float) (degrees * G_PI / 180);

  if (depth != 8 && depth != 32)
    return replace (image,
                    pixRotate (*image, angle, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
  return own (image) && tilt_rows (*image, angle);
}

gboolean
inplace_cut (Image **image, Box box) {
  struct Box area = {box.left, box.top, box.right - box.left, box.bottom - box.top, 1};
  int wpl = pixGetWpl (*image), width, height;
  l_uint32 *data;

  box.left = MAX (box.left, 0);
  box.top = MAX (box.top, 0);
  width = MIN (box.right, pixGetWidth (*image)) - box.left;
  height = MIN (box.bottom, pixGetHeight (*image)) - box.top;
  if (width <= 0 || height <= 0)
    return FALSE;
  if (pixGetDepth (*image) != 32)
    return replace (image, pixClipRectangle (*image, &area, NULL));
  if (!own (image))
    return FALSE;
  data = pixGetData (*image);
  for (int y = 0; y < height; y++)
    memmove (data + (gsize) y * (gsize) width,
             data + (gsize) (y + box.top) * (gsize) wpl + box.left,
             (gsize) width * sizeof *data);
  pixSetDimensions (*image, width, height, 32);
  pixSetWpl (*image, width);
  return TRUE;
}

gboolean
inplace_pad (Image **image, int across, int down) {
  int width = pixGetWidth (*image), height = pixGetHeight (*image);
  int depth = pixGetDepth (*image);
  Image *padded;

  if (depth != 32 || !own (image))
    return depth != 32
           && replace (image, pixAddBorderGeneral (*image, across, across, down, down,
                                                   depth == 1 ? 0 : 255));
  padded = pixCreateNoInit (width + 2 * across, height + 2 * down, 32);
  if (padded == NULL)
    return FALSE;
  pixCopyResolution (padded, *image);
  memset (pixGetData (padded), 0xff,
          (gsize) (width + 2 * across) * (gsize) down * sizeof (l_uint32));
  for (int y = 0; y < height; y++) {
    l_uint32 *from = raster_get_line (*image, y);
    l_uint32 *to = raster_get_line (padded, y + down);

    memset (to, 0xff, (gsize) across * sizeof *to);
    memcpy (to + across, from, (gsize) width * sizeof *to);
    memset (to + across + width, 0xff, (gsize) across * sizeof *to);
    if ((y + 1) % GIVE_ROWS == 0)
      give_back (raster_get_line (*image, y + 1 - GIVE_ROWS), from + width);
  }
  memset (raster_get_line (padded, height + down), 0xff,
          (gsize) (width + 2 * across) * (gsize) down * sizeof (l_uint32));
  return replace (image, padded);
}
