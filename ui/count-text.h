/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* "1.234.567", in English "1,234,567"; caller frees. */
char *count_text (guint count) G_GNUC_WARN_UNUSED_RESULT;
