/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/health.h"

#include <glib.h>

/* The driver (SANE backend) that a device name begins with, "hopper" of "hopper:/srv/in";
 * caller frees. FAULT_USAGE when @device does not name one plainly. */
char *drivers_parse_device (const char *device, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @driver is a plain name that may be loaded. */
gboolean drivers_check_name (const char *driver,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The name that stands for all drivers that the station's own list has; slow. */
#define DRIVERS_STOCK "stock"

/* Whether the driver's library is installed; a driver that is not is none. */
gboolean drivers_is_installed (const char *driver);

/* Whether its scanners are reached over the network. */
gboolean drivers_is_remote (const char *driver);

/* Starts SANE in an environment in which it finds @driver and no other (with DRIVERS_STOCK:
 * those of the station), and leaves nothing behind in the file system. To be called once in
 * the life of a process, while no other thread reads the environment. FAULT_CONFIG when the
 * driver is not installed, FAULT_STORAGE when the private configuration cannot be written. */
gboolean drivers_load (const char *driver, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  const char *name; /* "DRIVER:DEVICE" */
  const char *vendor;
  const char *model;
} DriversDevice;

/* Tells @found of @device, or with NULL of each device that the loaded driver finds. */
typedef void (*DriversFound) (const DriversDevice *device, gpointer data);
void drivers_find (const char *device, DriversFound found, gpointer data);

/* Tries to open the device @name. */
Health drivers_try (const char *name);
