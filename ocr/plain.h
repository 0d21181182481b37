/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Plain text: UTF-8, NFC, printable. No control characters, no overrides of direction, no
 * bytes that are no characters: what may stand on a screen, in a log and in a file. */

/* TRUE when @text is plain, not empty and at most @most_bytes long. NULL is not. */
gboolean plain_check (const char *text, gsize most_bytes);

/* The same for lines of plain text with a line break between each two. */
gboolean plain_check_lines (const char *text, gsize most_bytes);

/* What is plain in @size bytes; caller frees. */
char *plain_dup (const char *bytes, gsize size_bytes) G_GNUC_WARN_UNUSED_RESULT;
