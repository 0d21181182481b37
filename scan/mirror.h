/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/frame.h"

/* Writes the pixels of the line @from into @to, the last first. Neither may lie in the
 * other; both have frame_get_line_bytes. */
void mirror_line (const Frame *frame, const guint8 *from, guint8 *to);
