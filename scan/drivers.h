/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The driver (SANE backend) that a device name begins with, "hopper" of "hopper:/srv/in";
 * caller frees. FAULT_USAGE when @device does not name one plainly. */
char *drivers_parse_device (const char *device, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @driver is a plain name that may be loaded. */
gboolean drivers_check_name (const char *driver,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Starts SANE in an environment in which it finds @driver and no other, and leaves nothing
 * behind in the file system. To be called once in the life of a process, while no other
 * thread reads the environment. FAULT_STORAGE when the private configuration cannot be
 * written. */
gboolean drivers_load (const char *driver, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  DEVICE_USABLE,
  DEVICE_BUSY,
  DEVICE_DENIED,
  DEVICE_GONE,
} DeviceHealth;

typedef void (*DriversFound) (const char *name, const char *vendor, const char *model,
                              DeviceHealth health, gpointer data);

/* Tells @found of @device ("DRIVER:DEVICE"), or with NULL of each device that the loaded
 * driver finds, after an attempt to open it. */
void drivers_find (const char *device, DriversFound found, gpointer data);
