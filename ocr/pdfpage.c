/* SPDX-License-Identifier: Apache-2.0 */

/* MuPDF, told to do one thing. It is the one PDF library at hand that draws without opening
 * a file: the fonts that a document only names are built in, so the sandbox stays shut.
 *
 *   memory   its allocator counts and refuses; MuPDF then throws
 *   time     the soft limit of processor time raises a signal, which asks MuPDF to stop at
 *            the next operator; if that does not help within a second, the process ends
 *   scripts  MuPDF runs none unless asked to, and it is not
 *
 * Each call has a context of its own: what one document did to it, the next never meets.
 * MuPDF throws by longjmp, so nothing in this file that may be jumped over is freed by
 * scope; every try block ends in one place. */

#include "ocr/pdfpage.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/sandbox.h"
#include "ocr/imageheader.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RES_DPI         300.0
#define POINTS_PER_INCH 72.0
#define A3_AREA_PX      (3508.0 * 4961.0)
#define LONG_SIDE_PX    10000.0
#define STORE_BYTES     (64u << 20)
#define HEAD_BYTES      16 /* before each block: its size, alignment kept */
#define EXIT_OUT_OF_CPU 3

/* What a document uses, and whether it was found wanting. */
typedef struct {
  gsize used_bytes;
  gboolean damaged;
} Budget;

static fz_cookie *volatile drawing;

static void
on_cpu_limit (int number) {
  if (drawing == NULL || drawing->abort)
    _exit (EXIT_OUT_OF_CPU);
  drawing->abort = 1;
}

void
pdfpage_init (void) {
  signal (SIGXCPU, on_cpu_limit);
}

/* --- memory ------------------------------------------------------------------------- */

static void *
resize (void *user, void *old, size_t size) {
  Budget *budget = user;
  guint8 *block = old != NULL ? (guint8 *) old - HEAD_BYTES : NULL;
  gsize former = 0;

  if (block != NULL)
    memcpy (&former, block, sizeof former);
  if (size > LIMIT_PDF_MEMORY_BYTES
      || budget->used_bytes - former + size > LIMIT_PDF_MEMORY_BYTES)
    return NULL;
  block = realloc (block, size + HEAD_BYTES);
  if (block == NULL)
    return NULL;
  budget->used_bytes = budget->used_bytes - former + size;
  memcpy (block, &size, sizeof size);
  return block + HEAD_BYTES;
}

static void *
allocate (void *user, size_t size) {
  return resize (user, NULL, size);
}

static void
release (void *user, void *old) {
  Budget *budget = user;
  guint8 *block = (guint8 *) old - HEAD_BYTES;
  gsize size;

  if (old == NULL)
    return;
  memcpy (&size, block, sizeof size);
  budget->used_bytes -= size;
  free (block);
}

/* --- documents ---------------------------------------------------------------------- */

static void
ignore_message (void *user, const char *message) {
}

/* MuPDF fills what an image lacks with a colour and only warns. A page that is drawn that
 * way is not the page. The words are MuPDF's own, nothing of the document. */
static void
judge_warning (void *user, const char *message) {
  static const char *const damages[]
      = {"padding truncated", "premature end", "ignoring zlib", "ignoring compression"};
  Budget *budget = user;

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    budget->damaged |= g_str_has_prefix (message, damages[i]);
}

static gboolean
set_fault (GError **error, const char *message) {
  g_set_error_literal (error, FAULT, FAULT_IMAGE, message);
  return FALSE;
}

/* What MuPDF says is about the file's inside and stays there. */
static gboolean
set_broken (GError **error) {
  return set_fault (error, "a PDF that is broken or too large to be drawn");
}

static fz_context *
open_context (Budget *budget, GError **error) {
  fz_alloc_context allocator = {budget, allocate, resize, release};
  fz_context *context = fz_new_context (&allocator, NULL, STORE_BYTES);

  if (context == NULL) {
    set_broken (error);
    return NULL;
  }
  fz_set_warning_callback (context, judge_warning, budget);
  fz_set_error_callback (context, ignore_message, NULL);
  return context;
}

/* Opens the document; throws. */
static pdf_document *
open_document (fz_context *context, const guint8 *bytes, gsize size) {
  fz_stream *stream = fz_open_memory (context, bytes, size);
  pdf_document *document = NULL;

  fz_var (document);
  fz_try (context) document = pdf_open_document_with_stream (context, stream);
  fz_always (context) fz_drop_stream (context, stream);
  fz_catch (context) fz_rethrow (context);
  return document;
}

static gboolean
check_count (int count, gboolean locked, guint *pages, GError **error) {
  if (locked)
    return set_fault (error, "a PDF with a password; save it without one");
  if (count < 1)
    return set_fault (error, "a PDF without a page");
  if (count > (int) LIMIT_FILE_PAGES)
    return set_fault (error, "a PDF of too many pages");
  *pages = (guint) count;
  return TRUE;
}

