/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/choice.h"

/* Sets what was chosen on an open device (a SANE handle), as near as it can: the whole of
 * A4 from @source in @mode at @res_dpi, stopping at double feeds. */
typedef struct {
  Source source; /* on return never SOURCE_ANY */
  Mode mode;
  guint res_dpi; /* on return what the device gives */
} Panel;

/* FAULT_CONFIG, in words for a person, when the device has no such source or mode. */
gboolean panel_set (gpointer device, Panel *panel,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
