/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/original.h"

/* What an image format must know to be an Original. Lines come in the order of the file. */
typedef struct {
  OriginalShape shape; /* as stored, before @turn */
  guint turn;          /* TIFF's orientation, 1..8; 1 is upright */
  guint passes;        /* how often all lines come; each pass completes the one before */
} CodecImage;

typedef struct {
  /* Takes @fd, also on failure. The caller checks image->shape before it reads a line. */
  gpointer (*open) (int fd, guint number, const gint *is_stopped, CodecImage *image,
                    GError **error);
  /* In a later pass @line holds what the earlier ones made of it. */
  gboolean (*read) (gpointer state, guint8 *line, GError **error);
  void (*close) (gpointer state);
} Codec;

extern const Codec codec_png;
extern const Codec codec_jpeg;
extern const Codec codec_tiff;

/* How many images a TIFF has; 0 when it is none. Takes @fd. */
guint codec_tiff_count (int fd);

/* Sets a FAULT_IMAGE that names the @reason; returns FALSE. */
gboolean codec_set_damaged (GError **error, const char *reason);

/* Whether an image of this shape may be read at all. */
gboolean codec_check_size (guint width_px, guint height_px, GError **error);

/* Dots per inch, free of what conversion from dots per metre has left. */
double codec_round_dpi (double dpi);
