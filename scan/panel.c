/* SPDX-License-Identifier: Apache-2.0 */

/* What must be right (where the paper lies, how it is taken) is refused when the device
 * lacks it; what may be approximate (resolution, area, guards) is set if it is offered. The
 * order matters: the source decides which resolutions and areas there are, the resolution
 * how many pixels an area has. */

#include "scan/panel.h"

#include "scan/knob.h"

#include "config/fault.h"
#include "config/log.h"

#include <sane/saneopts.h>

#define A4_WIDTH_MM  210.0
#define A4_HEIGHT_MM 297.0
#define INCH_MM      25.4

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

/* A device without that option has one place for paper; only trying it tells which. */
static gboolean
set_source (gpointer device, Panel *panel, GError **error) {
  Source wanted = panel->source;
  g_auto (GStrv) names = knob_dup_names (device, SANE_NAME_SCAN_SOURCE);
  const char *const *offered = (const char *const *) names;
  g_autofree char *list = NULL;

  if (names == NULL && wanted != SOURCE_DUPLEX) {
    panel->source = wanted == SOURCE_ANY ? SOURCE_FLATBED : wanted;
    return TRUE;
  }
  if (names != NULL && wanted == SOURCE_ANY
      && (try_source (device, panel, SOURCE_ADF, offered)
          || try_source (device, panel, SOURCE_FLATBED, offered)))
    return TRUE;
  if (names != NULL && wanted != SOURCE_ANY
      && try_source (device, panel, wanted, offered))
    return TRUE;
  list = names != NULL ? g_strjoinv (", ", names) : g_strdup ("only one place for paper");
  g_set_error (error, FAULT, FAULT_CONFIG,
               "This scanner cannot take paper that way. It offers: %s.", list);
  return FALSE;
}

/* A scanner without black and white gives grey, which says more. */
static gboolean
set_mode (gpointer device, Mode wanted, GError **error) {
  g_auto (GStrv) names = knob_dup_names (device, SANE_NAME_SCAN_MODE);
  const char *name = NULL;
  gboolean is_bits;

  if (names == NULL)
    return TRUE;
  name = choice_find_mode (wanted, (const char *const *) names);
  is_bits = wanted == MODE_LINEART;
  if (name == NULL && wanted == MODE_LINEART)
    name = choice_find_mode (MODE_GRAY, (const char *const *) names);
  if (name == NULL || !knob_set_name (device, SANE_NAME_SCAN_MODE, name)) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "This scanner has no such mode. Choose color, gray or lineart.");
    return FALSE;
  }
  knob_set_number (device, SANE_NAME_BIT_DEPTH, is_bits ? 1 : 8);
  return TRUE;
}

static void
set_resolution (gpointer device, Panel *panel) {
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
    log_info ("asked for %u dpi, the scanner gives %u", wanted_dpi, panel->res_dpi);
}

static void
set_length (gpointer device, guint res_dpi, const char *name, double mm) {
  if (knob_is_pixels (device, name))
    knob_set_number (device, name, mm / INCH_MM * res_dpi);
  else
    knob_set_number (device, name, mm);
}

/* The first lines are for feeders that centre a sheet of the size they are told. */
static void
set_area (gpointer device, guint res_dpi) {
  set_length (device, res_dpi, "page-width", A4_WIDTH_MM);
  set_length (device, res_dpi, "page-height", A4_HEIGHT_MM);
  set_length (device, res_dpi, SANE_NAME_SCAN_TL_X, 0);
  set_length (device, res_dpi, SANE_NAME_SCAN_TL_Y, 0);
  set_length (device, res_dpi, SANE_NAME_SCAN_BR_X, A4_WIDTH_MM);
  set_length (device, res_dpi, SANE_NAME_SCAN_BR_Y, A4_HEIGHT_MM);
}

/* Two sheets at once are a page that nobody misses until it is too late. */
static void
set_double_feed_stop (gpointer device) {
  if (knob_set_name (device, "df-action", "Stop"))
    knob_set_number (device, "df-thickness", 1);
}

gboolean
panel_set (gpointer device, Panel *panel, GError **error) {
  if (!set_source (device, panel, error) || !set_mode (device, panel->mode, error))
    return FALSE;
  set_resolution (device, panel);
  set_area (device, panel->res_dpi);
  set_double_feed_stop (device);
  return TRUE;
}
