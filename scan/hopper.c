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

#include "scan/dials.h"
#include "scan/script.h"
#include "scan/stack.h"

#include <sane/sane.h>

#include <gmodule.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONF_NAME "hopper.conf"
#define SLICE_MS  10
#define EXPORT    G_MODULE_EXPORT

typedef struct {
  Stack *stack;
  Script *script;
  Dials dials;
  guint next;  /* image in the stack */
  guint sheet; /* 1.., the one being read */
  gboolean is_sending;
  gboolean is_unplugged;
  gint is_cancelled; /* atomic */
  gint64 started_us; /* when the last page was started, 0 before the first */
  guint8 *lines;     /* of the page being read */
  gsize size_bytes;
  gsize sent_bytes;
  Mishap mishap; /* that strikes when half the page is read */
} Device;

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
  device->dials.double_feed = mishap == MISHAP_DOUBLE_FEED;
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
  device->dials = dials_get_defaults (script_get_page_delay_ms (device->script));
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
  return dials_get_descriptor (option);
}

/* A cancelled page is over, though only the next call puts it away. */
static gboolean
is_busy (Device *device) {
  return device->is_sending && !g_atomic_int_get (&device->is_cancelled);
}

SANE_Status
sane_hopper_control_option (SANE_Handle handle, SANE_Int option, SANE_Action action,
                            void *value, SANE_Int *info) {
  Device *device = handle;
  SANE_Int unused = 0;

  info = info != NULL ? info : &unused;
  *info = 0;
  if (action == SANE_ACTION_GET_VALUE)
    return dials_get (&device->dials, option, value);
  if (action != SANE_ACTION_SET_VALUE)
    return SANE_STATUS_INVAL;
  if (is_busy (device))
    return SANE_STATUS_DEVICE_BUSY;
  return dials_set (&device->dials, option, value, info);
}

SANE_Status
sane_hopper_get_parameters (SANE_Handle handle, SANE_Parameters *shape) {
  const Device *device = handle;
  Frame frame;
  guint left_px, top_px;

  if (!dials_get_frame (&device->dials, &frame, &left_px, &top_px))
    return SANE_STATUS_INVAL;
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
  gint64 due_us = device->started_us + device->dials.page_delay_ms * 1000LL;

  while (device->started_us > 0 && g_get_monotonic_time () < due_us
         && !g_atomic_int_get (&device->is_cancelled))
    g_usleep (SLICE_MS * 1000);
  device->started_us = g_get_monotonic_time ();
}

/* Puts the next image under the lamp. The line after the last is for MISHAP_LONG. */
static SANE_Status
load_page (Device *device) {
  g_autoptr (GError) error = NULL;
  guint left_px, top_px;
  gsize line_bytes;
  Frame frame;

  if (!dials_get_frame (&device->dials, &frame, &left_px, &top_px))
    return SANE_STATUS_INVAL;
  line_bytes = frame_get_line_bytes (&frame);
  g_clear_pointer (&device->lines, g_free);
  device->lines
      = stack_take (device->stack, device->next, &frame, left_px, top_px, &error);
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
  guint sides = device->dials.source == DIALS_DUPLEX ? 2 : 1;
  SANE_Status status = SANE_STATUS_GOOD;

  if (device->is_unplugged)
    return SANE_STATUS_IO_ERROR;
  if (is_busy (device))
    return SANE_STATUS_DEVICE_BUSY;
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
