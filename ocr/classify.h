/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/forms.h"
#include "ocr/rows.h"

/* The form whose title stands on the page, or which its anchors betray; NULL when none
 * does or when two contend. @confidence is 0..1. @height_px is the page's. */
const Form *classify_page (const Forms *forms, const Rows *rows, guint height_px,
                           double *confidence);

/* The form of @type, or NULL. */
const Form *classify_get_form (const Forms *forms, const char *type);
