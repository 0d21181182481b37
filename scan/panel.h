/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/choice.h"
#include "scan/extent.h"

/* What is set on an open device (a SANE handle). */
typedef struct {
  Source source; /* on return never SOURCE_ANY or SOURCE_AUTO */
  Mode mode;
  guint res_dpi; /* on return what the device gives */
  Extent extent;
  DoubleFeed double_feed;
} Panel;

/* Sets it as near as the device can, and adds a sentence to @notices (of strings that it
 * owns) for what came out otherwise. FAULT_CONFIG, in words for a person, when the device
 * has no such source or mode. */
gboolean panel_set (gpointer device, Panel *panel, GPtrArray *notices,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
