/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Moments (seconds since 1970) as messages write them, Vietnamese time. */

#define MOMENT_PLAIN  "%Y%m%d%H%M%S"          /* 20261123091500 */
#define MOMENT_SPACED "%Y-%m-%d %H:%M:%S"     /* 2026-11-23 09:15:00 */
#define MOMENT_ISO    "%Y-%m-%dT%H:%M:%S.000" /* 2026-11-23T09:15:00.000 */

/* "" for 0; caller frees. */
char *moment_format (gint64 time_s, const char *format) G_GNUC_WARN_UNUSED_RESULT;
