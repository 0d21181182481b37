/* SPDX-License-Identifier: Apache-2.0 */

/* A SANE backend without hardware: the device "DIR" scans the page images of the folder DIR,
 * and hopper.conf in that folder says what goes wrong. It is loaded by libsane's dll backend
 * into whatever program scans, so it exports the SANE entry points and nothing else. The
 * manual is sane-hopper(5).
 *
 *   files -> original (codec-*, shelf) -> scaler -> lens -> exposure -> passage
 *            line by line                                                  |
 *   stack, fate (script, mishap, slate) -> tray -> transport <-------------'
 *                                    dials, tempo -^    '-> sane_read
 *
 * Here is only the interface; transport.c moves the paper. A page is never whole in memory.
 * sane_cancel may come from another thread or a signal handler. */

#include "scan/script.h"
#include "scan/transport.h"

#include "config/limits.h"

#include <sane/sane.h>

#include <gmodule.h>

#include <string.h>

#define FOLDERS_NAME "hopper-folders.conf"
#define SCRIPT_NAME  "hopper.conf"
#define MODEL        "hopper"
#define EXPORT       G_MODULE_EXPORT

/* What sane_get_devices gave last, and its strings. */
static GPtrArray *devices;

/* The folder that was opened last is known from then on. */
static char *opened;

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

static void
free_device (gpointer data) {
  SANE_Device *device = data;

  if (device != NULL) {
    g_free ((char *) device->name);
    g_free ((char *) device->model);
  }
  g_free (device);
}

SANE_Status
sane_hopper_init (SANE_Int *version, SANE_Auth_Callback authorize G_GNUC_UNUSED) {
  if (version != NULL)
    *version = SANE_VERSION_CODE (1, 0, 0);
  return SANE_STATUS_GOOD;
}

void
sane_hopper_exit (void) {
  g_clear_pointer (&devices, g_ptr_array_unref);
  g_clear_pointer (&opened, g_free);
}

/* A script that makes no sense is told of when the device is opened. */
static char *
find_model (const char *folder) {
  g_autofree char *path = g_build_filename (folder, SCRIPT_NAME, NULL);
  g_autoptr (Script) script = script_load (path, NULL);
  const char *model = script != NULL ? script_get_model (script) : NULL;

  return g_strdup (model != NULL ? model : MODEL);
}

static void
add_device (const char *folder) {
  SANE_Device *device = g_new0 (SANE_Device, 1);

  device->name = g_strdup (folder);
  device->vendor = "motcua";
  device->model = find_model (folder);
  device->type = "virtual device";
  g_ptr_array_add (devices, device);
}

static gboolean
is_listed (const char *folder) {
  for (guint i = 0; i < devices->len; i++) {
    const SANE_Device *device = devices->pdata[i];

    if (g_str_equal (device->name, folder))
      return TRUE;
  }
  return FALSE;
}

/* Any folder can be a device. These are the ones that hopper-folders.conf in the (first)
 * folder of SANE's configuration names, a line each. */
static void
find_devices (void) {
  const char *folders = g_getenv ("SANE_CONFIG_DIR");
  g_auto (GStrv) parts = g_strsplit (folders != NULL ? folders : "/etc/sane.d", ":", 2);
  g_autofree char *path = g_build_filename (parts[0], FOLDERS_NAME, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_clear_pointer (&devices, g_ptr_array_unref);
  devices = g_ptr_array_new_with_free_func (free_device);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR)
      && g_file_get_contents (path, &text, NULL, NULL)) {
    lines = g_strsplit (text, "\n", LIMIT_DEVICES);
    for (guint i = 0; lines[i] != NULL; i++) {
      g_strstrip (lines[i]);
      if (*lines[i] != '\0' && *lines[i] != '#')
        add_device (lines[i]);
    }
  }
  if (opened != NULL && !is_listed (opened))
    add_device (opened);
  g_ptr_array_add (devices, NULL);
}

