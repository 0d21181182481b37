/* SPDX-License-Identifier: Apache-2.0 */

/* A page is a plain value; its file name follows from its number alone, so that a report
 * can never point at another file. */

#include "scan/page.h"

void
page_free (Page *page) {
  g_free (page->file);
  g_free (page->sha256);
  g_free (page);
}

char *
page_name_dup (guint number) {
  return page_file_dup (number, "tif");
}

char *
page_file_dup (guint number, const char *suffix) {
  return g_strdup_printf ("page-%04u.%s", number, suffix);
}
