/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What can be set on the hopper and what it senses: its SANE options, by their numbers.
 * Statuses, descriptors and SANE_INFO bits are those of SANE. */
typedef struct Dials Dials;

typedef enum {
  DIALS_FLATBED,
  DIALS_ADF,
  DIALS_DUPLEX,
  DIALS_SOURCES, /* how many there are */
} DialsSource;

typedef enum {
  SENSOR_PAPER,
  SENSOR_COVER,
  SENSOR_BUTTON, /* released by being read */
  SENSOR_DOUBLE_FEED,
} DialsSensor;

/* How the device is built. */
typedef struct {
  guint bed_width_mm;
  guint bed_height_mm;
  char *sources[DIALS_SOURCES]; /* what it calls them; NULL: it has none such */
  gboolean has_double_feed_detection;
  guint pace;          /* sheets a minute to begin with; 0: as fast as can be */
  guint page_delay_ms; /* to begin with */
} DialsBuild;

/* A scan as it is set. */
typedef struct {
  DialsSource source;
  guint channels;   /* 1 or 3 */
  guint depth_bits; /* 1, 8 or 16 */
  guint res_dpi;
  guint left_px;
  guint top_px;
  guint width_px;
  guint height_px;
  guint8 black_below; /* for one bit */
  guint pace;
  guint page_delay_ms;
  gboolean stops_double_feed;
} DialsScan;

/* A4 in colour at 300 dpi from the first source that there is. */
Dials *dials_new (const DialsBuild *build) G_GNUC_WARN_UNUSED_RESULT;
void dials_free (Dials *dials);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dials, dials_free)

/* A SANE_Option_Descriptor, or NULL; it lives as long as @dials. */
gconstpointer dials_get_descriptor (const Dials *dials, int option);

/* A SANE_Status. A number that is not offered is set to the nearest that is. */
int dials_get (Dials *dials, int option, void *value);
int dials_set (Dials *dials, int option, void *value, int *info);

gboolean dials_is_sensor (int option);
void dials_sense (Dials *dials, DialsSensor sensor, gboolean value);

/* FALSE when the window has no area. */
gboolean dials_get_scan (const Dials *dials, DialsScan *scan);
