/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/frame.h"

/* What can be set on the hopper: its SANE options, by their numbers. Numbers, statuses and
 * descriptors are those of SANE. */

typedef enum {
  DIALS_FLATBED,
  DIALS_ADF,
  DIALS_DUPLEX,
} DialsSource;

typedef enum {
  DIALS_LINEART,
  DIALS_GRAY,
  DIALS_COLOR,
} DialsMode;

/* Plain values, each a SANE word; lengths are SANE_FIX millimetres. */
typedef struct {
  int source; /* DialsSource */
  int mode;   /* DialsMode */
  int res_dpi;
  int left, top, right, bottom;
  int page_delay_ms;
  int double_feed; /* a sensor */
} Dials;

/* A4 in colour at 300 dpi from the flatbed. */
Dials dials_get_defaults (guint page_delay_ms);

/* A SANE_Option_Descriptor, or NULL. */
gconstpointer dials_get_descriptor (int option);

/* A SANE_Status; @info gets SANE_INFO bits. A number out of its range is set to the
 * nearest end. */
int dials_get (const Dials *dials, int option, void *value);
int dials_set (Dials *dials, int option, void *value, int *info);

/* The window on the glass in pixels; FALSE when it has no area. */
gboolean dials_get_frame (const Dials *dials, Frame *frame, guint *left_px,
                          guint *top_px);
