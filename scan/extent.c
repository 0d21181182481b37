/* SPDX-License-Identifier: Apache-2.0 */

/* Sizes of paper by name. What is previewed and what is scanned is the same Extent, so they
 * cannot differ. Sizes are those of ISO 216 and ISO/IEC 7810; a card has play, for nobody
 * lays one straight into the corner. */

#include "scan/extent.h"

#include "config/limits.h"

#include <math.h>

#define INCH_MM   25.4
#define LEAST_MM  5.0
#define MOST_MM   2000.0
#define AREA_PART 4

static const struct {
  const char *word;
  double width_mm, height_mm;
} sizes[] = {
    {"a3", 297, 420},    {"a4", 210, 297},     {"a5", 148, 210},
    {"id-card", 90, 58}, {"receipt", 80, 400},
};

#define READING_DPI 300

static const guint usual_dpi[] = {600, 400, 300, 240, 200, 150, 100, 75, 50};

gboolean
extent_parse_size (const char *word, Extent *extent) {
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    if (g_ascii_strcasecmp (word, sizes[i].word) == 0) {
      *extent = (Extent){0, 0, sizes[i].width_mm, sizes[i].height_mm};
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_mm (const char *text, double *mm) {
  char *end = NULL;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  *mm = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*mm) && *mm <= MOST_MM;
}

gboolean
extent_parse_area (const char *text, Extent *extent) {
  g_auto (GStrv) parts = g_strsplit (text, ",", AREA_PART + 1);
  Extent parsed;

  if (g_strv_length (parts) != AREA_PART || !parse_mm (parts[0], &parsed.left_mm)
      || !parse_mm (parts[1], &parsed.top_mm) || !parse_mm (parts[2], &parsed.width_mm)
      || !parse_mm (parts[3], &parsed.height_mm) || parsed.width_mm < LEAST_MM
      || parsed.height_mm < LEAST_MM)
    return FALSE;
  *extent = parsed;
  return TRUE;
}

static guint
convert_mm (double mm, guint res_dpi) {
  return (guint) CLAMP (mm / INCH_MM * res_dpi + 0.5, 0, G_MAXINT);
}

Frame
extent_get_frame (const Extent *extent, guint res_dpi, guint channels, guint depth_bits) {
  return (Frame){.width_px = convert_mm (extent->width_mm, res_dpi),
                 .height_px = convert_mm (extent->height_mm, res_dpi),
                 .channels = channels,
                 .depth_bits = depth_bits,
                 .res_dpi = res_dpi};
}

/* The first that will do of those up to @most_dpi; 0: none. */
static guint
find_dpi (const Extent *extent, guint most_dpi) {
  for (guint i = 0; i < G_N_ELEMENTS (usual_dpi); i++) {
    Frame frame = extent_get_frame (extent, usual_dpi[i], 3, 8);

    if (usual_dpi[i] <= most_dpi && frame_check (&frame, NULL))
      return usual_dpi[i];
  }
  return 0;
}

guint
extent_offer_dpi (const Extent *extent, guint asked_dpi) {
  guint lower = find_dpi (extent, asked_dpi);

  return lower > 0 ? lower : find_dpi (extent, READING_DPI);
}
