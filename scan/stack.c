/* SPDX-License-Identifier: Apache-2.0 */

/* How an image becomes a sheet on the glass. An image has a size in millimetres by its own
 * resolution. Without one, or with one by which it is larger than an A4 scanner's glass
 * (72 dpi that some program wrote into a 300 dpi page), it is taken for a page that fills
 * A4. A sheet that fits only sideways is fed sideways, a quarter turn clockwise, as a person
 * would. At the image's own resolution nothing is resampled: the pixels come out as they
 * went in. */

#include "scan/stack.h"

#include "config/fault.h"
#include "config/limits.h"

#include <leptonica/allheaders.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define A4_WIDTH_IN  8.2677
#define A4_HEIGHT_IN 11.6929
#define ROOM         1.03 /* a sheet that is a little larger is cut, not scaled */
#define BLACK_BELOW  128  /* of 255, for black and white */

typedef struct {
  char *path;
  int image; /* within a TIFF */
} Sheet;

struct Stack {
  GPtrArray *sheets; /* of Sheet */
};

static void
free_pix (PIX *pix) {
  pixDestroy (&pix);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PIX, free_pix)

static void
free_sheet (gpointer data) {
  Sheet *sheet = data;

  g_free (sheet->path);
  g_free (sheet);
}

static int
count_tiff (const char *path) {
  FILE *file = fopen (path, "rbe");
  l_int32 count = 0;

  if (file == NULL)
    return 0;
  if (tiffGetCount (file, &count) != 0)
    count = 0;
  fclose (file);
  return MIN (count, (int) LIMIT_DOSSIER_PAGES);
}

