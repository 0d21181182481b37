/* SPDX-License-Identifier: Apache-2.0 */

/* A SANE backend without hardware: the feeder of the device "DIR" holds the page images of
 * the folder DIR (scan/stack.h), and hopper.conf in that folder says what goes wrong
 * (scan/script.h). It is loaded by libsane's dll backend into whatever program scans, so
 * it exports the SANE entry points and nothing else. The manual is sane-hopper(5).
 *
 *   open ----> still --start--> sending --all bytes--> still --start--> ... NO_DOCS
 *                ^                 |
 *                '---- cancel -----'
 *
 * A handle remembers its place in the stack; only opening again starts at the first image.
 * One page is in memory at a time. sane_cancel may come from another thread and therefore
 * only sets a flag. */

#include "scan/script.h"
#include "scan/stack.h"

#include "config/limits.h"

#include <sane/sane.h>
#include <sane/saneopts.h>

#include <gmodule.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONF_NAME   "hopper.conf"
#define GLASS_X_MM  216
#define GLASS_Y_MM  297
#define A4_X_MM     210
#define RES_MIN_DPI 25
#define RES_DPI     300
#define SLICE_MS    10
#define INCH_MM     25.4
#define EXPORT      G_MODULE_EXPORT

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

typedef enum { FLATBED, ADF_FRONT, ADF_DUPLEX } Bin;
typedef enum { LINEART, GRAY, COLOR } Tone;

typedef struct {
  Stack *stack;
  Script *script;
  SANE_Word values[N_OPTIONS]; /* of source and mode: the index in their lists */
  guint next;                  /* image in the stack */
  guint sheet;                 /* 1.., the one being read */
  gboolean is_sending;
  gboolean is_unplugged;
  gint is_cancelled; /* atomic */
  gint64 started_us; /* when the last page was started, 0 before the first */
  guint8 *lines;     /* of the page being read */
  gsize size_bytes;
  gsize sent_bytes;
  Mishap mishap; /* that strikes when half the page is read */
} Device;

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

static void
free_device (Device *device) {
  g_clear_pointer (&device->stack, stack_free);
  g_clear_pointer (&device->script, script_free);
  g_free (device->lines);
  g_free (device);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Device, free_device)

/* The calls that a frontend makes, by the names that the dll backend looks up. */
EXPORT SANE_Status sane_hopper_init (SANE_Int *version, SANE_Auth_Callback authorize);
EXPORT void sane_hopper_exit (void);
EXPORT SANE_Status sane_hopper_get_devices (const SANE_Device ***list, SANE_Bool local);
EXPORT SANE_Status sane_hopper_open (SANE_String_Const name, SANE_Handle *handle);
EXPORT void sane_hopper_close (SANE_Handle handle);
EXPORT const SANE_Option_Descriptor *
sane_hopper_get_option_descriptor (SANE_Handle handle, SANE_Int option);
EXPORT SANE_Status sane_hopper_control_option (SANE_Handle handle, SANE_Int option,
                                               SANE_Action action, void *value,
                                               SANE_Int *info);
EXPORT SANE_Status sane_hopper_get_parameters (SANE_Handle handle,
                                               SANE_Parameters *shape);
EXPORT SANE_Status sane_hopper_start (SANE_Handle handle);
EXPORT SANE_Status sane_hopper_read (SANE_Handle handle, SANE_Byte *bytes, SANE_Int most,
                                     SANE_Int *got);
EXPORT void sane_hopper_cancel (SANE_Handle handle);
EXPORT SANE_Status sane_hopper_set_io_mode (SANE_Handle handle, SANE_Bool non_blocking);
EXPORT SANE_Status sane_hopper_get_select_fd (SANE_Handle handle, SANE_Int *fd);

SANE_Status
sane_hopper_init (SANE_Int *version, SANE_Auth_Callback authorize G_GNUC_UNUSED) {
  if (version != NULL)
    *version = SANE_VERSION_CODE (1, 0, 0);
  return SANE_STATUS_GOOD;
}

