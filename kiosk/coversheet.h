/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"

/* Writes a PDF to @path with one A4 cover sheet for each of @types (keys of paper types),
 * or, without any, one that only parts papers (ocr/cover.h). FAULT_STORAGE when it cannot
 * be written, FAULT_CONFIG when the codes cannot be made. */
gboolean coversheet_print (const Catalogue *catalogue, const char *const *types,
                           guint count, const char *path,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
