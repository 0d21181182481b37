/* SPDX-License-Identifier: Apache-2.0 */

/* The asker's half against readers that were taken over, and both halves against each
 * other. */

#include "ocr/answer.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/wire.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TIMEOUT_MS 500
#define SIDE_PX    400

static const guint8 JPEG[] = {0xff, 0xd8, 0xff, 0xdb, 0, 0, 0xff, 0xd9};

typedef struct {
  int asker, reader;
} Pair;

static Pair
open_pair (void) {
  int ends[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  return (Pair){ends[0], ends[1]};
}

static void
close_pair (Pair pair) {
  close (pair.asker);
  close (pair.reader);
}

static PageImage *
new_image (guint width_px, guint height_px) {
  PageImage *image = pageimage_new (width_px, height_px, 300);

  pageimage_take_layer (image, LAYER_JPEG_RGB, width_px, height_px,
                        g_bytes_new_static (JPEG, sizeof JPEG));
  return image;
}

static GBytes *
new_preview (guint32 width_px, guint32 height_px, gsize size_bytes) {
  guint32 header[8] = {width_px, height_px, width_px * 3, 3};
  guint8 *bytes = g_malloc0 (MAX (size_bytes, sizeof header));

  memcpy (bytes, header, sizeof header);
  return g_bytes_new_take (bytes, size_bytes);
}

static Answer *
new_answer (void) {
  Answer *answer = g_new0 (Answer, 1);

  answer->reading = reading_new ();
  answer->reading->width_px = answer->reading->height_px = SIDE_PX;
  answer->reading->res_dpi = 300;
  g_assert_true (
      words_append (answer->reading->words, "Độc", 0.9, (Box){1, 2, 30, 40}, 0));
  answer->image = new_image (SIDE_PX, SIDE_PX);
  return answer;
}

static void
test_round_trip (void) {
  Pair pair = open_pair ();
  g_autoptr (Answer) sent = new_answer ();
  g_autoptr (Answer) got = NULL;
  g_autoptr (GError) error = NULL;
  const Word *word;

  sent->preview = new_preview (4, 5, 32 + 4 * 3 * 5);
  g_assert_true (answer_send (pair.reader, sent, &error));
  got = answer_receive (pair.asker, TIMEOUT_MS, &error);
  g_assert_no_error (error);
  word = got->reading->words->words->pdata[0];
  g_assert_cmpstr (word->text, ==, "Độc");
  g_assert_cmpuint (got->image->width_px, ==, SIDE_PX);
  g_assert_cmpuint (pageimage_get_size (got->image, 0), ==, sizeof JPEG);
  g_assert_true (g_bytes_equal (got->preview, sent->preview));
  close_pair (pair);
}

static void
test_without_preview (void) {
  Pair pair = open_pair ();
  g_autoptr (Answer) sent = new_answer ();
  g_autoptr (Answer) got = NULL;

  g_assert_true (answer_send (pair.reader, sent, NULL));
  got = answer_receive (pair.asker, TIMEOUT_MS, NULL);
  g_assert_nonnull (got);
  g_assert_null (got->preview);
  close_pair (pair);
}

static void
test_options (void) {
  Pair pair = open_pair ();
  AnswerOptions asked = {.preview_px = 800, .recognise = FALSE}, got;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  WireKind kind;
  int page_fd;

  g_assert_true (answer_request (pair.asker, STDERR_FILENO, &asked, &error));
  g_assert_true (wire_receive (pair.reader, TIMEOUT_MS, &kind, &body, &page_fd, &error));
  g_assert_cmpint (kind, ==, WIRE_PAGE);
  g_assert_cmpint (page_fd, >=, 0);
  g_assert_true (answer_parse_options (g_bytes_get_data (body, NULL),
                                       g_bytes_get_size (body), &got, &error));
  g_assert_cmpuint (got.preview_px, ==, 800);
  g_assert_false (got.recognise);
  g_assert_true (answer_parse_options ("{}", 2, &got, &error));
  g_assert_cmpuint (got.preview_px, ==, 0);
  g_assert_true (got.recognise);
  g_assert_false (answer_parse_options ("", 0, &got, NULL));
  g_assert_false (answer_parse_options ("{\"preview_px\": -1}", 18, &got, &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
  close (page_fd);
  close_pair (pair);
}

static void
check_fault (FaultCode sent, const char *message, FaultCode expected) {
  Pair pair = open_pair ();
  g_autoptr (GError) fault = g_error_new_literal (FAULT, (int) sent, message);
  g_autoptr (GError) error = NULL;

  g_assert_true (answer_send_fault (pair.reader, fault, NULL));
  g_assert_null (answer_receive (pair.asker, TIMEOUT_MS, &error));
  g_assert_error (error, FAULT, (int) expected);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
  close_pair (pair);
}

/* A reader has nothing to say about disks or settings. */
static void
test_faults (void) {
  g_autofree char *long_message = g_strnfill (5000, 'a');

  check_fault (FAULT_IMAGE, "not an image", FAULT_IMAGE);
  check_fault (FAULT_TEMPORARY, "too slow", FAULT_TEMPORARY);
  check_fault (FAULT_STORAGE, "stop all scanners", FAULT_PROTOCOL);
  check_fault (FAULT_CONFIG, "call somebody", FAULT_PROTOCOL);
  check_fault (FAULT_IMAGE, "line\nbreak \xff\x1b[31m", FAULT_IMAGE);
  check_fault (FAULT_IMAGE, long_message, FAULT_IMAGE);
}

/* What a hostile reader sends, and that it is told from an answer. */
static void
check_refused (Pair pair) {
  g_autoptr (GError) error = NULL;

  shutdown (pair.reader, SHUT_WR);
  g_assert_null (answer_receive (pair.asker, TIMEOUT_MS, &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
  close_pair (pair);
}

static void
send_frame (Pair pair, WireKind kind, const void *body, gsize size_bytes) {
  g_assert_true (wire_send (pair.reader, kind, body, size_bytes, -1, NULL));
}

static void
send_reading (Pair pair) {
  g_autoptr (Answer) answer = new_answer ();
  g_autofree char *json = reading_format (answer->reading, "", TRUE);

  send_frame (pair, WIRE_READING, json, strlen (json));
}

static void
send_image (Pair pair, guint width_px, guint height_px) {
  g_autoptr (PageImage) image = new_image (width_px, height_px);
  g_autoptr (GBytes) bytes = pageimage_format (image);

  send_frame (pair, WIRE_IMAGE, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_early_ends (void) {
  Pair nothing = open_pair (), reading = open_pair (), image = open_pair ();

  check_refused (nothing);
  send_reading (reading);
  check_refused (reading);
  send_reading (image);
  send_image (image, SIDE_PX, SIDE_PX);
  check_refused (image);
}

static void
test_wrong_order (void) {
  Pair end_first = open_pair (), image_first = open_pair (), twice = open_pair ();
  Pair echo = open_pair ();

  send_frame (end_first, WIRE_END, "", 0);
  check_refused (end_first);
  send_image (image_first, SIDE_PX, SIDE_PX);
  check_refused (image_first);
  send_reading (twice);
  send_reading (twice);
  check_refused (twice);
  send_frame (echo, WIRE_PAGE, "{}", 2);
  check_refused (echo);
}

/* The image's own parser has its own test; here it matters that it is asked. */
static void
test_wrong_images (void) {
  Pair garbage = open_pair (), other = open_pair ();

  send_reading (garbage);
  send_frame (garbage, WIRE_IMAGE, "%PDF-1.7", 8);
  send_frame (garbage, WIRE_END, "", 0);
  check_refused (garbage);
  send_reading (other);
  send_image (other, SIDE_PX + 1, SIDE_PX);
  send_frame (other, WIRE_END, "", 0);
  check_refused (other);
}

static void
check_preview_refused (GBytes *preview) {
  Pair pair = open_pair ();

  send_reading (pair);
  send_image (pair, SIDE_PX, SIDE_PX);
  send_frame (pair, WIRE_PREVIEW, g_bytes_get_data (preview, NULL),
              g_bytes_get_size (preview));
  send_frame (pair, WIRE_END, "", 0);
  check_refused (pair);
  g_bytes_unref (preview);
}

static void
test_wrong_previews (void) {
  check_preview_refused (new_preview (10, 10, 31));
  check_preview_refused (new_preview (10, 10, 32 + 299));
  check_preview_refused (new_preview (10, 10, 32 + 301));
  check_preview_refused (new_preview (0, 0, 32));
  check_preview_refused (new_preview (G_MAXUINT32, 10, 32));
}

static void
test_wrong_readings (void) {
  Pair garbage = open_pair (), empty = open_pair ();

  send_frame (garbage, WIRE_READING, "{\"blank\": tru", 13);
  check_refused (garbage);
  send_frame (empty, WIRE_READING, "", 0);
  check_refused (empty);
}

static void
test_silence (void) {
  Pair pair = open_pair ();
  g_autoptr (GError) error = NULL;

  send_reading (pair);
  g_assert_null (answer_receive (pair.asker, 30, &error));
  g_assert_error (error, FAULT, FAULT_TEMPORARY);
  close_pair (pair);
}

static gpointer
send_frames_slowly (gpointer data) {
  Pair *pair = data;
  g_autoptr (Answer) answer = new_answer ();
  g_autofree char *json = reading_format (answer->reading, "", TRUE);

  g_usleep (200 * 1000);
  if (wire_send (pair->reader, WIRE_READING, json, strlen (json), -1, NULL))
    g_usleep (200 * 1000);
  return NULL;
}

/* The deadline is for the answer, not for each of its frames. */
static void
test_slow_frames (void) {
  Pair pair = open_pair ();
  gint64 start_us = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("slow", send_frames_slowly, &pair);
  g_autoptr (GError) error = NULL;

  g_assert_null (answer_receive (pair.asker, 300, &error));
  g_assert_error (error, FAULT, FAULT_TEMPORARY);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 390 * 1000);
  g_thread_join (thread);
  close_pair (pair);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer/round-trip", test_round_trip);
  g_test_add_func ("/answer/without-preview", test_without_preview);
  g_test_add_func ("/answer/options", test_options);
  g_test_add_func ("/answer/faults", test_faults);
  g_test_add_func ("/answer/early-ends", test_early_ends);
  g_test_add_func ("/answer/wrong-order", test_wrong_order);
  g_test_add_func ("/answer/wrong-images", test_wrong_images);
  g_test_add_func ("/answer/wrong-previews", test_wrong_previews);
  g_test_add_func ("/answer/wrong-readings", test_wrong_readings);
  g_test_add_func ("/answer/silence", test_silence);
  g_test_add_func ("/answer/slow-frames", test_slow_frames);
  return g_test_run ();
}
