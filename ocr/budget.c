/* SPDX-License-Identifier: Apache-2.0 */

/* Tesseract's own deadline counts wall-clock time, of which a loaded machine gives it too
 * little; it asks after each word whether to go on, and here the answer is what the
 * processor has done. The wall clock is watched by whoever waits for the reader. */

#include "ocr/budget.h"

#include <tesseract/capi.h>

#include <time.h>

static gint64
get_cpu_ms (void) {
  struct timespec used;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used);
  return (gint64) used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

static bool
on_word (void *data, int words) {
  const gint64 *until_ms = data;

  return get_cpu_ms () > *until_ms;
}

gboolean
budget_recognise (struct TessBaseAPI *tess, guint cpu_ms) {
  ETEXT_DESC *monitor = TessMonitorCreate ();
  gint64 until_ms = get_cpu_ms () + cpu_ms;
  int failed;

  TessMonitorSetCancelFunc (monitor, on_word);
  TessMonitorSetCancelThis (monitor, &until_ms);
  failed = TessBaseAPIRecognize (tess, monitor);
  TessMonitorDelete (monitor);
  return failed == 0;
}
