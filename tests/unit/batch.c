/* SPDX-License-Identifier: Apache-2.0 */

/* What the tests of scanning share: they all run the real program against libsane. */

#include "batch.h"

#include "config/durable.h"
#include "config/layout.h"

#include <leptonica/allheaders.h>

#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MARKS   40
#define REPEATS 3

char *
batch_dup_program (void) {
  return layout_program_dup ("motcua-scan");
}

Batch *
batch_start (const char *const *arguments, GSpawnChildSetupFunc setup) {
  g_autofree char *program = batch_dup_program ();
  g_autoptr (GPtrArray) vector = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  Batch *batch = g_new0 (Batch, 1);

  g_ptr_array_add (vector, program);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (vector, (char *) arguments[i]);
  g_ptr_array_add (vector, NULL);
  batch->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) report_free);
  batch->pending = g_string_new (NULL);
  batch->started_us = g_get_monotonic_time ();
  g_spawn_async_with_pipes (NULL, (char **) vector->pdata, NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD, setup, NULL, &batch->pid, NULL,
                            &batch->fd, NULL, &error);
  g_assert_no_error (error);
  return batch;
}

static void
take_line (Batch *batch, const char *line) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Report) report = report_parse (line, &error);

  g_assert_no_error (error);
  g_assert_null (batch->end);
  if (report->page != NULL)
    g_ptr_array_add (batch->pages, g_steal_pointer (&report));
  else
    batch->end = g_steal_pointer (&report);
}

gboolean
batch_read (Batch *batch) {
  for (;;) {
    char *newline = strchr (batch->pending->str, '\n');
    char block[4096];
    gssize got;

    if (newline != NULL) {
      g_autofree char *line
          = g_strndup (batch->pending->str, (gsize) (newline - batch->pending->str));

      g_string_erase (batch->pending, 0, newline - batch->pending->str + 1);
      take_line (batch, line);
      return TRUE;
    }
    got = read (batch->fd, block, sizeof block);
    if (got <= 0)
      break;
    g_string_append_len (batch->pending, block, got);
  }
  g_assert_cmpuint (batch->pending->len, ==, 0);
  return FALSE;
}

void
batch_wait (Batch *batch) {
  struct rusage usage;
  int status;

  while (batch_read (batch))
    continue;
  g_assert_cmpint (wait4 (batch->pid, &status, 0, &usage), ==, batch->pid);
  batch->exit_status = WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
  batch->peak_kib = usage.ru_maxrss;
  batch->took_us = g_get_monotonic_time () - batch->started_us;
}

static Batch *
run_batch (const char *const *arguments) {
  Batch *batch = batch_start (arguments, NULL);

  batch_wait (batch);
  return batch;
}

/* Debian's `test` kills its reading thread at the end of a page. Once in some thousand pages
 * the thread then holds the linker's lock, and the driver hangs at its next page. */
static gboolean
has_locked_itself (const Batch *batch, const char *device) {
  return g_str_equal (device, "test:0") && batch->end != NULL
         && g_str_has_prefix (batch->end->message, "The scanner did not answer");
}

Batch *
batch_run (const char *device, const char *folder, ...) {
  const char *arguments[16] = {"--device", device, "--out", folder};
  guint count = 4;
  const char *more;
  Batch *batch;
  va_list list;

  va_start (list, folder);
  while ((more = va_arg (list, const char *)) != NULL) {
    g_assert_cmpuint (count, <, G_N_ELEMENTS (arguments) - 1);
    arguments[count++] = more;
  }
  va_end (list);
  batch = run_batch (arguments);
  for (guint again = 0; again < REPEATS && has_locked_itself (batch, device); again++) {
    g_assert_cmpint (batch->end->outcome, ==, REPORT_FAILED);
    batch_free (batch);
    batch = run_batch (arguments);
  }
  return batch;
}

void
batch_free (Batch *batch) {
  close (batch->fd);
  g_ptr_array_unref (batch->pages);
  g_clear_pointer (&batch->end, report_free);
  g_string_free (batch->pending, TRUE);
  g_free (batch);
}

