/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Where the parts of this installation are. A program run from its build folder uses the
 * programs and data of that folder; an installed one uses its own prefix. Nothing is
 * searched in PATH and nothing is taken from the environment. */

/* Full path of a program of ours such as "motcua-read"; caller frees. */
char *layout_program_dup (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Full path of shipped data such as "config/procedures.json" or "ocr/forms"; caller
 * frees. */
char *layout_data_dup (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Folder that holds libsane-hopper.so.1, our virtual SANE backend; caller frees. */
char *layout_hopper_dup (void) G_GNUC_WARN_UNUSED_RESULT;
