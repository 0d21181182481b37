/* SPDX-License-Identifier: Apache-2.0 */

/* What must be right (where the paper lies, how it is taken) is refused when the device
 * lacks it; what may be approximate (resolution, area, guards) is set if it is offered. The
 * order matters: the source decides which resolutions and areas there are, the resolution
 * how many pixels an area has. */

#include "scan/panel.h"

#include "scan/guard.h"
#include "scan/knob.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"

#include <sane/saneopts.h>

#define INCH_MM 25.4
#define PLAY_MM 1.0

static void notice (GPtrArray *notices, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
notice (GPtrArray *notices, const char *format, ...) {
  va_list arguments;
  char *text;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  log_info ("%s", text);
  if (notices->len < LIMIT_NOTICES)
    g_ptr_array_add (notices, text);
  else
    g_free (text);
}

/* Some devices have the second side on a switch of its own. */
static gboolean
set_sides (gpointer device, Source source) {
  gboolean both = source == SOURCE_DUPLEX;

  return knob_set_name (device, "adf-mode", both ? "Duplex" : "Simplex")
         || knob_set_number (device, "duplex", both);
}

static gboolean
try_source (gpointer device, Panel *panel, Source source, const char *const *names) {
  const char *name = choice_find_source (source, names);
  const char *feeder = choice_find_source (SOURCE_ADF, names);

  if (name != NULL && knob_set_name (device, SANE_NAME_SCAN_SOURCE, name)) {
    if (source == SOURCE_ADF)
      set_sides (device, source);
  } else if (source != SOURCE_DUPLEX || feeder == NULL
             || !knob_set_name (device, SANE_NAME_SCAN_SOURCE, feeder)
             || !set_sides (device, source)) {
    return FALSE;
  }
  panel->source = source;
  return TRUE;
}

/* The places to try for what was asked, the best first; ends with SOURCE_ANY. */
static const Source *
get_attempts (Source wanted) {
  static const Source attempts[][4] = {
      [SOURCE_FLATBED] = {SOURCE_FLATBED, SOURCE_ANY},
      [SOURCE_ADF] = {SOURCE_ADF, SOURCE_ANY},
      [SOURCE_DUPLEX] = {SOURCE_DUPLEX, SOURCE_ANY},
      [SOURCE_ANY] = {SOURCE_DUPLEX, SOURCE_ADF, SOURCE_FLATBED, SOURCE_ANY},
      [SOURCE_AUTO] = {SOURCE_DUPLEX, SOURCE_ADF, SOURCE_FLATBED, SOURCE_ANY},
  };

  return attempts[wanted];
}

/* A device without that option has one place for paper; only trying it tells which, and
 * whether it takes both sides stands on a switch. */
static gboolean
set_only_source (gpointer device, Panel *panel) {
  switch (panel->source) {
  case SOURCE_FLATBED:
  case SOURCE_ADF:
    return TRUE;
  case SOURCE_DUPLEX:
    return set_sides (device, SOURCE_DUPLEX);
  case SOURCE_ANY:
  case SOURCE_AUTO:
    panel->source = SOURCE_FLATBED;
    return TRUE;
  }
  g_assert_not_reached ();
}

static gboolean
set_source (gpointer device, Panel *panel, GPtrArray *notices, GError **error) {
  Source wanted = panel->source;
  g_auto (GStrv) names = knob_dup_names (device, SANE_NAME_SCAN_SOURCE);
  const Source *attempt = get_attempts (panel->source);
  g_autofree char *list = NULL;

  if (names == NULL && set_only_source (device, panel))
    return TRUE;
  for (; names != NULL && *attempt != SOURCE_ANY; attempt++) {
    if (!try_source (device, panel, *attempt, (const char *const *) names))
      continue;
    if (panel->source == SOURCE_ADF && wanted != SOURCE_ADF)
      notice (notices, "The feeder of this scanner takes one side of a sheet only.");
    return TRUE;
  }
  list = names != NULL ? g_strjoinv (", ", names) : g_strdup ("only one place for paper");
  g_set_error (error, FAULT, FAULT_CONFIG,
               "This scanner cannot take paper that way. It offers: %s.", list);
  return FALSE;
}

/* A scanner without black and white gives grey, which says more. */
static gboolean
set_mode (gpointer device, Mode wanted, GPtrArray *notices, GError **error) {
  g_auto (GStrv) names = knob_dup_names (device, SANE_NAME_SCAN_MODE);
  gboolean is_bits = wanted == MODE_LINEART, is_instead = FALSE;
  const char *name = NULL;
  double depth = 8;

  if (names == NULL)
    return TRUE;
  name = choice_find_mode (wanted, (const char *const *) names);
  if (name == NULL && is_bits) {
    name = choice_find_mode (MODE_GRAY, (const char *const *) names);
    is_instead = TRUE;
  }
  if (name == NULL || !knob_set_name (device, SANE_NAME_SCAN_MODE, name)) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "This scanner has no such mode. Choose color, gray or lineart.");
    return FALSE;
  }
  knob_set_number (device, SANE_NAME_BIT_DEPTH, is_bits ? 1 : 8);
  knob_get_number (device, SANE_NAME_BIT_DEPTH, &depth);
  if (is_instead && depth > 1)
    notice (notices, "This scanner has no black and white; the page is grey.");
  return TRUE;
}

