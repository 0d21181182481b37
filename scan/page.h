/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

typedef enum {
  PAGE_FRONT,
  PAGE_BACK,
} PageSide;

/* One scanned side of a sheet, durable as a TIFF file. */
typedef struct {
  guint number; /* 1..LIMIT_DOSSIER_PAGES, its place in the order of scanning */
  guint sheet;  /* 1.., the sheet of paper it is on */
  PageSide side;
  char *file; /* base name, "page-0001.tif" */
  guint width_px;
  guint height_px;
  guint res_dpi;
  guint64 size_bytes;
  char *sha256; /* lower-case hexadecimal */
} Page;

void page_free (Page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

/* Base name of the scan of page @number, "page-0001.tif"; caller frees. */
char *page_name_dup (guint number) G_GNUC_WARN_UNUSED_RESULT;

/* Base name of another file of page @number, "page-0001.SUFFIX"; caller frees. */
char *page_file_dup (guint number, const char *suffix) G_GNUC_WARN_UNUSED_RESULT;
