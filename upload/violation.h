/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One thing wrong with a sealed dossier, or with the store. */
typedef struct {
  char *id;   /* of the dossier; NULL: the store's, or whoever asked knows */
  char *file; /* base name, "manifest.json" or a paper's; "key"; VIOLATION_DATABASE */
  char *what; /* English sentence */
} Violation;

#define VIOLATION_DATABASE "motcua.db"
#define VIOLATION_KEY      "key"

void violation_free (Violation *violation);

/* Appends one to @violations, which owns it; without an id. */
void violation_add (GPtrArray *violations, const char *file, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* The same of the dossier @id, or with NULL of the store. */
void violation_add_of (GPtrArray *violations, const char *id, const char *file,
                       const char *format, ...) G_GNUC_PRINTF (4, 5);
