/* SPDX-License-Identifier: Apache-2.0 */

/* The options stand in one constant table; the number of an option is its place there, and
 * places[] says which member of Dials it turns. */

#include "scan/dials.h"

#include "config/limits.h"

#include <sane/sane.h>
#include <sane/saneopts.h>

#define GLASS_X_MM  216
#define GLASS_Y_MM  297
#define A4_X_MM     210
#define RES_MIN_DPI 25
#define RES_DPI     300
#define INCH_MM     25.4

enum {
  OPTION_COUNT,
  OPTION_SOURCE,
  OPTION_MODE,
  OPTION_RES,
  OPTION_LEFT,
  OPTION_TOP,
  OPTION_RIGHT,
  OPTION_BOTTOM,
  OPTION_PAGE_DELAY,
  OPTION_DOUBLE_FEED,
  N_OPTIONS,
};

static const SANE_String_Const sources[] = {"Flatbed", "ADF Front", "ADF Duplex", NULL};
static const SANE_String_Const modes[]
    = {SANE_VALUE_SCAN_MODE_LINEART, SANE_VALUE_SCAN_MODE_GRAY,
       SANE_VALUE_SCAN_MODE_COLOR, NULL};
static const SANE_Range res_range = {RES_MIN_DPI, LIMIT_IMAGE_RES_DPI, 1};
static const SANE_Range x_range = {0, SANE_FIX (GLASS_X_MM), 0};
static const SANE_Range y_range = {0, SANE_FIX (GLASS_Y_MM), 0};
static const SANE_Range delay_range = {0, LIMIT_HOPPER_DELAY_MS, 0};

#define SETTABLE (SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT)
#define LENGTH_OPTION(id, text, limits)                                                  \
  {                                                                                      \
    .name = SANE_NAME_SCAN_##id, .title = SANE_TITLE_SCAN_##id, .desc = text,            \
    .type = SANE_TYPE_FIXED, .unit = SANE_UNIT_MM, .size = sizeof (SANE_Word),           \
    .cap = SETTABLE, .constraint_type = SANE_CONSTRAINT_RANGE,                           \
    .constraint.range = &limits                                                          \
  }

static const SANE_Option_Descriptor options[N_OPTIONS] = {
    [OPTION_COUNT] = {.name = "",
                      .title = SANE_TITLE_NUM_OPTIONS,
                      .desc = SANE_DESC_NUM_OPTIONS,
                      .type = SANE_TYPE_INT,
                      .size = sizeof (SANE_Word),
                      .cap = SANE_CAP_SOFT_DETECT},
    [OPTION_SOURCE] = {.name = SANE_NAME_SCAN_SOURCE,
                       .title = SANE_TITLE_SCAN_SOURCE,
                       .desc = SANE_DESC_SCAN_SOURCE,
                       .type = SANE_TYPE_STRING,
                       .size = sizeof "ADF Duplex",
                       .cap = SETTABLE,
                       .constraint_type = SANE_CONSTRAINT_STRING_LIST,
                       .constraint.string_list = sources},
    [OPTION_MODE] = {.name = SANE_NAME_SCAN_MODE,
                     .title = SANE_TITLE_SCAN_MODE,
                     .desc = SANE_DESC_SCAN_MODE,
                     .type = SANE_TYPE_STRING,
                     .size = sizeof SANE_VALUE_SCAN_MODE_LINEART,
                     .cap = SETTABLE,
                     .constraint_type = SANE_CONSTRAINT_STRING_LIST,
                     .constraint.string_list = modes},
    [OPTION_RES] = {.name = SANE_NAME_SCAN_RESOLUTION,
                    .title = SANE_TITLE_SCAN_RESOLUTION,
                    .desc = SANE_DESC_SCAN_RESOLUTION,
                    .type = SANE_TYPE_INT,
                    .unit = SANE_UNIT_DPI,
                    .size = sizeof (SANE_Word),
                    .cap = SETTABLE,
                    .constraint_type = SANE_CONSTRAINT_RANGE,
                    .constraint.range = &res_range},
    [OPTION_LEFT] = LENGTH_OPTION (TL_X, SANE_DESC_SCAN_TL_X, x_range),
    [OPTION_TOP] = LENGTH_OPTION (TL_Y, SANE_DESC_SCAN_TL_Y, y_range),
    [OPTION_RIGHT] = LENGTH_OPTION (BR_X, SANE_DESC_SCAN_BR_X, x_range),
    [OPTION_BOTTOM] = LENGTH_OPTION (BR_Y, SANE_DESC_SCAN_BR_Y, y_range),
    [OPTION_PAGE_DELAY] = {.name = "page-delay",
                           .title = "Page delay",
                           .desc = "Least time from one page to the next, milliseconds",
                           .type = SANE_TYPE_INT,
                           .size = sizeof (SANE_Word),
                           .cap = SETTABLE | SANE_CAP_ADVANCED,
                           .constraint_type = SANE_CONSTRAINT_RANGE,
                           .constraint.range = &delay_range},
    [OPTION_DOUBLE_FEED] = {.name = "double-feed",
                            .title = "Double feed",
                            .desc = "The feeder stopped because two sheets came at once",
                            .type = SANE_TYPE_BOOL,
                            .size = sizeof (SANE_Word),
                            .cap = SANE_CAP_SOFT_DETECT | SANE_CAP_HARD_SELECT},
};