SANE_Status
sane_hopper_get_devices (const SANE_Device ***list, SANE_Bool local G_GNUC_UNUSED) {
  find_devices ();
  *list = (const SANE_Device **) devices->pdata;
  return SANE_STATUS_GOOD;
}

/* No name is the first device that there is. */
SANE_Status
sane_hopper_open (SANE_String_Const name, SANE_Handle *handle) {
  Transport *transport = NULL;
  const SANE_Device *first;
  SANE_Status status;

  if (name == NULL || handle == NULL || strlen (name) > LIMIT_DEVICE_BYTES)
    return SANE_STATUS_INVAL;
  if (*name == '\0') {
    find_devices ();
    first = devices->pdata[0];
    if (first == NULL)
      return SANE_STATUS_INVAL;
    name = first->name;
  }
  status = (SANE_Status) transport_open (name, &transport);
  if (status != SANE_STATUS_GOOD)
    return status;
  *handle = transport;
  g_free (opened);
  opened = g_strdup (name);
  return status;
}

void
sane_hopper_close (SANE_Handle handle) {
  transport_free (handle);
}

const SANE_Option_Descriptor *
sane_hopper_get_option_descriptor (SANE_Handle handle, SANE_Int option) {
  return dials_get_descriptor (transport_get_dials (handle), option);
}

SANE_Status
sane_hopper_control_option (SANE_Handle handle, SANE_Int option, SANE_Action action,
                            void *value, SANE_Int *info) {
  Dials *dials = transport_get_dials (handle);
  SANE_Int unused = 0;

  info = info != NULL ? info : &unused;
  *info = 0;
  if (action == SANE_ACTION_GET_VALUE) {
    if (dials_is_sensor (option))
      transport_sense (handle);
    return (SANE_Status) dials_get (dials, option, value);
  }
  if (action != SANE_ACTION_SET_VALUE)
    return SANE_STATUS_INVAL;
  if (transport_is_sending (handle))
    return SANE_STATUS_DEVICE_BUSY;
  return (SANE_Status) dials_set (dials, option, value, info);
}

SANE_Status
sane_hopper_get_parameters (SANE_Handle handle, SANE_Parameters *shape) {
  TransportShape told;
  SANE_Status status = (SANE_Status) transport_get_shape (handle, &told);

  if (status != SANE_STATUS_GOOD || shape == NULL)
    return status;
  *shape = (SANE_Parameters){
      .format = told.channels == 3 ? SANE_FRAME_RGB : SANE_FRAME_GRAY,
      .last_frame = SANE_TRUE,
      .bytes_per_line = told.line_bytes,
      .pixels_per_line = told.width_px,
      .lines = told.lines,
      .depth = (SANE_Int) told.depth_bits,
  };
  return SANE_STATUS_GOOD;
}

SANE_Status
sane_hopper_start (SANE_Handle handle) {
  return (SANE_Status) transport_start (handle);
}

SANE_Status
sane_hopper_read (SANE_Handle handle, SANE_Byte *bytes, SANE_Int most, SANE_Int *got) {
  gsize size = 0;
  SANE_Status status
      = (SANE_Status) transport_read (handle, bytes, (gsize) MAX (most, 0), &size);

  *got = (SANE_Int) size;
  return status;
}

void
sane_hopper_cancel (SANE_Handle handle) {
  transport_cancel (handle);
}

SANE_Status
sane_hopper_set_io_mode (SANE_Handle handle, SANE_Bool non_blocking) {
  if (!transport_is_sending (handle))
    return SANE_STATUS_INVAL;
  return non_blocking ? SANE_STATUS_UNSUPPORTED : SANE_STATUS_GOOD;
}

SANE_Status
sane_hopper_get_select_fd (SANE_Handle handle G_GNUC_UNUSED, SANE_Int *fd G_GNUC_UNUSED) {
  return SANE_STATUS_UNSUPPORTED;
}
