/* SPDX-License-Identifier: Apache-2.0 */

/* The options stand in one constant table; the number of an option is its place there. A
 * device has a copy of it, in which only the lists and ranges of its build and the inactive
 * bits differ, and one word of value for each option: a number, or the place in a list. */

#include "scan/dials.h"

#include "config/limits.h"

#include <sane/sane.h>
#include <sane/saneopts.h>

#include <string.h>

#define A4_X_MM     210
#define A4_Y_MM     297
#define RES_MIN_DPI 25
#define RES_DPI     300
#define INCH_MM     25.4
#define NAME_BYTES  128

enum {
  OPTION_COUNT,
  OPTION_MODE_GROUP,
  OPTION_SOURCE,
  OPTION_MODE,
  OPTION_DEPTH,
  OPTION_THRESHOLD,
  OPTION_RES,
  OPTION_AREA_GROUP,
  OPTION_LEFT,
  OPTION_TOP,
  OPTION_RIGHT,
  OPTION_BOTTOM,
  OPTION_FEEDER_GROUP,
  OPTION_DF_ACTION,
  OPTION_PACE,
  OPTION_PAGE_DELAY,
  OPTION_SENSOR_GROUP,
  OPTION_PAPER,
  OPTION_COVER,
  OPTION_BUTTON,
  OPTION_DOUBLE_FEED,
  N_OPTIONS,
};

enum {
  MODE_LINEART,
  MODE_GRAY,
  MODE_COLOR,
};

enum {
  DF_DEFAULT,
  DF_CONTINUE,
  DF_STOP,
};

struct Dials {
  SANE_Option_Descriptor options[N_OPTIONS];
  SANE_Word values[N_OPTIONS];
  SANE_Range x_range;
  SANE_Range y_range;
  char names[DIALS_SOURCES][NAME_BYTES];
  SANE_String_Const sources[DIALS_SOURCES + 1]; /* those that there are */
  DialsSource source_of[DIALS_SOURCES];         /* by place in sources */
  gboolean has_double_feed_detection;
};

static const SANE_String_Const modes[]
    = {SANE_VALUE_SCAN_MODE_LINEART, SANE_VALUE_SCAN_MODE_GRAY,
       SANE_VALUE_SCAN_MODE_COLOR, NULL};
static const SANE_String_Const df_actions[] = {"Default", "Continue", "Stop", NULL};
static const SANE_Word depths[] = {2, 8, 16};
static const SANE_Range res_range = {RES_MIN_DPI, LIMIT_HOPPER_RES_DPI, 1};
static const SANE_Range delay_range = {0, LIMIT_HOPPER_DELAY_MS, 0};
static const SANE_Range pace_range = {0, LIMIT_HOPPER_PACE, 0};
static const SANE_Range threshold_range = {0, SANE_FIX (100), 0};

#define SETTABLE (SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT)
#define GROUP(text)                                                                      \
  { .name = "", .title = text, .desc = "", .type = SANE_TYPE_GROUP }
#define NUMBER(id, text, what, kind, in, limits)                                         \
  {                                                                                      \
    .name = id, .title = text, .desc = what, .type = kind, .unit = in,                   \
    .size = sizeof (SANE_Word), .cap = SETTABLE,                                         \
    .constraint_type = SANE_CONSTRAINT_RANGE, .constraint.range = limits                 \
  }
#define LENGTH(id)                                                                       \
  NUMBER (SANE_NAME_SCAN_##id, SANE_TITLE_SCAN_##id, SANE_DESC_SCAN_##id,                \
          SANE_TYPE_FIXED, SANE_UNIT_MM, NULL)
#define NAME(id, text, what, list)                                                       \
  {                                                                                      \
    .name = id, .title = text, .desc = what, .type = SANE_TYPE_STRING,                   \
    .size = NAME_BYTES, .cap = SETTABLE, .constraint_type = SANE_CONSTRAINT_STRING_LIST, \
    .constraint.string_list = list                                                       \
  }
#define SENSOR(id, text, what)                                                           \
  {                                                                                      \
    .name = id, .title = text, .desc = what, .type = SANE_TYPE_BOOL,                     \
    .size = sizeof (SANE_Word), .cap = SANE_CAP_SOFT_DETECT | SANE_CAP_HARD_SELECT       \
  }

