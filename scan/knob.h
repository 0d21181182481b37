/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The options that a driver offers, by their SANE names. @device is an open SANE handle.
 * What a driver describes in a senseless way (no name, wrong type or size, an empty range)
 * counts as not offered. */

/* The strings that @name may be set to, NULL-terminated; caller frees with g_strfreev.
 * NULL when it is not offered. */
char **knob_dup_names (gpointer device, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Sets a string; FALSE when it is not offered or refused. */
gboolean knob_set_name (gpointer device, const char *name, const char *value);

/* Sets a number or a switch (0, 1) to the nearest value offered; FALSE when it is not
 * offered or refused. */
gboolean knob_set_number (gpointer device, const char *name, double value);

/* Sets a switch; FALSE when it is no switch, not offered or refused. */
gboolean knob_set_switch (gpointer device, const char *name, gboolean is_on);

/* Pushes an option that is a button of the driver's own, if it is offered. */
void knob_push (gpointer device, const char *name);

/* Reads a number, a switch or a sensor; FALSE leaves @value alone. */
gboolean knob_get_number (gpointer device, const char *name, double *value);

/* Whether @name counts pixels, where it might count millimetres. */
gboolean knob_is_pixels (gpointer device, const char *name);

/* The names of all options that are offered, NULL-terminated; caller frees with
 * g_strfreev. */
char **knob_dup_all (gpointer device) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @name is a number or a switch that can be read and not set, as buttons and sensors
 * are. */
gboolean knob_is_sensor (gpointer device, const char *name);
