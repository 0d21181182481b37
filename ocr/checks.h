/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What a number or a date proves about itself. Each takes any string. */

/* A 12-digit personal number (Circular 59/2021/TT-BCA) of a province of the table. */
gboolean check_id_province (const char *id);

/* Year of birth, 1900 to 2399; 0 when @id has not 12 digits. */
guint check_id_year (const char *id);

/* "Nam" or "Nữ"; NULL when @id has not 12 digits. */
const char *check_id_sex (const char *id);

/* The tenth digit of a tax code: weights 31 29 23 19 17 13 7 5 3, modulo 11. */
gboolean check_mst (const char *digits);

/* dd/mm/yyyy that exists in the calendar, 1850 to 2100. */
gboolean check_date (const char *date);