static const gsize places[N_OPTIONS] = {
    [OPTION_SOURCE] = offsetof (Dials, source),
    [OPTION_MODE] = offsetof (Dials, mode),
    [OPTION_RES] = offsetof (Dials, res_dpi),
    [OPTION_LEFT] = offsetof (Dials, left),
    [OPTION_TOP] = offsetof (Dials, top),
    [OPTION_RIGHT] = offsetof (Dials, right),
    [OPTION_BOTTOM] = offsetof (Dials, bottom),
    [OPTION_PAGE_DELAY] = offsetof (Dials, page_delay_ms),
    [OPTION_DOUBLE_FEED] = offsetof (Dials, double_feed),
};

Dials
dials_get_defaults (guint page_delay_ms) {
  return (Dials){.source = DIALS_FLATBED,
                 .mode = DIALS_COLOR,
                 .res_dpi = RES_DPI,
                 .right = SANE_FIX (A4_X_MM),
                 .bottom = SANE_FIX (GLASS_Y_MM),
                 .page_delay_ms = (int) page_delay_ms};
}

gconstpointer
dials_get_descriptor (int option) {
  return option >= 0 && option < N_OPTIONS ? &options[option] : NULL;
}

int
dials_get (const Dials *dials, int option, void *value) {
  const SANE_Word *place;

  if (option < 0 || option >= N_OPTIONS)
    return SANE_STATUS_INVAL;
  place = (const SANE_Word *) ((const char *) dials + places[option]);
  if (option == OPTION_COUNT)
    *(SANE_Word *) value = N_OPTIONS;
  else if (options[option].type == SANE_TYPE_STRING)
    g_strlcpy (value, options[option].constraint.string_list[*place],
               (gsize) options[option].size);
  else
    *(SANE_Word *) value = *place;
  return SANE_STATUS_GOOD;
}

static int
set_name (SANE_Word *place, const SANE_String_Const *names, const char *value) {
  for (SANE_Word i = 0; names[i] != NULL; i++) {
    if (g_str_equal (names[i], value)) {
      *place = i;
      return SANE_STATUS_GOOD;
    }
  }
  return SANE_STATUS_INVAL;
}

static int
set_word (SANE_Word *place, const SANE_Range *range, SANE_Word *value, int *info) {
  SANE_Word taken = CLAMP (*value, range->min, range->max);

  if (taken != *value)
    *info |= SANE_INFO_INEXACT;
  *value = taken;
  *place = taken;
  return SANE_STATUS_GOOD;
}

int
dials_set (Dials *dials, int option, void *value, int *info) {
  const SANE_Option_Descriptor *descriptor = dials_get_descriptor (option);
  SANE_Word *place;

  if (descriptor == NULL || !SANE_OPTION_IS_SETTABLE (descriptor->cap))
    return SANE_STATUS_INVAL;
  place = (SANE_Word *) ((char *) dials + places[option]);
  *info |= SANE_INFO_RELOAD_PARAMS;
  return descriptor->type == SANE_TYPE_STRING
             ? set_name (place, descriptor->constraint.string_list, value)
             : set_word (place, descriptor->constraint.range, value, info);
}

static guint
convert_mm (const Dials *dials, SANE_Word mm) {
  return (guint) (SANE_UNFIX (mm) / INCH_MM * dials->res_dpi + 0.5);
}

gboolean
dials_get_frame (const Dials *dials, Frame *frame, guint *left_px, guint *top_px) {
  if (dials->right - dials->left < SANE_FIX (1)
      || dials->bottom - dials->top < SANE_FIX (1))
    return FALSE;
  *frame = (Frame){.width_px = convert_mm (dials, dials->right - dials->left),
                   .height_px = convert_mm (dials, dials->bottom - dials->top),
                   .channels = dials->mode == DIALS_COLOR ? 3 : 1,
                   .depth_bits = dials->mode == DIALS_LINEART ? 1 : 8,
                   .res_dpi = (guint) dials->res_dpi};
  *left_px = convert_mm (dials, dials->left);
  *top_px = convert_mm (dials, dials->top);
  return TRUE;
}