static const SANE_Option_Descriptor options[N_OPTIONS] = {
    [OPTION_COUNT] = {.name = "",
                      .title = SANE_TITLE_NUM_OPTIONS,
                      .desc = SANE_DESC_NUM_OPTIONS,
                      .type = SANE_TYPE_INT,
                      .size = sizeof (SANE_Word),
                      .cap = SANE_CAP_SOFT_DETECT},
    [OPTION_MODE_GROUP] = GROUP ("Scan mode"),
    [OPTION_SOURCE]
    = NAME (SANE_NAME_SCAN_SOURCE, SANE_TITLE_SCAN_SOURCE, SANE_DESC_SCAN_SOURCE, NULL),
    [OPTION_MODE]
    = NAME (SANE_NAME_SCAN_MODE, SANE_TITLE_SCAN_MODE, SANE_DESC_SCAN_MODE, modes),
    [OPTION_DEPTH] = {.name = SANE_NAME_BIT_DEPTH,
                      .title = SANE_TITLE_BIT_DEPTH,
                      .desc = SANE_DESC_BIT_DEPTH,
                      .type = SANE_TYPE_INT,
                      .unit = SANE_UNIT_BIT,
                      .size = sizeof (SANE_Word),
                      .cap = SETTABLE,
                      .constraint_type = SANE_CONSTRAINT_WORD_LIST,
                      .constraint.word_list = depths},
    [OPTION_THRESHOLD]
    = NUMBER (SANE_NAME_THRESHOLD, SANE_TITLE_THRESHOLD, SANE_DESC_THRESHOLD,
              SANE_TYPE_FIXED, SANE_UNIT_PERCENT, &threshold_range),
    [OPTION_RES]
    = NUMBER (SANE_NAME_SCAN_RESOLUTION, SANE_TITLE_SCAN_RESOLUTION,
              SANE_DESC_SCAN_RESOLUTION, SANE_TYPE_INT, SANE_UNIT_DPI, &res_range),
    [OPTION_AREA_GROUP] = GROUP ("Geometry"),
    [OPTION_LEFT] = LENGTH (TL_X),
    [OPTION_TOP] = LENGTH (TL_Y),
    [OPTION_RIGHT] = LENGTH (BR_X),
    [OPTION_BOTTOM] = LENGTH (BR_Y),
    [OPTION_FEEDER_GROUP] = GROUP ("Feeder"),
    [OPTION_DF_ACTION]
    = NAME ("df-action", "Double feed action",
            "What happens when two sheets come at once; Default stops", df_actions),
    [OPTION_PACE] = NUMBER ("pace", "Pace",
                            "Sheets a minute, with both their sides; 0 is without limit",
                            SANE_TYPE_INT, SANE_UNIT_NONE, &pace_range),
    [OPTION_PAGE_DELAY]
    = NUMBER ("page-delay", "Page delay",
              "Least time from the start of one page to the next, milliseconds",
              SANE_TYPE_INT, SANE_UNIT_NONE, &delay_range),
    [OPTION_SENSOR_GROUP] = GROUP ("Sensors"),
    [OPTION_PAPER]
    = SENSOR (SANE_NAME_PAGE_LOADED, SANE_TITLE_PAGE_LOADED, SANE_DESC_PAGE_LOADED),
    [OPTION_COVER]
    = SENSOR (SANE_NAME_COVER_OPEN, SANE_TITLE_COVER_OPEN, SANE_DESC_COVER_OPEN),
    [OPTION_BUTTON] = SENSOR (SANE_NAME_SCAN, SANE_TITLE_SCAN, SANE_DESC_SCAN),
    [OPTION_DOUBLE_FEED] = SENSOR ("double-feed", "Double feed",
                                   "The feeder stopped because two sheets came at once"),
};

static const int sensors[] = {
    [SENSOR_PAPER] = OPTION_PAPER,
    [SENSOR_COVER] = OPTION_COVER,
    [SENSOR_BUTTON] = OPTION_BUTTON,
    [SENSOR_DOUBLE_FEED] = OPTION_DOUBLE_FEED,
};