void
sane_hopper_exit (void) {
}

/* Any folder can be a device; none is one before it is named. */
SANE_Status
sane_hopper_get_devices (const SANE_Device ***list, SANE_Bool local G_GNUC_UNUSED) {
  static const SANE_Device *none[] = {NULL};

  *list = none;
  return SANE_STATUS_GOOD;
}

/* What strikes at once; those of a page in its middle are left to sane_read. */
static SANE_Status
strike (Device *device, Mishap mishap) {
  device->values[OPTION_DOUBLE_FEED] = mishap == MISHAP_DOUBLE_FEED;
  switch (mishap) {
  case MISHAP_NONE:
  case MISHAP_SHORT:
  case MISHAP_LONG:
    return SANE_STATUS_GOOD;
  case MISHAP_JAM:
  case MISHAP_DOUBLE_FEED:
    return SANE_STATUS_JAMMED;
  case MISHAP_COVER:
    return SANE_STATUS_COVER_OPEN;
  case MISHAP_BUSY:
    return SANE_STATUS_DEVICE_BUSY;
  case MISHAP_DENIED:
    return SANE_STATUS_ACCESS_DENIED;
  case MISHAP_UNPLUG:
    device->is_unplugged = TRUE;
    return SANE_STATUS_IO_ERROR;
  case MISHAP_CRASH:
    abort ();
  case MISHAP_HANG:
    for (;;)
      pause ();
  }
  g_assert_not_reached ();
}

static void
set_defaults (Device *device) {
  device->values[OPTION_COUNT] = N_OPTIONS;
  device->values[OPTION_SOURCE] = FLATBED;
  device->values[OPTION_MODE] = COLOR;
  device->values[OPTION_RES] = RES_DPI;
  device->values[OPTION_RIGHT] = SANE_FIX (A4_X_MM);
  device->values[OPTION_BOTTOM] = SANE_FIX (GLASS_Y_MM);
  device->values[OPTION_PAGE_DELAY]
      = (SANE_Word) script_get_page_delay_ms (device->script);
}

