/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"

/* Practising at the counter without any of it being real: a store of its own beside the real
 * one, every sealed page marked, and no way to a portal but one on this machine. */

/* Whether this process was started for training (MOTCUA_TRAINING=1, which the option
 * --training sets). */
gboolean training_is_wanted (void);
void training_want (void);

/* The store for training that belongs to the store @folder: beside it. Caller frees. */
char *training_store_dup (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* Confines @settings to training: nothing is signed, no time is stamped, and portals reach
 * no address but this machine's (PortalSettings.confined, which the sockets heed as well).
 * FAULT_CONFIG names a portal that is elsewhere; then training does not begin. */
gboolean training_confine (Settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @url's host is this machine. */
gboolean training_is_local (const char *url);