static void
set_resolution (gpointer device, Panel *panel, GPtrArray *notices) {
  guint wanted_dpi = panel->res_dpi;
  double reached = wanted_dpi;

  if (!knob_set_number (device, SANE_NAME_SCAN_RESOLUTION, wanted_dpi)) {
    knob_set_number (device, SANE_NAME_SCAN_X_RESOLUTION, wanted_dpi);
    knob_set_number (device, SANE_NAME_SCAN_Y_RESOLUTION, wanted_dpi);
  }
  if (!knob_get_number (device, SANE_NAME_SCAN_RESOLUTION, &reached))
    knob_get_number (device, SANE_NAME_SCAN_X_RESOLUTION, &reached);
  panel->res_dpi = (guint) CLAMP (reached + 0.5, 1, G_MAXINT);
  if (panel->res_dpi != wanted_dpi)
    notice (notices, "Asked for %u dpi; the scanner gives %u.", wanted_dpi,
            panel->res_dpi);
}

static void
set_length (gpointer device, guint res_dpi, const char *name, double mm) {
  if (knob_is_pixels (device, name))
    knob_set_number (device, name, mm / INCH_MM * res_dpi);
  else
    knob_set_number (device, name, mm);
}

/* What was reached, or @mm when the device does not tell. */
static double
get_length (gpointer device, guint res_dpi, const char *name, double mm) {
  double reached;

  if (!knob_get_number (device, name, &reached))
    return mm;
  return knob_is_pixels (device, name) ? reached / res_dpi * INCH_MM : reached;
}

/* A list of sizes beside the area gives way to it, where it can. */
static void
set_paper (gpointer device) {
  static const char *const options[] = {"paper-size", "scan-area", "page-size"};
  static const char *const free_words[]
      = {"userdef", "userdefined", "user", "custom", "manual", "maximum", "max", NULL};

  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    g_auto (GStrv) names = knob_dup_names (device, options[i]);
    const char *name = NULL;

    if (names != NULL)
      name = choice_find_word (free_words, (const char *const *) names);
    if (name != NULL)
      knob_set_name (device, options[i], name);
  }
}

/* The page width is for feeders that centre a sheet of the size they are told. The corner
 * goes home first, so that no setting on the way is an area turned inside out. */
static void
set_area (gpointer device, Panel *panel, GPtrArray *notices) {
  const Extent *extent = &panel->extent;
  double right_mm = extent->left_mm + extent->width_mm;
  double bottom_mm = extent->top_mm + extent->height_mm;
  guint res_dpi = panel->res_dpi;
  double width_mm, height_mm;

  set_paper (device);
  set_length (device, res_dpi, "page-width", right_mm);
  set_length (device, res_dpi, "page-height", bottom_mm);
  set_length (device, res_dpi, SANE_NAME_SCAN_TL_X, 0);
  set_length (device, res_dpi, SANE_NAME_SCAN_TL_Y, 0);
  set_length (device, res_dpi, SANE_NAME_SCAN_BR_X, right_mm);
  set_length (device, res_dpi, SANE_NAME_SCAN_BR_Y, bottom_mm);
  set_length (device, res_dpi, SANE_NAME_SCAN_TL_X, extent->left_mm);
  set_length (device, res_dpi, SANE_NAME_SCAN_TL_Y, extent->top_mm);
  width_mm = get_length (device, res_dpi, SANE_NAME_SCAN_BR_X, right_mm)
             - get_length (device, res_dpi, SANE_NAME_SCAN_TL_X, extent->left_mm);
  height_mm = get_length (device, res_dpi, SANE_NAME_SCAN_BR_Y, bottom_mm)
              - get_length (device, res_dpi, SANE_NAME_SCAN_TL_Y, extent->top_mm);
  if (width_mm < extent->width_mm - PLAY_MM || height_mm < extent->height_mm - PLAY_MM)
    notice (notices, "Asked for %.0f x %.0f mm; the scanner takes %.0f x %.0f mm.",
            extent->width_mm, extent->height_mm, width_mm, height_mm);
}

gboolean
panel_set (gpointer device, Panel *panel, GPtrArray *notices, GError **error) {
  if (!set_source (device, panel, notices, error)
      || !set_mode (device, panel->mode, notices, error))
    return FALSE;
  set_resolution (device, panel, notices);
  set_area (device, panel, notices);
  if (!guard_set_double_feed (device, panel->double_feed))
    log_info ("this scanner cannot tell two sheets from one");
  return TRUE;
}