SANE_Status
sane_hopper_open (SANE_String_Const name, SANE_Handle *handle) {
  g_autoptr (Device) device = g_new0 (Device, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *conf = g_build_filename (name, CONF_NAME, NULL);
  SANE_Status status;

  device->stack = stack_open (name, &error);
  if (device->stack != NULL)
    device->script = script_load (conf, &error);
  if (device->script == NULL) {
    g_printerr ("hopper: %s\n", error->message);
    return device->stack == NULL ? SANE_STATUS_IO_ERROR : SANE_STATUS_INVAL;
  }
  set_defaults (device);
  status = strike (device, script_get_mishap (device->script, MOMENT_OPEN, 0));
  if (status == SANE_STATUS_GOOD)
    *handle = g_steal_pointer (&device);
  return status;
}

void
sane_hopper_close (SANE_Handle handle) {
  free_device (handle);
}

const SANE_Option_Descriptor *
sane_hopper_get_option_descriptor (SANE_Handle handle G_GNUC_UNUSED, SANE_Int option) {
  return option >= 0 && option < N_OPTIONS ? &options[option] : NULL;
}

/* A cancelled page is over, though only the next call puts it away. */
static gboolean
is_busy (Device *device) {
  return device->is_sending && !g_atomic_int_get (&device->is_cancelled);
}

static SANE_Status
set_string (Device *device, SANE_Int option, const char *value, SANE_Int *info) {
  const SANE_String_Const *list = options[option].constraint.string_list;

  for (SANE_Word i = 0; list[i] != NULL; i++) {
    if (!g_str_equal (list[i], value))
      continue;
    device->values[option] = i;
    *info |= SANE_INFO_RELOAD_PARAMS;
    return SANE_STATUS_GOOD;
  }
  return SANE_STATUS_INVAL;
}

static SANE_Status
set_word (Device *device, SANE_Int option, SANE_Word *value, SANE_Int *info) {
  const SANE_Range *range = options[option].constraint.range;
  SANE_Word taken = CLAMP (*value, range->min, range->max);

  if (taken != *value)
    *info |= SANE_INFO_INEXACT;
  *info |= SANE_INFO_RELOAD_PARAMS;
  *value = taken;
  device->values[option] = taken;
  return SANE_STATUS_GOOD;
}

SANE_Status
sane_hopper_control_option (SANE_Handle handle, SANE_Int option, SANE_Action action,
                            void *value, SANE_Int *info) {
  Device *device = handle;
  SANE_Int unused = 0;

  info = info != NULL ? info : &unused;
  *info = 0;
  if (option < 0 || option >= N_OPTIONS)
    return SANE_STATUS_INVAL;
  if (action == SANE_ACTION_GET_VALUE && options[option].type == SANE_TYPE_STRING) {
    g_strlcpy (value, options[option].constraint.string_list[device->values[option]],
               (gsize) options[option].size);
    return SANE_STATUS_GOOD;
  }
  if (action == SANE_ACTION_GET_VALUE) {
    *(SANE_Word *) value = device->values[option];
    return SANE_STATUS_GOOD;
  }
  if (action != SANE_ACTION_SET_VALUE || !SANE_OPTION_IS_SETTABLE (options[option].cap))
    return SANE_STATUS_INVAL;
  if (is_busy (device))
    return SANE_STATUS_DEVICE_BUSY;
  return options[option].type == SANE_TYPE_STRING
             ? set_string (device, option, value, info)
             : set_word (device, option, value, info);
}

static guint
convert_mm (const Device *device, SANE_Word mm) {
  return (guint) (SANE_UNFIX (mm) / INCH_MM * device->values[OPTION_RES] + 0.5);
}

static Frame
measure_frame (const Device *device) {
  const SANE_Word *values = device->values;

  return (Frame){
      .width_px = convert_mm (device, values[OPTION_RIGHT] - values[OPTION_LEFT]),
      .height_px = convert_mm (device, values[OPTION_BOTTOM] - values[OPTION_TOP]),
      .channels = values[OPTION_MODE] == COLOR ? 3 : 1,
      .depth_bits = values[OPTION_MODE] == LINEART ? 1 : 8,
      .res_dpi = (guint) values[OPTION_RES],
  };
}

static gboolean
has_area (const Device *device) {
  const SANE_Word *values = device->values;

  return values[OPTION_RIGHT] - values[OPTION_LEFT] >= SANE_FIX (1)
         && values[OPTION_BOTTOM] - values[OPTION_TOP] >= SANE_FIX (1);
}

SANE_Status
sane_hopper_get_parameters (SANE_Handle handle, SANE_Parameters *shape) {
  const Device *device = handle;
  Frame frame;

  if (!has_area (device))
    return SANE_STATUS_INVAL;
  frame = measure_frame (device);
  *shape = (SANE_Parameters){
      .format = frame.channels == 3 ? SANE_FRAME_RGB : SANE_FRAME_GRAY,
      .last_frame = SANE_TRUE,
      .bytes_per_line = (SANE_Int) frame_get_line_bytes (&frame),
      .pixels_per_line = (SANE_Int) frame.width_px,
      .lines = (SANE_Int) frame.height_px,
      .depth = (SANE_Int) frame.depth_bits,
  };
  return SANE_STATUS_GOOD;
}

/* Waits until the page delay since the last start is over, or the scan is cancelled. */
static void
pace_page (Device *device) {
  gint64 due_us = device->started_us + device->values[OPTION_PAGE_DELAY] * 1000LL;

  while (device->started_us > 0 && g_get_monotonic_time () < due_us
         && !g_atomic_int_get (&device->is_cancelled))
    g_usleep (SLICE_MS * 1000);
  device->started_us = g_get_monotonic_time ();
}

/* Puts the next image under the lamp. The line after the last is for MISHAP_LONG. */
static SANE_Status
load_page (Device *device) {
  g_autoptr (GError) error = NULL;
  Frame frame = measure_frame (device);
  gsize line_bytes = frame_get_line_bytes (&frame);

  g_clear_pointer (&device->lines, g_free);
  device->lines = stack_take (device->stack, device->next, &frame,
                              convert_mm (device, device->values[OPTION_LEFT]),
                              convert_mm (device, device->values[OPTION_TOP]), &error);
  if (device->lines == NULL) {
    g_printerr ("hopper: %s\n", error->message);
    return SANE_STATUS_IO_ERROR;
  }
  device->size_bytes = line_bytes * frame.height_px;
  device->sent_bytes = 0;
  device->mishap = script_get_mishap (device->script, MOMENT_READ, device->sheet);
  if (device->mishap == MISHAP_LONG) {
    device->lines = g_realloc (device->lines, device->size_bytes + line_bytes);
    memset (device->lines + device->size_bytes, 0, line_bytes);
    device->size_bytes += line_bytes;
  }
  device->is_sending = TRUE;
  device->next++;
  return SANE_STATUS_GOOD;
}

SANE_Status
sane_hopper_start (SANE_Handle handle) {
  Device *device = handle;
  guint sides = device->values[OPTION_SOURCE] == ADF_DUPLEX ? 2 : 1;
  SANE_Status status = SANE_STATUS_GOOD;

  if (device->is_unplugged)
    return SANE_STATUS_IO_ERROR;
  if (is_busy (device))
    return SANE_STATUS_DEVICE_BUSY;
  if (!has_area (device))
    return SANE_STATUS_INVAL;
  device->is_sending = FALSE;
  g_atomic_int_set (&device->is_cancelled, 0);
  if (device->next >= stack_get_count (device->stack))
    return SANE_STATUS_NO_DOCS;
  device->sheet = device->next / sides + 1;
  if (device->next % sides == 0)
    status = strike (device,
                     script_get_mishap (device->script, MOMENT_START, device->sheet));
  if (status != SANE_STATUS_GOOD)
    return status;
  pace_page (device);
  if (g_atomic_int_get (&device->is_cancelled))
    return SANE_STATUS_CANCELLED;
  return load_page (device);
}

SANE_Status
sane_hopper_read (SANE_Handle handle, SANE_Byte *bytes, SANE_Int most, SANE_Int *got) {
  Device *device = handle;
  gsize left = device->size_bytes - device->sent_bytes;
  SANE_Status status = SANE_STATUS_GOOD;
  gsize size;

  *got = 0;
  if (g_atomic_int_get (&device->is_cancelled) || !device->is_sending) {
    device->is_sending = FALSE;
    return SANE_STATUS_CANCELLED;
  }
  if (device->mishap != MISHAP_NONE && device->sent_bytes >= device->size_bytes / 2)
    status = strike (device, device->mishap);
  if (status == SANE_STATUS_GOOD
      && (left == 0
          || (device->mishap == MISHAP_SHORT
              && device->sent_bytes >= device->size_bytes / 2)))
    status = SANE_STATUS_EOF;
  if (status != SANE_STATUS_GOOD) {
    device->is_sending = FALSE;
    return status;
  }
  size = MIN (left, (gsize) most);
  memcpy (bytes, device->lines + device->sent_bytes, size);
  device->sent_bytes += size;
  *got = (SANE_Int) size;
  return SANE_STATUS_GOOD;
}

void
sane_hopper_cancel (SANE_Handle handle) {
  Device *device = handle;

  g_atomic_int_set (&device->is_cancelled, 1);
}

SANE_Status
sane_hopper_set_io_mode (SANE_Handle handle G_GNUC_UNUSED, SANE_Bool non_blocking) {
  return non_blocking ? SANE_STATUS_UNSUPPORTED : SANE_STATUS_GOOD;
}

SANE_Status
sane_hopper_get_select_fd (SANE_Handle handle G_GNUC_UNUSED, SANE_Int *fd G_GNUC_UNUSED) {
  return SANE_STATUS_UNSUPPORTED;
}
