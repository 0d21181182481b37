/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/quality.h"

/* What can be said of a scanned page at once, long before it is read: whether anything is
 * on it, and whether it should be scanned again while the sheet is still at hand. */
typedef struct {
  gboolean blank;
  GArray *defects; /* Defect */
} Glance;

void glance_free (Glance *glance);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Glance, glance_free)

/* At the first page of the hostile image in @bytes: decoded and seen from afar, nothing
 * else. FAULT_IMAGE when it cannot be decoded. Caller frees. */
Glance *glance_take (const guint8 *bytes, gsize size_bytes,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Across the reader's socket; parsing believes nothing (FAULT_PROTOCOL). */
char *glance_format (const Glance *glance) G_GNUC_WARN_UNUSED_RESULT;
Glance *glance_parse (const char *json, gsize size_bytes,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
