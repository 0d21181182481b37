/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Answers of portals are kept as English sentences; this tells @answer in Vietnamese.
 * Caller frees; what is not known comes back as it is. */
char *retell (const char *answer) G_GNUC_WARN_UNUSED_RESULT;
