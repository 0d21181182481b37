/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/glance.h"
#include "ocr/pageimage.h"
#include "ocr/reading.h"
#include "ocr/survey.h"

/* What goes over the socket between motcua-read and whoever asks it (config/wire.h): one
 * page image as a descriptor there, one answer back. The asker believes nothing of it
 * before it is checked. */

typedef struct {
  guint preview_px;   /* longer side of a preview for the screen; 0: none */
  gboolean recognise; /* FALSE: clean and encode only, for pages that a reader died of */
  gboolean likeness;  /* how the page looks from afar is wanted */
  guint leaf;         /* which page of the file, from 0 */
  guint laid;         /* 0, 90, 180, 270: how the sheet is known to have lain wrong */
  guint turn;         /* 0, 90, 180, 270: a person's turn of the upright page */
} AnswerOptions;

/* One page's answer. */
typedef struct {
  Reading *reading;
  PageImage *image; /* the upright page for its PDF */
  GBytes *preview;  /* as image_preview() makes it, or NULL */
} Answer;

void answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* Asker: hands over the page open at @page_fd (from its beginning; it stays the
 * caller's). */
gboolean answer_request (int socket_fd, int page_fd, const AnswerOptions *options,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asker: waits at most @timeout_ms in all for the answer. The reader's own fault comes
 * back as it stands (FAULT_IMAGE for an unreadable page); FAULT_TEMPORARY at the deadline;
 * FAULT_PROTOCOL when the reader died or spoke wrongly. Caller owns the answer. */
Answer *answer_receive (int socket_fd, int timeout_ms,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asker: the same for what a file is, before it is read: hands it over, and waits. */
gboolean answer_ask_survey (int socket_fd, int file_fd, int timeout_ms, Survey *survey,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asker: the same for a first glance at a page. Caller frees. */
Glance *answer_ask_glance (int socket_fd, int page_fd, int timeout_ms,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reader: sends the answer, or the fault in its place. */
gboolean answer_send (int socket_fd, const Answer *answer,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean answer_send_survey (int socket_fd, const Survey *survey,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean answer_send_glance (int socket_fd, const Glance *glance,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean answer_send_fault (int socket_fd, const GError *fault,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reader: reads the options of a WIRE_PAGE frame, as from an untrusted asker. */
gboolean answer_parse_options (const char *json, gsize size_bytes, AnswerOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