gboolean
pdfpage_count (const guint8 *bytes, gsize size, guint *pages, GError **error) {
  Budget budget = {0};
  fz_context *context = open_context (&budget, error);
  pdf_document *document = NULL;
  int count = 0, locked = 0, broken = 0;

  if (context == NULL)
    return FALSE;
  fz_var (document);
  fz_var (count);
  fz_var (locked);
  fz_var (broken);
  fz_try (context) {
    document = open_document (context, bytes, size);
    locked = pdf_needs_password (context, document);
    count = locked ? 0 : pdf_count_pages (context, document);
  }
  fz_always (context) pdf_drop_document (context, document);
  fz_catch (context) broken = 1;
  fz_drop_context (context);
  return broken ? set_broken (error) : check_count (count, locked, pages, error);
}

/* --- drawing ------------------------------------------------------------------------ */

/* Pixels per point: 300 dpi, fewer where the page would be larger than A3 is then. */
static double
choose_scale (fz_rect bounds) {
  double width = MAX (1, bounds.x1 - bounds.x0), height = MAX (1, bounds.y1 - bounds.y0);
  double scale = RES_DPI / POINTS_PER_INCH;

  scale = MIN (scale, sqrt (A3_AREA_PX / (width * height)));
  return MIN (scale, LONG_SIDE_PX / MAX (width, height));
}

/* White paper with the page on it, as rows of RGB; throws. */
static fz_pixmap *
draw_page (fz_context *context, pdf_page *page, double scale, fz_cookie *cookie) {
  fz_rect bounds = pdf_bound_page (context, page);
  fz_matrix place = fz_scale ((float) scale, (float) scale);
  fz_irect area = fz_round_rect (fz_transform_rect (bounds, place));
  fz_pixmap *pixmap
      = fz_new_pixmap_with_bbox (context, fz_device_rgb (context), area, NULL, 0);
  fz_device *device = NULL;

  fz_var (device);
  fz_try (context) {
    fz_clear_pixmap_with_value (context, pixmap, 0xff);
    device = fz_new_draw_device (context, fz_identity, pixmap);
    pdf_run_page (context, page, device, place, cookie);
    fz_close_device (context, device);
  }
  fz_always (context) fz_drop_device (context, device);
  fz_catch (context) {
    fz_drop_pixmap (context, pixmap);
    fz_rethrow (context);
  }
  return pixmap;
}

static Image *
take_pixmap (fz_pixmap *pixmap, double scale, GError **error) {
  guint res_dpi = (guint) (scale * POINTS_PER_INCH + 0.5);
  Image *image;

  if (!imageheader_check_size ((guint64) pixmap->w, (guint64) pixmap->h, error))
    return NULL;
  image = image_take_rgb (pixmap->samples, (guint) pixmap->w, (guint) pixmap->h,
                          MAX (res_dpi, 1));
  if (image == NULL)
    set_broken (error);
  return image;
}

/* What of a document is open. */
typedef struct {
  pdf_document *document;
  pdf_page *page;
  fz_pixmap *pixmap;
  double scale;
} Drawing;

/* Everything that may throw; FALSE when anything did. */
static gboolean
try_drawing (fz_context *context, const guint8 *bytes, gsize size, guint leaf,
             fz_cookie *cookie, Drawing *open) {
  fz_try (context) {
    open->document = open_document (context, bytes, size);
    open->page = pdf_load_page (context, open->document, (int) leaf);
    open->scale = choose_scale (pdf_bound_page (context, open->page));
    open->pixmap = draw_page (context, open->page, open->scale, cookie);
  }
  fz_catch (context) return FALSE;
  return TRUE;
}

static Image *
draw_document (fz_context *context, Budget *budget, const guint8 *bytes, gsize size,
               guint leaf, fz_cookie *cookie, GError **error) {
  Drawing open = {.scale = 1};
  gboolean drawn = try_drawing (context, bytes, size, leaf, cookie, &open);
  Image *image = NULL;

  if (cookie->abort)
    set_fault (error, "a page of a PDF that takes too long to draw");
  else if (!drawn || budget->damaged || cookie->errors > 0 || cookie->incomplete)
    set_fault (error, "a page of a PDF of which something cannot be drawn");
  else
    image = take_pixmap (open.pixmap, open.scale, error);
  fz_drop_pixmap (context, open.pixmap);
  fz_drop_page (context, (fz_page *) open.page);
  pdf_drop_document (context, open.document);
  return image;
}

Image *
pdfpage_draw (const guint8 *bytes, gsize size, guint leaf, GError **error) {
  Budget budget = {0};
  fz_cookie cookie = {0};
  fz_context *context = NULL;
  Image *image = NULL;

  if (!sandbox_extend_cpu (LIMIT_PDF_CPU_S, error))
    return NULL;
  context = open_context (&budget, error);
  if (context == NULL)
    return NULL;
  drawing = &cookie;
  image = draw_document (context, &budget, bytes, size, leaf, &cookie, error);
  drawing = NULL;
  fz_drop_context (context);
  if (!sandbox_extend_cpu (LIMIT_READ_CPU_S, error))
    g_clear_pointer (&image, image_free);
  return image;
}