static void
set_active (Dials *dials, int option, gboolean is_active) {
  if (is_active)
    dials->options[option].cap &= ~SANE_CAP_INACTIVE;
  else
    dials->options[option].cap |= SANE_CAP_INACTIVE;
}

static DialsSource
get_source (const Dials *dials) {
  return dials->source_of[dials->values[OPTION_SOURCE]];
}

/* What there is to choose depends on mode and source. */
static void
update_active (Dials *dials) {
  gboolean is_bits = dials->values[OPTION_MODE] == MODE_LINEART;

  set_active (dials, OPTION_DEPTH, !is_bits);
  set_active (dials, OPTION_THRESHOLD, is_bits);
  set_active (dials, OPTION_DF_ACTION,
              dials->has_double_feed_detection && get_source (dials) != DIALS_FLATBED);
}

static void
set_sources (Dials *dials, const DialsBuild *build) {
  guint count = 0;

  for (guint i = 0; i < DIALS_SOURCES; i++) {
    if (build->sources[i] == NULL)
      continue;
    g_strlcpy (dials->names[count], build->sources[i], NAME_BYTES);
    dials->sources[count] = dials->names[count];
    dials->source_of[count++] = i;
  }
  g_assert (count > 0);
  dials->options[OPTION_SOURCE].constraint.string_list = dials->sources;
}

Dials *
dials_new (const DialsBuild *build) {
  Dials *dials = g_new0 (Dials, 1);

  memcpy (dials->options, options, sizeof options);
  set_sources (dials, build);
  dials->has_double_feed_detection = build->has_double_feed_detection;
  dials->x_range = (SANE_Range){0, SANE_FIX (build->bed_width_mm), 0};
  dials->y_range = (SANE_Range){0, SANE_FIX (build->bed_height_mm), 0};
  dials->options[OPTION_LEFT].constraint.range = &dials->x_range;
  dials->options[OPTION_RIGHT].constraint.range = &dials->x_range;
  dials->options[OPTION_TOP].constraint.range = &dials->y_range;
  dials->options[OPTION_BOTTOM].constraint.range = &dials->y_range;
  dials->values[OPTION_COUNT] = N_OPTIONS;
  dials->values[OPTION_MODE] = MODE_COLOR;
  dials->values[OPTION_DEPTH] = 8;
  dials->values[OPTION_THRESHOLD] = SANE_FIX (50);
  dials->values[OPTION_RES] = RES_DPI;
  dials->values[OPTION_RIGHT] = MIN (dials->x_range.max, SANE_FIX (A4_X_MM));
  dials->values[OPTION_BOTTOM] = MIN (dials->y_range.max, SANE_FIX (A4_Y_MM));
  dials->values[OPTION_PACE] = (SANE_Word) build->pace;
  dials->values[OPTION_PAGE_DELAY] = (SANE_Word) build->page_delay_ms;
  update_active (dials);
  return dials;
}

void
dials_free (Dials *dials) {
  g_free (dials);
}

gconstpointer
dials_get_descriptor (const Dials *dials, int option) {
  return option >= 0 && option < N_OPTIONS ? &dials->options[option] : NULL;
}

static const SANE_Option_Descriptor *
find_active (const Dials *dials, int option) {
  const SANE_Option_Descriptor *descriptor = dials_get_descriptor (dials, option);

  return descriptor != NULL && descriptor->type != SANE_TYPE_GROUP
                 && SANE_OPTION_IS_ACTIVE (descriptor->cap)
             ? descriptor
             : NULL;
}

int
dials_get (Dials *dials, int option, void *value) {
  const SANE_Option_Descriptor *descriptor = find_active (dials, option);
  SANE_Word word;

  if (descriptor == NULL || value == NULL)
    return SANE_STATUS_INVAL;
  word = dials->values[option];
  if (option == OPTION_BUTTON)
    dials->values[option] = SANE_FALSE;
  if (descriptor->type == SANE_TYPE_STRING)
    g_strlcpy (value, descriptor->constraint.string_list[word], (gsize) descriptor->size);
  else
    *(SANE_Word *) value = word;
  return SANE_STATUS_GOOD;
}

