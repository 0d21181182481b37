/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/dials.h"

/* The hopper's paper way: from the stack of a folder over the lamp. Statuses are those of
 * SANE; the calls are those of its interface and obey its rules. */
typedef struct Transport Transport;

/* What sane_get_parameters tells. */
typedef struct {
  guint channels;
  guint depth_bits;
  int width_px;
  int lines; /* -1: unknown */
  int line_bytes;
} TransportShape;

/* The folder is held until it is closed: whoever opens it meanwhile finds it busy. */
int transport_open (const char *folder, Transport **transport);
void transport_free (Transport *transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transport, transport_free)

/* Borrowed. */
Dials *transport_get_dials (Transport *transport);

/* A page is under the lamp. */
gboolean transport_is_sending (const Transport *transport);

/* Brings the sensors among the dials up to date. */
void transport_sense (Transport *transport);

int transport_get_shape (const Transport *transport, TransportShape *shape);
int transport_start (Transport *transport);
int transport_read (Transport *transport, guint8 *bytes, gsize most, gsize *got);

/* From any thread or signal handler. */
void transport_cancel (Transport *transport);
