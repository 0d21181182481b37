/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

/* The worker protocol: frames on a UNIX stream socket. A frame is a 16-byte header (magic
 * "MCF1", kind, body length, host byte order: both ends are one build on one machine) and
 * its body of at most LIMIT_FRAME_BYTES; a frame may carry one file descriptor. */

typedef enum {
  WIRE_PAGE,    /* to the reader: a page image as a descriptor; the body is options */
  WIRE_READING, /* from the reader: JSON as in ocr/reading.h */
  WIRE_IMAGE,   /* from the reader: the page for its PDF, an encoded image */
  WIRE_PREVIEW, /* from the reader: 32-byte header and raw RGB, for the screen */
  WIRE_FAULT,   /* from the reader: a FaultCode and a message; the page failed */
  WIRE_END,     /* from the reader: the answer to this page is complete */
  WIRE_SURVEY,  /* to the reader: a file as a descriptor; from it: JSON, ocr/survey.h */
  WIRE_GLANCE,  /* to the reader: a page as a descriptor; from it: JSON, ocr/glance.h */
} WireKind;

/* Sends one frame. @passed_fd is sent along when it is >= 0 and stays the caller's. */
gboolean wire_send (int socket_fd, WireKind kind, const void *body, gsize size_bytes,
                    int passed_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Receives one frame, waiting at most @timeout_ms (-1: for ever) for all of it; at an
 * orderly end returns TRUE with *@body NULL. A descriptor that came along is in *@passed_fd,
 * else -1; with @passed_fd NULL none is accepted. Faults: FAULT_PROTOCOL for a broken or
 * over-long frame, FAULT_TEMPORARY for a time-out. */
gboolean wire_receive (int socket_fd, int timeout_ms, WireKind *kind, GBytes **body,
                       int *passed_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;