static int
count_images (const char *path) {
  l_int32 format = IFF_UNKNOWN;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || findFileFormat (path, &format) != 0)
    return 0;
  if (format == IFF_PNG || format == IFF_JFIF_JPEG)
    return 1;
  return L_FORMAT_IS_TIFF (format) ? count_tiff (path) : 0;
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder, GError **error) {
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  if (entries == NULL) {
    g_set_error (error, FAULT, FAULT_DEVICE, "%s: no folder that can be read", folder);
    return NULL;
  }
  while ((name = g_dir_read_name (entries)) != NULL) {
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

Stack *
stack_open (const char *folder, GError **error) {
  g_autoptr (GPtrArray) names = list_names (folder, error);
  Stack *stack;

  if (names == NULL)
    return NULL;
  setMsgSeverity (L_SEVERITY_NONE);
  stack = g_new0 (Stack, 1);
  stack->sheets = g_ptr_array_new_with_free_func (free_sheet);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
    int images = count_images (path);

    for (int image = 0; image < images; image++) {
      Sheet *sheet = g_new0 (Sheet, 1);

      sheet->path = g_strdup (path);
      sheet->image = image;
      g_ptr_array_add (stack->sheets, sheet);
    }
  }
  return stack;
}

void
stack_free (Stack *stack) {
  g_ptr_array_unref (stack->sheets);
  g_free (stack);
}

guint
stack_get_count (const Stack *stack) {
  return stack->sheets->len;
}

/* The headers are looked at before a codec allocates. */
static PIX *
read_sheet (const Sheet *sheet) {
  l_int32 format, width, height, bits, samples, has_map;

  if (pixReadHeader (sheet->path, &format, &width, &height, &bits, &samples, &has_map)
      != 0)
    return NULL;
  if (L_FORMAT_IS_TIFF (format)
      && readHeaderTiff (sheet->path, sheet->image, &width, &height, &bits, &samples,
                         NULL, NULL, NULL)
             != 0)
    return NULL;
  if (width < 1 || height < 1 || (guint64) width * (guint64) height > LIMIT_IMAGE_AREA_PX)
    return NULL;
  return L_FORMAT_IS_TIFF (format) ? pixReadTiff (sheet->path, sheet->image)
                                   : pixRead (sheet->path);
}

static gboolean
fits_glass (double width_px, double height_px, double res_dpi) {
  return width_px <= A4_WIDTH_IN * ROOM * res_dpi
         && height_px <= A4_HEIGHT_IN * ROOM * res_dpi;
}

/* Resolution of a sheet that lies as it does on the glass. */
static double
guess_res (PIX *pix) {
  double width = pixGetWidth (pix), height = pixGetHeight (pix);

  if (pixGetXRes (pix) > 0 && fits_glass (width, height, pixGetXRes (pix)))
    return pixGetXRes (pix);
  return round (MAX (width / A4_WIDTH_IN, height / A4_HEIGHT_IN));
}

static PIX *
lay_sheet (PIX *pix) {
  double res_dpi = pixGetXRes (pix);
  double width = pixGetWidth (pix), height = pixGetHeight (pix);
  gboolean stands = res_dpi > 0 && fits_glass (width, height, res_dpi);

  if (width > height && !stands)
    return pixRotateOrth (pix, 1);
  return pixClone (pix);
}

/* No palette, no alpha, at most eight bits. */
static PIX *
flatten_sheet (PIX *pix) {
  g_autoptr (PIX) plain = pixRemoveColormap (pix, REMOVE_CMAP_BASED_ON_SRC);
  g_autoptr (PIX) opaque = plain != NULL ? pixRemoveAlpha (plain) : NULL;

  if (opaque != NULL && pixGetDepth (opaque) == 16)
    return pixConvert16To8 (opaque, L_MS_BYTE);
  return g_steal_pointer (&opaque);
}

/* A sheet that need not be resampled keeps its bits. */
static PIX *
scale_sheet (PIX *pix, const Frame *frame, double scale) {
  g_autoptr (PIX) deep = NULL;
  g_autoptr (PIX) scaled = NULL;
  gboolean same = fabs (scale - 1.0) < 0.001;

  if (frame->depth_bits == 1 && pixGetDepth (pix) == 1 && same)
    return pixClone (pix);
  deep = frame->channels == 3 ? pixConvertTo32 (pix) : pixConvertTo8 (pix, FALSE);
  if (deep == NULL)
    return NULL;
  scaled = same ? pixClone (deep) : pixScale (deep, (float) scale, (float) scale);
  if (scaled == NULL || frame->depth_bits != 1)
    return g_steal_pointer (&scaled);
  return pixThresholdToBinary (scaled, BLACK_BELOW);
}

static guint8 *
cut_window (PIX *sheet, const Frame *frame, guint left_px, guint top_px) {
  g_autoptr (PIX) window
      = pixCreate ((int) frame->width_px, (int) frame->height_px, pixGetDepth (sheet));
  g_autofree guint8 *lines = NULL;
  l_uint8 *raster = NULL;
  size_t size_bytes = 0;

  if (window == NULL)
    return NULL;
  pixSetBlackOrWhite (window, L_SET_WHITE);
  pixRasterop (window, 0, 0, (int) frame->width_px, (int) frame->height_px, PIX_SRC,
               sheet, (int) left_px, (int) top_px);
  if (pixGetRasterData (window, &raster, &size_bytes) != 0)
    return NULL;
  g_assert (size_bytes == frame_get_line_bytes (frame) * frame->height_px);
  lines = g_memdup2 (raster, size_bytes);
  lept_free (raster);
  return g_steal_pointer (&lines);
}

static guint8 *
take_sheet (const Sheet *sheet, const Frame *frame, guint left_px, guint top_px) {
  g_autoptr (PIX) read = read_sheet (sheet);
  g_autoptr (PIX) flat = read != NULL ? flatten_sheet (read) : NULL;
  g_autoptr (PIX) laid = flat != NULL ? lay_sheet (flat) : NULL;
  g_autoptr (PIX) scaled = NULL;

  if (laid == NULL)
    return NULL;
  scaled = scale_sheet (laid, frame, frame->res_dpi / guess_res (laid));
  return scaled != NULL ? cut_window (scaled, frame, left_px, top_px) : NULL;
}

guint8 *
stack_take (const Stack *stack, guint index, const Frame *frame, guint left_px,
            guint top_px, GError **error) {
  const Sheet *sheet = g_ptr_array_index (stack->sheets, index);
  guint8 *lines = take_sheet (sheet, frame, left_px, top_px);

  if (lines == NULL)
    g_set_error (error, FAULT, FAULT_IMAGE, "image %u of the stack cannot be read",
                 index + 1);
  return lines;
}
