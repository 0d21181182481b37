/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/original.h"

/* The hopper's stack of paper: the page images of one folder, in byte order of their
 * names; each image of a multi-page TIFF is one. PNG, JPEG and TIFF are told by their
 * contents; other files and folders are no paper. */
typedef struct Stack Stack;

/* Looks through @folder. FAULT_DEVICE when it cannot be read or is too large. */
Stack *stack_open (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void stack_free (Stack *stack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stack, stack_free)

guint stack_get_count (const Stack *stack);

/* File of image @index, borrowed, and which one of that file it is (0..). */
const char *stack_get_name (const Stack *stack, guint index, guint *image);

/* How many images lie before the one that follows image @image of file @name: those that
 * were fed. 0 when that file is no longer there. */
guint stack_find_next (const Stack *stack, const char *name, guint image);

/* Image @index as the sheet that is fed on a bed of this width, with its true resolution.
 * @is_stopped as in scan/original.h. FAULT_IMAGE. */
Original *stack_take (const Stack *stack, guint index, guint bed_width_mm,
                      const gint *is_stopped, double *x_dpi, double *y_dpi,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
