/* SPDX-License-Identifier: Apache-2.0 */

/* How an image becomes a sheet. An image has a size in millimetres by its own resolution.
 * Without one it is taken for a page that fills A4; so it is when it would be wider than the
 * bed, or has a screen's resolution (72 or 96 dpi, which many programs write into pages of
 * 300) by which it is larger than A4. A sheet that is wider than A4 and than it is high is
 * fed sideways, a quarter turn clockwise, as a person would. */

#include "scan/stack.h"

#include "config/fault.h"
#include "config/limits.h"

#include <math.h>
#include <string.h>

#define A4_WIDTH_MM  210.0
#define A4_HEIGHT_MM 297.0
#define INCH_MM      25.4
#define ROOM         1.03 /* a sheet that is a little larger is cut, not scaled */

typedef struct {
  char *name;
  guint image; /* within a TIFF */
} Sheet;

struct Stack {
  char *folder;
  GPtrArray *sheets; /* of Sheet */
};

static void
free_sheet (gpointer data) {
  Sheet *sheet = data;

  g_free (sheet->name);
  g_free (sheet);
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
    if (names->len == LIMIT_HOPPER_NAMES) {
      g_set_error (error, FAULT, FAULT_DEVICE, "%s: more than %u files", folder,
                   LIMIT_HOPPER_NAMES);
      return NULL;
    }
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static gboolean
add_file (Stack *stack, const char *name, GError **error) {
  g_autofree char *path = g_build_filename (stack->folder, name, NULL);
  guint images = original_count (path);

  if (stack->sheets->len + images > LIMIT_HOPPER_IMAGES) {
    g_set_error (error, FAULT, FAULT_DEVICE, "%s: more than %u images", stack->folder,
                 LIMIT_HOPPER_IMAGES);
    return FALSE;
  }
  for (guint image = 0; image < images; image++) {
    Sheet *sheet = g_new0 (Sheet, 1);

    sheet->name = g_strdup (name);
    sheet->image = image;
    g_ptr_array_add (stack->sheets, sheet);
  }
  return TRUE;
}

Stack *
stack_open (const char *folder, GError **error) {
  g_autoptr (GPtrArray) names = list_names (folder, error);
  g_autoptr (Stack) stack = NULL;

  if (names == NULL)
    return NULL;
  stack = g_new0 (Stack, 1);
  stack->folder = g_strdup (folder);
  stack->sheets = g_ptr_array_new_with_free_func (free_sheet);
  for (guint i = 0; i < names->len; i++) {
    if (!add_file (stack, g_ptr_array_index (names, i), error))
      return NULL;
  }
  return g_steal_pointer (&stack);
}

void
stack_free (Stack *stack) {
  g_free (stack->folder);
  g_ptr_array_unref (stack->sheets);
  g_free (stack);
}

guint
stack_get_count (const Stack *stack) {
  return stack->sheets->len;
}

const char *
stack_get_name (const Stack *stack, guint index, guint *image) {
  const Sheet *sheet = g_ptr_array_index (stack->sheets, index);

  *image = sheet->image;
  return sheet->name;
}

guint
stack_find_next (const Stack *stack, const char *name, guint image) {
  gboolean is_there = FALSE;
  guint next = 0;

  for (guint i = 0; i < stack->sheets->len; i++) {
    const Sheet *sheet = g_ptr_array_index (stack->sheets, i);
    int order = strcmp (sheet->name, name);

    is_there |= order == 0;
    if (order < 0 || (order == 0 && sheet->image <= image))
      next = i + 1;
  }
  return is_there ? next : 0;
}

static gboolean
fits_a4 (double width_mm, double height_mm) {
  return width_mm <= A4_WIDTH_MM * ROOM && height_mm <= A4_HEIGHT_MM * ROOM;
}

static gboolean
is_believed (const OriginalShape *shape, double x_dpi, double y_dpi, guint bed_mm) {
  double width_mm, height_mm;

  if (x_dpi <= 0 || y_dpi <= 0)
    return FALSE;
  width_mm = shape->width_px / x_dpi * INCH_MM;
  height_mm = shape->height_px / y_dpi * INCH_MM;
  if (fits_a4 (width_mm, height_mm) || fits_a4 (height_mm, width_mm))
    return TRUE;
  return x_dpi != 72 && x_dpi != 96 && MIN (width_mm, height_mm) <= bed_mm * ROOM;
}

Original *
stack_take (const Stack *stack, guint index, guint bed_width_mm, const gint *is_stopped,
            double *x_dpi, double *y_dpi, GError **error) {
  const Sheet *sheet = g_ptr_array_index (stack->sheets, index);
  g_autofree char *path = g_build_filename (stack->folder, sheet->name, NULL);
  g_autoptr (Original) original = original_open (path, sheet->image, is_stopped, error);
  OriginalShape shape;
  gboolean is_true;

  if (original == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  shape = original_get_shape (original);
  is_true = is_believed (&shape, shape.x_dpi, shape.y_dpi, bed_width_mm);
  if (shape.width_px > shape.height_px
      && !(is_true && shape.width_px / shape.x_dpi * INCH_MM <= A4_WIDTH_MM * ROOM)) {
    original_turn (original);
    shape = original_get_shape (original);
  }
  *x_dpi = shape.x_dpi;
  *y_dpi = shape.y_dpi;
  if (!is_true)
    *x_dpi = *y_dpi = MAX (
        1.0, round (MAX (shape.width_px / A4_WIDTH_MM, shape.height_px / A4_HEIGHT_MM)
                    * INCH_MM));
  return g_steal_pointer (&original);
}
