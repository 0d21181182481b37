/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The layout of the store's database, version by version. Part of the store. */

/* The version this program writes. */
guint schema_get_version (void);

/* SQL that brings a database of @version to the next one; borrowed. */
const char *schema_get_step (guint version);