void
batch_assert (const Batch *batch, const char *folder, ReportOutcome outcome,
              guint pages) {
  gboolean is_whole = outcome == REPORT_DONE || outcome == REPORT_EMPTY;

  g_assert_nonnull (batch->end);
  g_assert_cmpstr (report_outcome_get_name (batch->end->outcome), ==,
                   report_outcome_get_name (outcome));
  g_assert_cmpuint (batch->pages->len, ==, pages);
  g_assert_cmpuint (batch->end->pages, ==, pages);
  g_assert_cmpint (batch->exit_status, ==, is_whole ? 0 : 1);
  g_assert_cmpint (*batch->end->message != '\0', ==, !is_whole);
  for (guint i = 0; i < pages; i++) {
    const Page *page = ((Report *) batch->pages->pdata[i])->page;
    g_autofree char *path = g_build_filename (folder, page->file, NULL);
    g_autoptr (GError) error = NULL;
    guint64 size_bytes;
    g_autofree char *sha256 = durable_hash (path, &size_bytes, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (sha256, ==, page->sha256);
    g_assert_cmpuint (size_bytes, ==, page->size_bytes);
  }
}

char *
batch_new_folder (void) {
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("motcua-thử-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
batch_drop_folder (char *folder) {
  g_autoptr (GError) error = NULL;

  g_assert_true (durable_remove (folder, &error));
  g_free (folder);
}

/* Boxes in places that follow from the number; in colour, one channel each. */
static PIX *
draw_page (guint number, guint width_px, guint height_px, guint depth) {
  PIX *page = pixCreate ((int) width_px, (int) height_px, (int) depth);
  g_autoptr (GRand) random = g_rand_new_with_seed (number);

  pixSetBlackOrWhite (page, L_SET_WHITE);
  for (guint i = 0; i < MARKS; i++) {
    BOX *box = boxCreate (g_rand_int_range (random, 0, (int) width_px - 12),
                          g_rand_int_range (random, 0, (int) height_px - 8),
                          g_rand_int_range (random, 1, 12), 7);

    if (depth == 32)
      pixSetInRectArbitrary (page, box, g_rand_int (random) & 0xffffff00);
    else if (depth == 8)
      pixSetInRectArbitrary (page, box, (guint) g_rand_int_range (random, 0, 255));
    else
      pixSetInRect (page, box);
    boxDestroy (&box);
  }
  return page;
}

void
batch_draw_page (const char *folder, guint number, guint width_px, guint height_px,
                 guint depth, guint res_dpi, const char *extension) {
  g_autofree char *path = g_strdup_printf ("%s/%03u.%s", folder, number, extension);
  int format = g_str_equal (extension, "png")   ? IFF_PNG
               : g_str_equal (extension, "jpg") ? IFF_JFIF_JPEG
                                                : IFF_TIFF_LZW;
  PIX *page = draw_page (number, width_px, height_px, depth);

  pixSetResolution (page, (int) res_dpi, (int) res_dpi);
  g_assert_cmpint (pixWrite (path, page, format), ==, 0);
  pixDestroy (&page);
}

void
batch_draw_stack (const char *folder, guint count) {
  for (guint i = 1; i <= count; i++)
    batch_draw_page (folder, i, 413, 585, 8, 50, "png");
}

void
batch_assert_same (const char *folder, guint number, const char *path) {
  g_autofree char *name = page_name_dup (number);
  g_autofree char *taken_path = g_build_filename (folder, name, NULL);
  PIX *taken = pixRead (taken_path);
  PIX *given = pixRead (path);
  int is_same = 0;

  g_assert_nonnull (taken);
  g_assert_nonnull (given);
  g_assert_cmpint (pixGetXRes (taken), ==, pixGetXRes (given));
  g_assert_cmpint (pixEqual (taken, given, &is_same), ==, 0);
  g_assert_true (is_same);
  pixDestroy (&taken);
  pixDestroy (&given);
}
