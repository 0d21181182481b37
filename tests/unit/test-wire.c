/* SPDX-License-Identifier: Apache-2.0 */

#include "config/wire.h"

#include "config/fault.h"
#include "config/limits.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  guint32 magic;
  guint32 kind;
  guint64 size_bytes;
} RawHeader;

typedef struct {
  int here, there;
} Pair;

static Pair
open_pair (void) {
  int ends[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  return (Pair){ends[0], ends[1]};
}

static void
close_pair (Pair pair) {
  close (pair.here);
  close (pair.there);
}

static guint
count_descriptors (void) {
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

static void
test_round_trip (void) {
  Pair pair = open_pair ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  WireKind kind;
  int passed_fd;

  g_assert_true (wire_send (pair.there, WIRE_READING, "chữ", 5, -1, &error));
  g_assert_no_error (error);
  g_assert_true (wire_receive (pair.here, 1000, &kind, &body, &passed_fd, &error));
  g_assert_cmpint (kind, ==, WIRE_READING);
  g_assert_cmpint (passed_fd, ==, -1);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "chữ", 5);
  close_pair (pair);
}

static void
test_empty_body (void) {
  Pair pair = open_pair ();
  g_autoptr (GBytes) body = NULL;
  WireKind kind;

  g_assert_true (wire_send (pair.there, WIRE_END, "", 0, -1, NULL));
  g_assert_true (wire_receive (pair.here, 1000, &kind, &body, NULL, NULL));
  g_assert_nonnull (body);
  g_assert_cmpuint (g_bytes_get_size (body), ==, 0);
  close_pair (pair);
}

static void
test_descriptor (void) {
  Pair pair = open_pair ();
  g_autoptr (GBytes) body = NULL;
  WireKind kind;
  int passed_fd, file = open ("/dev/zero", O_RDONLY | O_CLOEXEC);
  char byte = 1;

  g_assert_true (wire_send (pair.there, WIRE_PAGE, "{}", 2, file, NULL));
  close (file);
  g_assert_true (wire_receive (pair.here, 1000, &kind, &body, &passed_fd, NULL));
  g_assert_cmpint (passed_fd, >=, 0);
  g_assert_cmpint (read (passed_fd, &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, 0);
  g_assert_cmpint (fcntl (passed_fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
  close (passed_fd);
  close_pair (pair);
}

/* A worker may send descriptors that nobody asked for, also two at once. */
static void
test_smuggled_descriptors (void) {
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE (2 * sizeof (int))];
  } control = {.bytes = {0}};
  Pair pair = open_pair ();
  guint before = count_descriptors ();
  RawHeader header = {0x3146434d, WIRE_END, 0};
  struct iovec part = {.iov_base = &header, .iov_len = sizeof header};
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = control.bytes,
                           .msg_controllen = sizeof control.bytes};
  int two[] = {pair.there, pair.there};
  g_autoptr (GBytes) body = NULL;
  WireKind kind;

  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  control.header.cmsg_len = CMSG_LEN (sizeof two);
  memcpy (CMSG_DATA (&control.header), two, sizeof two);
  g_assert_cmpint (sendmsg (pair.there, &message, 0), ==, sizeof header);
  g_assert_true (wire_receive (pair.here, 1000, &kind, &body, NULL, NULL));
  g_assert_cmpuint (count_descriptors (), ==, before);
  close_pair (pair);
}

static void
check_broken (const void *bytes, gsize size) {
  Pair pair = open_pair ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  WireKind kind;

  g_assert_cmpint (write (pair.there, bytes, size), ==, size);
  shutdown (pair.there, SHUT_WR);
  g_assert_false (wire_receive (pair.here, 1000, &kind, &body, NULL, &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
  g_assert_null (body);
  close_pair (pair);
}

static void
test_broken_frames (void) {
  RawHeader wrong_magic = {0x41414141, WIRE_END, 0};
  RawHeader wrong_kind = {0x3146434d, WIRE_GLANCE + 1, 0};
  RawHeader too_long = {0x3146434d, WIRE_READING, (guint64)LIMIT_FRAME_BYTES + 1};
  RawHeader endless = {0x3146434d, WIRE_READING, G_MAXUINT64};
  RawHeader cut_short = {0x3146434d, WIRE_READING, 1000};

  check_broken (&wrong_magic, sizeof wrong_magic);
  check_broken (&wrong_kind, sizeof wrong_kind);
  check_broken (&too_long, sizeof too_long);
  check_broken (&endless, sizeof endless);
  check_broken (&cut_short, sizeof cut_short);
  check_broken (&cut_short, sizeof cut_short - 1);
}

static void
test_orderly_end (void) {
  Pair pair = open_pair ();
  g_autoptr (GBytes) body = NULL;
  WireKind kind;

  shutdown (pair.there, SHUT_WR);
  g_assert_true (wire_receive (pair.here, 1000, &kind, &body, NULL, NULL));
  g_assert_null (body);
  close_pair (pair);
}

static void
test_timeout (void) {
  Pair pair = open_pair ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  WireKind kind;

  g_assert_false (wire_receive (pair.here, 20, &kind, &body, NULL, &error));
  g_assert_error (error, FAULT, FAULT_TEMPORARY);
  close_pair (pair);
}

static gpointer
drip_header (gpointer data) {
  RawHeader header = {0x3146434d, WIRE_READING, 1000};
  int fd = GPOINTER_TO_INT (data);

  for (gsize i = 0; i < sizeof header; i++) {
    if (send (fd, (char *)&header + i, 1, MSG_NOSIGNAL) != 1)
      return NULL;
    g_usleep (50 * 1000);
  }
  return NULL;
}

/* The time-out is for the frame, not for each of its bytes. */
static void
test_slow_drip (void) {
  Pair pair = open_pair ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  gint64 start_us = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("drip", drip_header, GINT_TO_POINTER (pair.there));
  WireKind kind;

  g_assert_false (wire_receive (pair.here, 150, &kind, &body, NULL, &error));
  g_assert_error (error, FAULT, FAULT_TEMPORARY);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 600 * 1000);
  g_thread_join (thread);
  close_pair (pair);
}

static void
test_gone (void) {
  Pair pair = open_pair ();
  g_autoptr (GError) error = NULL;

  close (pair.here);
  g_assert_false (wire_send (pair.there, WIRE_END, "", 0, -1, &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
  close (pair.there);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/round-trip", test_round_trip);
  g_test_add_func ("/wire/empty-body", test_empty_body);
  g_test_add_func ("/wire/descriptor", test_descriptor);
  g_test_add_func ("/wire/smuggled-descriptors", test_smuggled_descriptors);
  g_test_add_func ("/wire/broken-frames", test_broken_frames);
  g_test_add_func ("/wire/orderly-end", test_orderly_end);
  g_test_add_func ("/wire/timeout", test_timeout);
  g_test_add_func ("/wire/slow-drip", test_slow_drip);
  g_test_add_func ("/wire/gone", test_gone);
  return g_test_run ();
}
