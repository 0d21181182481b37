/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One thing wrong with a sealed dossier. */
typedef struct {
  char *file; /* base name, "manifest.json" or a paper's */
  char *what; /* English sentence */
} Violation;

void violation_free (Violation *violation);

/* Appends one to @violations, which owns it. */
void violation_add (GPtrArray *violations, const char *file, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
