/* SPDX-License-Identifier: Apache-2.0 */

/* The conversation of reader and asker. One page goes there, and there comes back either
 *
 *   READING, IMAGE [, PREVIEW], END      or      FAULT, END
 *
 * or one file, and there comes back SURVEY, END or FAULT, END; or one page for a glance, and
 * there comes back GLANCE, END or FAULT, END.
 *
 * The reader has chewed hostile bytes behind its sandbox, so the asker's half believes
 * nothing: frames must come in this order, a picture must have the size that the reading
 * tells and be made of what it says, and the deadline is for the whole answer, however
 * slowly its bytes may drip. A fault that a reader has no business to report (a full disk,
 * say) is the reader's own failure.
 *
 * After a fault of the asker's half the socket is out of step: end the reader. */

#include "ocr/answer.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "config/wire.h"
#include "ocr/plain.h"

#include <string.h>

#define HEADER_BYTES       32
#define HEADER_WORDS       (HEADER_BYTES / sizeof (guint32))
#define OPTIONS_MOST_BYTES 1024
#define MESSAGE_MOST_BYTES 512
#define RGB_BYTES          3

typedef struct {
  int socket_fd;
  gint64 deadline_us; /* monotonic */
} Conversation;

void
answer_free (Answer *answer) {
  g_clear_pointer (&answer->reading, reading_free);
  g_clear_pointer (&answer->image, pageimage_free);
  g_clear_pointer (&answer->preview, g_bytes_unref);
  g_free (answer);
}

static gboolean
refuse (GError **error, const char *what) {
  g_set_error (error, FAULT, FAULT_PROTOCOL, "the reader's answer: %s", what);
  return FALSE;
}

/* --- options --- */

gboolean
answer_request (int socket_fd, int page_fd, const AnswerOptions *options,
                GError **error) {
  g_autofree char *json = g_strdup_printf (
      "{\"preview_px\": %u, \"recognise\": %s, \"likeness\": %s, "
      "\"leaf\": %u, \"laid\": %u, \"turn\": %u}",
      options->preview_px, options->recognise ? "true" : "false",
      options->likeness ? "true" : "false", options->leaf, options->laid, options->turn);

  return wire_send (socket_fd, WIRE_PAGE, json, strlen (json), page_fd, error);
}

/* A number of at most @most, in whole @steps; absence is 0. */
static gboolean
parse_option (JsonObject *root, const char *member, guint most, guint steps,
              guint *option, GError **error) {
  gint64 value = json_get_int (root, member, 0);

  if (value < 0 || value > most || value % steps != 0) {
    g_set_error (error, FAULT, FAULT_PROTOCOL, "options: %s is out of range", member);
    return FALSE;
  }
  *option = (guint) value;
  return TRUE;
}

gboolean
answer_parse_options (const char *json, gsize size_bytes, AnswerOptions *options,
                      GError **error) {
  g_autoptr (JsonObject) root = json_parse (json, size_bytes, OPTIONS_MOST_BYTES,
                                            FAULT_PROTOCOL, "options", error);

  if (root == NULL
      || !parse_option (root, "preview_px", LIMIT_IMAGE_SIDE_PX, 1, &options->preview_px,
                        error)
      || !parse_option (root, "leaf", LIMIT_DOSSIER_PAGES, 1, &options->leaf, error)
      || !parse_option (root, "laid", 270, 90, &options->laid, error)
      || !parse_option (root, "turn", 270, 90, &options->turn, error))
    return FALSE;
  options->recognise = json_get_boolean (root, "recognise", TRUE);
  options->likeness = json_get_boolean (root, "likeness", FALSE);
  return TRUE;
}

/* --- reader --- */

static gboolean
send_bytes (int socket_fd, WireKind kind, GBytes *bytes, GError **error) {
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return wire_send (socket_fd, kind, data, size, -1, error);
}

