/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The ICC profile of PDF/A's output intent: sRGB (IEC 61966-2-1) as a version 2 display
 * profile (ICC.1:2001-04), the same bytes every time. */
GByteArray *pdfcolour_new_profile (void) G_GNUC_WARN_UNUSED_RESULT;
