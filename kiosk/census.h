/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/plight.h"

/* Dossiers counted by state and age: what waits, and since when. */
#define CENSUS_AGES 5
typedef struct {
  guint counts[DOSSIER_STATES][CENSUS_AGES];
  guint late;
} Census;

/* Which of the ages @age_s is: under 1 hour, 4 hours, 1 day, 3 days, older. */
guint census_find_age (gint64 age_s);

void census_add (Census *census, DossierState state, gint64 age_s, gboolean late);

/* A table for people; caller frees. */
char *census_format (const Census *census, PlightLanguage language);

/* {"open": N, ..., "late": N, "by_age": {"open": [under 1 h, 4 h, 1 d, 3 d, older], ...}};
 * caller frees. */
char *census_format_json (const Census *census);