gboolean
answer_send (int socket_fd, const Answer *answer, GError **error) {
  g_autofree char *json = reading_format (answer->reading, "", TRUE);
  g_autoptr (GBytes) image = pageimage_format (answer->image);

  if (!wire_send (socket_fd, WIRE_READING, json, strlen (json), -1, error)
      || !send_bytes (socket_fd, WIRE_IMAGE, image, error))
    return FALSE;
  if (answer->preview != NULL
      && !send_bytes (socket_fd, WIRE_PREVIEW, answer->preview, error))
    return FALSE;
  return wire_send (socket_fd, WIRE_END, "", 0, -1, error);
}

static gboolean
send_json (int socket_fd, WireKind kind, const char *json, GError **error) {
  return wire_send (socket_fd, kind, json, strlen (json), -1, error)
         && wire_send (socket_fd, WIRE_END, "", 0, -1, error);
}

gboolean
answer_send_survey (int socket_fd, const Survey *survey, GError **error) {
  g_autofree char *json = survey_format (survey);

  return send_json (socket_fd, WIRE_SURVEY, json, error);
}

gboolean
answer_send_glance (int socket_fd, const Glance *glance, GError **error) {
  g_autofree char *json = glance_format (glance);

  return send_json (socket_fd, WIRE_GLANCE, json, error);
}

gboolean
answer_send_fault (int socket_fd, const GError *fault, GError **error) {
  guint32 code = fault->domain == FAULT ? (guint32) fault->code : FAULT_IMAGE;
  GByteArray *body = g_byte_array_new ();
  gboolean sent;

  g_byte_array_append (body, (const guint8 *) &code, sizeof code);
  g_byte_array_append (body, (const guint8 *) fault->message,
                       (guint) strnlen (fault->message, MESSAGE_MOST_BYTES));
  sent = wire_send (socket_fd, WIRE_FAULT, body->data, body->len, -1, error)
         && wire_send (socket_fd, WIRE_END, "", 0, -1, error);
  g_byte_array_unref (body);
  return sent;
}

/* --- asker --- */

/* One frame within what is left of the time; the end of the stream is a fault here. */
static GBytes *
receive_frame (const Conversation *talk, WireKind *kind, GError **error) {
  gint64 left_ms = (talk->deadline_us - g_get_monotonic_time ()) / 1000;
  g_autoptr (GBytes) body = NULL;

  if (!wire_receive (talk->socket_fd, (int) CLAMP (left_ms, 0, G_MAXINT), kind, &body,
                     NULL, error))
    return NULL;
  if (body == NULL)
    refuse (error, "the reader has ended");
  return g_steal_pointer (&body);
}

static GBytes *
receive_kind (const Conversation *talk, WireKind wanted, GError **error) {
  WireKind kind;
  g_autoptr (GBytes) body = receive_frame (talk, &kind, error);

  if (body != NULL && kind != wanted) {
    refuse (error, "a frame is out of order");
    return NULL;
  }
  return g_steal_pointer (&body);
}

/* Sets @error to what the reader reported, if it may report that at all. */
static void
take_fault (const Conversation *talk, GBytes *body, GError **error) {
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  g_autoptr (GBytes) end = receive_kind (talk, WIRE_END, error);
  g_autofree char *message = NULL;
  guint32 code;

  if (end == NULL)
    return;
  if (size < sizeof code || size > sizeof code + MESSAGE_MOST_BYTES) {
    refuse (error, "a fault of no fit size");
    return;
  }
  memcpy (&code, data, sizeof code);
  message = plain_dup (data + sizeof code, size - sizeof code);
  if (code == FAULT_IMAGE || code == FAULT_TEMPORARY)
    g_set_error_literal (error, FAULT, (int) code, message);
  else
    refuse (error, message);
}

static gboolean
check_picture (const Answer *answer, GError **error) {
  const Reading *reading = answer->reading;
  const PageImage *image = answer->image;

  return (image->width_px == reading->width_px && image->height_px == reading->height_px
          && image->res_dpi == reading->res_dpi)
         || refuse (error, "image and reading are of different pages");
}

