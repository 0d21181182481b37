/* SPDX-License-Identifier: Apache-2.0 */

/* The upright page is the reader's; its size is in the store with what was read. */

#include "kiosk/markplace.h"

#include "kiosk/stationstate.h"

static gboolean
load_size (KioskStation *station, const char *id, guint number, double *width,
           double *height) {
  g_autoptr (GError) ignored = NULL;
  g_autoptr (StoredPage) page
      = store_get_page (kiosk_station_get_store (station), id, number, &ignored);

  if (page == NULL || page->upright_width_px == 0 || page->upright_height_px == 0)
    return FALSE;
  *width = page->upright_width_px;
  *height = page->upright_height_px;
  return TRUE;
}

Mark *
markplace_new_mark (KioskStation *station, const char *id, KioskLeaf *leaf, double left,
                    double top, double right, double bottom, const char *reason) {
  guint number = kiosk_leaf_get_number (leaf);
  Box box = {0, 0, 0, 0};
  double width, height;

  if (load_size (station, id, number, &width, &height))
    box = (Box){(int) (left * width), (int) (top * height), (int) (right * width),
                (int) (bottom * height)};
  return mark_new (number, box, reason);
}

gboolean
markplace_find (KioskStation *station, const char *id, const Mark *mark, double *left,
                double *top, double *right, double *bottom) {
  double width, height;

  if (mark->page == 0 || mark->box.right <= mark->box.left
      || !load_size (station, id, mark->page, &width, &height))
    return FALSE;
  *left = mark->box.left / width;
  *top = mark->box.top / height;
  *right = mark->box.right / width;
  *bottom = mark->box.bottom / height;
  return TRUE;
}
