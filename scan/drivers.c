/* SPDX-License-Identifier: Apache-2.0 */

/* Debian enables some eighty drivers, and libsane would load all of them to find one
 * scanner (3.4 seconds, and every one of them is an attack surface). Here exactly one is
 * loaded, the one that the device name asks for. While sane_init runs,
 *
 *   SANE_CONFIG_DIR = PRIVATE:STATION
 *
 * PRIVATE is a folder of this process with a dll.conf of one line, an empty dll.d and an
 * empty dll.aliases; libsane takes the first of each that it finds, so those of the station
 * are never read. Afterwards PRIVATE is gone from the disk and from the environment: the
 * driver, which is loaded later, looks for its own file (net.conf, airscan.conf) in STATION
 * only. That is the SANE_CONFIG_DIR that this process was started with, else /etc/sane.d.
 * libsane remembers where it looked, hence one call in the life of a process. */

#include "scan/drivers.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"

#include <sane/sane.h>

#include <string.h>

#define DRIVER_BYTES   32
#define DRIVER_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_-"
#define STATION_FOLDER "/etc/sane.d"
#define OWN_DRIVER     "hopper"

gboolean
drivers_check_name (const char *driver, GError **error) {
  gsize size = strlen (driver);

  if (size > 0 && size <= DRIVER_BYTES && strspn (driver, DRIVER_LETTERS) == size)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE,
               "That is no name of a scanner driver; use one such as airscan or hopper.");
  return FALSE;
}

char *
drivers_parse_device (const char *device, GError **error) {
  const char *colon = strchr (device, ':');
  g_autofree char *driver = NULL;

  if (colon == NULL || strlen (device) > LIMIT_DEVICE_BYTES) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "A scanner is named DRIVER:DEVICE, such as hopper:/srv/pages.");
    return NULL;
  }
  driver = g_strndup (device, (gsize) (colon - device));
  return drivers_check_name (driver, error) ? g_steal_pointer (&driver) : NULL;
}

static gboolean
save_file (const char *folder, const char *name, const char *text, GError **error) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) cause = NULL;

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &cause))
    return TRUE;
  g_set_error (error, FAULT, FAULT_STORAGE, "%s", cause->message);
  return FALSE;
}

static gboolean
fill_folder (const char *folder, const char *driver, GError **error) {
  g_autofree char *more = g_build_filename (folder, "dll.d", NULL);
  g_autofree char *line = g_strdup_printf ("%s\n", driver);

  return save_file (folder, "dll.conf", line, error)
         && save_file (folder, "dll.aliases", "", error) && durable_mkdir (more, error);
}

/* Of the drivers only our own lies outside libsane's folder. */
static void
set_environment (const char *station, const char *private, const char *driver) {
  const char *libraries = g_getenv ("LD_LIBRARY_PATH");
  g_autofree char *own = layout_hopper_dup ();
  g_autofree char *configs = g_strjoin (":", private, station, NULL);
  g_autofree char *searched = g_strjoin (":", own, libraries, NULL);

  g_setenv ("SANE_CONFIG_DIR", configs, TRUE);
  if (g_str_equal (driver, OWN_DRIVER))
    g_setenv ("LD_LIBRARY_PATH", searched, TRUE);
}

static gboolean
start_sane (GError **error) {
  SANE_Int version;

  if (sane_init (&version, NULL) == SANE_STATUS_GOOD)
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG, "The scanner software cannot be started.");
  return FALSE;
}

static gboolean
is_library (const char *folder, const char *file) {
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Where libsane looks: the folders of the environment, our own, and its own. */
gboolean
drivers_is_installed (const char *driver) {
  g_autofree char *file = g_strconcat ("libsane-", driver, ".so.1", NULL);
  g_autofree char *own = layout_hopper_dup ();
  const char *libraries = g_getenv ("LD_LIBRARY_PATH");
  g_auto (GStrv) folders = g_strsplit (libraries != NULL ? libraries : "", ":", -1);

  for (guint i = 0; folders[i] != NULL; i++) {
    if (*folders[i] != '\0' && is_library (folders[i], file))
      return TRUE;
  }
  return is_library (SANE_LIBRARIES, file)
         || (g_str_equal (driver, OWN_DRIVER) && is_library (own, file));
}

gboolean
drivers_is_remote (const char *driver) {
  return g_strv_contains ((const char *const[]){"airscan", "escl", "net", NULL}, driver);
}

/* With the private configuration in @folder. */
static gboolean
load_one (const char *station, const char *folder, const char *driver, GError **error) {
  gboolean loaded;

  if (!fill_folder (folder, driver, error))
    return FALSE;
  set_environment (station, folder, driver);
  loaded = start_sane (error);
  g_setenv ("SANE_CONFIG_DIR", station, TRUE);
  return loaded;
}

gboolean
drivers_load (const char *driver, GError **error) {
  const char *given = g_getenv ("SANE_CONFIG_DIR");
  g_autofree char *station
      = g_strdup (given != NULL && *given != '\0' ? given : STATION_FOLDER);
  g_autoptr (GError) cause = NULL;
  g_autofree char *folder = NULL;
  gboolean loaded;

  if (g_str_equal (driver, DRIVERS_STOCK))
    return start_sane (error);
  if (!drivers_is_installed (driver)) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "There is no scanner driver \"%s\" on this computer. Ask the "
                 "administrator to install it, or choose another scanner.",
                 driver);
    return FALSE;
  }
  folder = g_dir_make_tmp ("motcua-scan-XXXXXX", &cause);
  if (folder == NULL) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s", cause->message);
    return FALSE;
  }
  loaded = load_one (station, folder, driver, error);
  return durable_remove (folder, loaded ? error : NULL) && loaded;
}

Health
drivers_try (const char *name) {
  g_autofree char *driver = drivers_parse_device (name, NULL);
  SANE_Handle handle;
  SANE_Status status = sane_open (name, &handle);

  if (status == SANE_STATUS_GOOD) {
    sane_close (handle);
    return HEALTH_OK;
  }
  if (status == SANE_STATUS_DEVICE_BUSY)
    return HEALTH_BUSY;
  if (status == SANE_STATUS_ACCESS_DENIED)
    return HEALTH_DENIED;
  return driver != NULL && drivers_is_remote (driver) ? HEALTH_OFF : HEALTH_GONE;
}

static const char *
get_text (SANE_String_Const text) {
  return text != NULL ? text : "";
}

static void
find_devices (DriversFound found, gpointer data) {
  const SANE_Device **devices = NULL;

  if (sane_get_devices (&devices, SANE_FALSE) != SANE_STATUS_GOOD || devices == NULL)
    return;
  for (guint i = 0; i < LIMIT_DEVICES && devices[i] != NULL; i++) {
    if (devices[i]->name != NULL && strlen (devices[i]->name) <= LIMIT_DEVICE_BYTES)
      found (&(DriversDevice){devices[i]->name, get_text (devices[i]->vendor),
                              get_text (devices[i]->model)},
             data);
  }
}

void
drivers_find (const char *device, DriversFound found, gpointer data) {
  if (device != NULL)
    found (&(DriversDevice){device, "", strchr (device, ':') + 1}, data);
  else
    find_devices (found, data);
}