/* Width, height, stride, bytes of a pixel; then the rows. */
static gboolean
check_preview (GBytes *preview, GError **error) {
  gsize size;
  const void *data = g_bytes_get_data (preview, &size);
  guint32 header[HEADER_WORDS];

  if (size < HEADER_BYTES)
    return refuse (error, "the preview has no header");
  memcpy (header, data, sizeof header);
  if (header[0] < 1 || header[0] > LIMIT_IMAGE_SIDE_PX || header[1] < 1
      || header[1] > LIMIT_IMAGE_SIDE_PX || header[2] < header[0] * RGB_BYTES
      || header[2] > LIMIT_IMAGE_SIDE_PX * 4 || header[3] != RGB_BYTES
      || size - HEADER_BYTES != (guint64) header[1] * header[2])
    return refuse (error, "the preview is not what its header says");
  return TRUE;
}

static gboolean
take_reading (Answer *answer, GBytes *body, GError **error) {
  gsize size;
  const char *json = g_bytes_get_data (body, &size);

  answer->reading = reading_parse (json, size, error);
  return answer->reading != NULL;
}

static gboolean
receive_image (const Conversation *talk, Answer *answer, GError **error) {
  g_autoptr (GBytes) body = receive_kind (talk, WIRE_IMAGE, error);

  if (body == NULL)
    return FALSE;
  answer->image = pageimage_parse (body, error);
  return answer->image != NULL && check_picture (answer, error);
}

/* The preview is optional; END closes the answer. */
static gboolean
receive_rest (const Conversation *talk, Answer *answer, GError **error) {
  WireKind kind;
  g_autoptr (GBytes) body = receive_frame (talk, &kind, error);

  if (body == NULL)
    return FALSE;
  if (kind == WIRE_PREVIEW) {
    g_autoptr (GBytes) end = NULL;

    if (!check_preview (body, error))
      return FALSE;
    answer->preview = g_steal_pointer (&body);
    end = receive_kind (talk, WIRE_END, error);
    return end != NULL;
  }
  return kind == WIRE_END || refuse (error, "a frame is out of order");
}

Answer *
answer_receive (int socket_fd, int timeout_ms, GError **error) {
  Conversation talk = {socket_fd, g_get_monotonic_time () + (gint64) timeout_ms * 1000};
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  WireKind kind;
  g_autoptr (GBytes) body = receive_frame (&talk, &kind, error);

  if (body == NULL)
    return NULL;
  if (kind == WIRE_FAULT) {
    take_fault (&talk, body, error);
    return NULL;
  }
  if (kind != WIRE_READING) {
    refuse (error, "a frame is out of order");
    return NULL;
  }
  if (!take_reading (answer, body, error) || !receive_image (&talk, answer, error)
      || !receive_rest (&talk, answer, error))
    return NULL;
  return g_steal_pointer (&answer);
}

/* Hands over the file for a question of @kind; the JSON that answers it. */
static GBytes *
ask_json (int socket_fd, WireKind asked, int file_fd, int timeout_ms, GError **error) {
  Conversation talk = {socket_fd, g_get_monotonic_time () + (gint64) timeout_ms * 1000};
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) end = NULL;
  WireKind kind;

  if (!wire_send (socket_fd, asked, "", 0, file_fd, error))
    return NULL;
  body = receive_frame (&talk, &kind, error);
  if (body == NULL)
    return NULL;
  if (kind == WIRE_FAULT) {
    take_fault (&talk, body, error);
    return NULL;
  }
  if (kind != asked) {
    refuse (error, "a frame is out of order");
    return NULL;
  }
  end = receive_kind (&talk, WIRE_END, error);
  return end != NULL ? g_steal_pointer (&body) : NULL;
}

gboolean
answer_ask_survey (int socket_fd, int file_fd, int timeout_ms, Survey *survey,
                   GError **error) {
  g_autoptr (GBytes) json = ask_json (socket_fd, WIRE_SURVEY, file_fd, timeout_ms, error);

  return json != NULL
         && survey_parse (g_bytes_get_data (json, NULL), g_bytes_get_size (json), survey,
                          error);
}

Glance *
answer_ask_glance (int socket_fd, int page_fd, int timeout_ms, GError **error) {
  g_autoptr (GBytes) json = ask_json (socket_fd, WIRE_GLANCE, page_fd, timeout_ms, error);

  return json != NULL ? glance_parse (g_bytes_get_data (json, NULL),
                                      g_bytes_get_size (json), error)
                      : NULL;
}
