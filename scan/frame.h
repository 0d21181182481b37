/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The shape of a page's lines. Lines are tight: no padding after the last pixel's byte.
 * One bit: the first pixel is the highest bit and 1 is black. Eight bits: 0 is black. */
typedef struct {
  guint width_px;
  guint height_px;  /* 0: only the end of the page will tell */
  guint channels;   /* 1 grey, 3 red green blue interleaved */
  guint depth_bits; /* of one channel: 1 or 8 */
  guint res_dpi;
} Frame;

gsize frame_get_line_bytes (const Frame *frame);

/* The most lines that a page of this width may have. */
guint frame_get_most_lines (const Frame *frame);

/* FAULT_IMAGE, in words for a person, when a page of this shape must not be taken: the
 * limits of config/limits.h are those of everybody who reads the page later. */
gboolean frame_check (const Frame *frame, GError **error) G_GNUC_WARN_UNUSED_RESULT;
