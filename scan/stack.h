/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/frame.h"

/* The hopper's stack of paper: the page images of one folder, in byte order of their
 * names; each image of a multi-page TIFF is one. PNG, JPEG and TIFF are told by their
 * contents; other files and folders are no paper. */
typedef struct Stack Stack;

/* Looks through @folder once. FAULT_DEVICE when it cannot be read. */
Stack *stack_open (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void stack_free (Stack *stack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stack, stack_free)

guint stack_get_count (const Stack *stack);

/* Image @index as the glass shows it: the window of @frame's size whose corner lies at
 * @left_px, @top_px of the sheet, at @frame's resolution, white where there is no paper.
 * Returns the lines of the frame, one after the other; caller frees. FAULT_IMAGE. */
guint8 *stack_take (const Stack *stack, guint index, const Frame *frame, guint left_px,
                    guint top_px, GError **error) G_GNUC_WARN_UNUSED_RESULT;
