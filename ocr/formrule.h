/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/forms.h"

/* Whether @relation holds between two values; TRUE, too, when it cannot be told: a date
 * that is none, or two dates of which one has a year only. */
gboolean formrule_holds (RuleRelation relation, const char *first, const char *second);

/* yyyymmdd of "dd/mm/yyyy"; 0 for what is no such date. */
guint formrule_get_day (const char *text);
