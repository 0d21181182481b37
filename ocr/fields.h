/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/field.h"
#include "ocr/forms.h"
#include "ocr/rows.h"
#include "ocr/second.h"

/* The values that @form asks for, as printed on the page: Field, owned. Each name stands
 * there at most once. Figures are read a second time when @second can. */
GPtrArray *fields_find (const Forms *forms, const Form *form, const Rows *rows,
                        const Second *second) G_GNUC_WARN_UNUSED_RESULT;