/* The place of the name @value, or -1. */
static SANE_Word
find_name (const SANE_String_Const *names, const char *value) {
  for (SANE_Word i = 0; names[i] != NULL; i++) {
    if (g_str_equal (names[i], value))
      return i;
  }
  return -1;
}

static SANE_Word
find_nearest (const SANE_Option_Descriptor *descriptor, SANE_Word value) {
  const SANE_Word *list = descriptor->constraint.word_list;
  SANE_Word nearest;

  if (descriptor->constraint_type == SANE_CONSTRAINT_RANGE)
    return CLAMP (value, descriptor->constraint.range->min,
                  descriptor->constraint.range->max);
  nearest = list[1];
  for (SANE_Word i = 2; i <= list[0]; i++) {
    if (ABS ((gint64) list[i] - value) < ABS ((gint64) nearest - value))
      nearest = list[i];
  }
  return nearest;
}

int
dials_set (Dials *dials, int option, void *value, int *info) {
  const SANE_Option_Descriptor *descriptor = find_active (dials, option);
  SANE_Word taken;

  if (descriptor == NULL || value == NULL || !SANE_OPTION_IS_SETTABLE (descriptor->cap))
    return SANE_STATUS_INVAL;
  if (descriptor->type == SANE_TYPE_STRING) {
    taken = find_name (descriptor->constraint.string_list, value);
    if (taken < 0)
      return SANE_STATUS_INVAL;
  } else {
    taken = find_nearest (descriptor, *(SANE_Word *) value);
    if (taken != *(SANE_Word *) value)
      *info |= SANE_INFO_INEXACT;
    *(SANE_Word *) value = taken;
  }
  if (option == OPTION_SOURCE || option == OPTION_MODE)
    *info |= SANE_INFO_RELOAD_OPTIONS;
  if (option < OPTION_FEEDER_GROUP)
    *info |= SANE_INFO_RELOAD_PARAMS;
  dials->values[option] = taken;
  update_active (dials);
  return SANE_STATUS_GOOD;
}

gboolean
dials_is_sensor (int option) {
  return option > OPTION_SENSOR_GROUP && option < N_OPTIONS;
}

void
dials_sense (Dials *dials, DialsSensor sensor, gboolean value) {
  dials->values[sensors[sensor]] = value ? SANE_TRUE : SANE_FALSE;
}

static guint
convert_mm (const Dials *dials, SANE_Word mm) {
  return (guint) (SANE_UNFIX (mm) / INCH_MM * dials->values[OPTION_RES] + 0.5);
}

gboolean
dials_get_scan (const Dials *dials, DialsScan *scan) {
  const SANE_Word *values = dials->values;
  gboolean is_bits = values[OPTION_MODE] == MODE_LINEART;

  if (values[OPTION_RIGHT] - values[OPTION_LEFT] < SANE_FIX (1)
      || values[OPTION_BOTTOM] - values[OPTION_TOP] < SANE_FIX (1))
    return FALSE;
  *scan = (DialsScan){
      .source = get_source (dials),
      .channels = values[OPTION_MODE] == MODE_COLOR ? 3 : 1,
      .depth_bits = is_bits ? 1 : (guint) values[OPTION_DEPTH],
      .res_dpi = (guint) values[OPTION_RES],
      .left_px = convert_mm (dials, values[OPTION_LEFT]),
      .top_px = convert_mm (dials, values[OPTION_TOP]),
      .width_px = convert_mm (dials, values[OPTION_RIGHT] - values[OPTION_LEFT]),
      .height_px = convert_mm (dials, values[OPTION_BOTTOM] - values[OPTION_TOP]),
      .black_below = (guint8) (SANE_UNFIX (values[OPTION_THRESHOLD]) * 2.55 + 0.5),
      .pace = (guint) values[OPTION_PACE],
      .page_delay_ms = (guint) values[OPTION_PAGE_DELAY],
      .stops_double_feed
      = dials->has_double_feed_detection && values[OPTION_DF_ACTION] != DF_CONTINUE,
  };
  return TRUE;
}
