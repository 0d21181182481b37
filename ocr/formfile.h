/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/forms.h"

/* One form as its file says it (forms/README.md). Everything that is wrong with @text is
 * appended to @findings (char *, owned): "line 12: [field dob]: the kind "dat" is unknown".
 * NULL when anything is. Phrases that end values on any page are appended to @stops (char *,
 * owned). Caller frees the form. */
Form *formfile_parse (const char *text, GPtrArray *stops,
                      GPtrArray *findings) G_GNUC_WARN_UNUSED_RESULT;

void form_free (Form *form);
