/* SPDX-License-Identifier: Apache-2.0 */

/* libjpeg takes blocks from a memory manager whose calls may be replaced, one array for each
 * component. It asks for some lines of blocks at a time, at most as many as it has said
 * beforehand, and works in what it is given; these lines are the window that is held here.
 *
 *   request: an array and the most lines at a time    realize: the file, as large as all
 *   access:  window written back if it was changed, then read at the lines asked for
 *
 * Everything but the file belongs to libjpeg's pool. On an error libjpeg's own way out is
 * taken, by longjmp. */

#include "scan/blocks.h"

#include "scan/spill.h"

#include <stdio.h>
#include <unistd.h>

#include <jpeglib.h>

#include <jerror.h>

/* libjpeg names this type and leaves it to whoever manages the memory. */
struct jvirt_barray_control {
  jvirt_barray_ptr next;
  guint64 offset; /* in the file */
  gsize line_bytes;
  guint height; /* lines of blocks */
  guint most;   /* of them in the window */
  guint first;  /* in the window */
  guint count;
  gboolean is_changed;
  JBLOCKARRAY lines; /* of the window */
};

struct Blocks {
  void (*realize) (j_common_ptr jpeg); /* libjpeg's own, for arrays of samples */
  jvirt_barray_ptr arrays;
  guint64 size;
  int spill;
};

static Blocks *
get_blocks (j_common_ptr jpeg) {
  return *(Blocks **) jpeg->client_data;
}

static jvirt_barray_ptr
request (j_common_ptr jpeg, int pool, boolean is_zeroed G_GNUC_UNUSED, JDIMENSION width,
         JDIMENSION height, JDIMENSION most) {
  Blocks *blocks = get_blocks (jpeg);
  jvirt_barray_ptr array = jpeg->mem->alloc_small (jpeg, pool, sizeof *array);

  *array = (struct jvirt_barray_control){
      .next = blocks->arrays,
      .offset = blocks->size,
      .line_bytes = (gsize) width * sizeof (JBLOCK),
      .height = height,
      .most = most,
      .lines = jpeg->mem->alloc_barray (jpeg, pool, width, most),
  };
  blocks->arrays = array;
  blocks->size += (guint64) array->line_bytes * height;
  return array;
}

static void
realize (j_common_ptr jpeg) {
  Blocks *blocks = get_blocks (jpeg);

  blocks->realize (jpeg);
  if (blocks->spill >= 0 || blocks->size == 0)
    return;
  blocks->spill = spill_open (blocks->size, NULL);
  if (blocks->spill < 0)
    ERREXITS (jpeg, JERR_TFILE_CREATE, g_get_tmp_dir ());
}

/* The window to the file, or from it. */
static void
move_window (j_common_ptr jpeg, jvirt_barray_ptr array, gboolean is_read) {
  int spill = get_blocks (jpeg)->spill;

  for (guint i = 0; i < array->count; i++) {
    guint64 offset = array->offset + (guint64) array->line_bytes * (array->first + i);

    if (is_read) {
      if (!spill_read (spill, array->lines[i], array->line_bytes, offset, NULL))
        ERREXIT (jpeg, JERR_TFILE_READ);
    } else if (!spill_write (spill, array->lines[i], array->line_bytes, offset, NULL)) {
      ERREXIT (jpeg, JERR_TFILE_WRITE);
    }
  }
}

static JBLOCKARRAY
access_lines (j_common_ptr jpeg, jvirt_barray_ptr array, JDIMENSION first,
              JDIMENSION count, boolean is_changing) {
  if (count > array->most || first > array->height || count > array->height - first)
    ERREXIT (jpeg, JERR_BAD_VIRTUAL_ACCESS);
  if (first < array->first || first + count > array->first + array->count) {
    if (array->is_changed)
      move_window (jpeg, array, FALSE);
    array->is_changed = FALSE;
    array->first = first;
    array->count = MIN (array->most, array->height - first);
    move_window (jpeg, array, TRUE);
  }
  array->is_changed |= is_changing;
  return array->lines + (first - array->first);
}

Blocks *
blocks_new (struct jpeg_decompress_struct *jpeg) {
  Blocks *blocks = g_new0 (Blocks, 1);

  blocks->spill = -1;
  blocks->realize = jpeg->mem->realize_virt_arrays;
  jpeg->mem->request_virt_barray = request;
  jpeg->mem->realize_virt_arrays = realize;
  jpeg->mem->access_virt_barray = access_lines;
  return blocks;
}

void
blocks_free (Blocks *blocks) {
  if (blocks->spill >= 0)
    close (blocks->spill);
  g_free (blocks);
}
