/* SPDX-License-Identifier: Apache-2.0 */

/* What all uses of Tesseract share. A model is read once and its log is opened before the
 * sandbox closes. Tesseract's own deadline counts wall-clock time, of which a loaded machine
 * gives it too little; it asks after each word whether to go on, and here the answer is what
 * the processor has done. The wall clock is watched by whoever waits for the reader. */

#include "ocr/model.h"

#include "config/fault.h"
#include "ocr/image.h"

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#include <time.h>

#define FOLDER     "/usr/share/tesseract-ocr/5/tessdata"
#define WARM_UP_PX 64

/* Debian calls the models of scripts otherwise than Tesseract. */
#define SCRIPT         "Vietnamese"
#define SCRIPT_PACKAGE "script-viet"

static const struct {
  const char *name, *value;
} settings[] = {
    {"debug_file", "/dev/null"},
    {"tessedit_do_invert", "0"},
};

static gboolean
set_up (TessBaseAPI *model) {
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (!TessBaseAPISetVariable (model, settings[i].name, settings[i].value))
      return FALSE;
  return TRUE;
}

/* Tesseract opens its log when it has something to say for the first time; an absurd
 * resolution makes it complain now, while files may still be opened. */
static void
warm_up (TessBaseAPI *model) {
  g_autoptr (Image) empty = pixCreate (WARM_UP_PX, WARM_UP_PX, 1);

  TessBaseAPISetImage2 (model, empty);
  TessBaseAPISetSourceResolution (model, 1);
  TessBaseAPIRecognize (model, NULL);
  TessBaseAPIClear (model);
}

TessBaseAPI *
model_open (const char *name, GError **error) {
  TessBaseAPI *model = TessBaseAPICreate ();

  setMsgSeverity (L_SEVERITY_NONE);
  if (TessBaseAPIInit2 (model, FOLDER, name, OEM_LSTM_ONLY) != 0 || !set_up (model)) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "the model \"%s\" does not load: is the package tesseract-ocr-%s "
                 "installed?",
                 name, g_str_equal (name, SCRIPT) ? SCRIPT_PACKAGE : name);
    TessBaseAPIDelete (model);
    return NULL;
  }
  warm_up (model);
  return model;
}

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
model_recognise (TessBaseAPI *model, guint cpu_ms) {
  ETEXT_DESC *monitor = TessMonitorCreate ();
  gint64 until_ms = get_cpu_ms () + cpu_ms;
  int failed;

  TessMonitorSetCancelFunc (monitor, on_word);
  TessMonitorSetCancelThis (monitor, &until_ms);
  failed = TessBaseAPIRecognize (model, monitor);
  TessMonitorDelete (monitor);
  return failed == 0;
}
