/* SPDX-License-Identifier: Apache-2.0 */

/* Frames with at most one descriptor each. The receiver trusts nothing: the magic, the kind
 * and the length are checked before a byte of the body is allocated for, the time-out is
 * for the frame as a whole however slowly it drips, and descriptors beyond the one that is
 * asked for are closed as they come. */

#include "config/wire.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WIRE_MAGIC 0x3146434du /* "MCF1" */

typedef struct {
  guint32 magic;
  guint32 kind;
  guint64 size_bytes;
} FrameHeader;

typedef union {
  struct cmsghdr header;
  char bytes[CMSG_SPACE (sizeof (int))];
} FdMessage;

static gboolean
send_all (int socket_fd, const void *bytes, gsize size, int passed_fd, GError **error) {
  const char *rest = bytes;

  while (size > 0) {
    FdMessage control = {.bytes = {0}};
    struct iovec part = {.iov_base = (void *) rest, .iov_len = size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    gssize sent;

    if (passed_fd >= 0) {
      message.msg_control = control.bytes;
      message.msg_controllen = sizeof control.bytes;
      control.header.cmsg_level = SOL_SOCKET;
      control.header.cmsg_type = SCM_RIGHTS;
      control.header.cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (&control.header), &passed_fd, sizeof (int));
    }
    sent = sendmsg (socket_fd, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent < 0)
      return fault_set_errno (error, FAULT_PROTOCOL, "the other end is gone");
    passed_fd = -1;
    rest += sent;
    size -= (gsize) sent;
  }
  return TRUE;
}

gboolean
wire_send (int socket_fd, WireKind kind, const void *body, gsize size_bytes,
           int passed_fd, GError **error) {
  FrameHeader header = {WIRE_MAGIC, kind, size_bytes};

  g_assert (size_bytes <= LIMIT_FRAME_BYTES);
  return send_all (socket_fd, &header, sizeof header, passed_fd, error)
         && send_all (socket_fd, body, size_bytes, -1, error);
}

#define NO_DEADLINE G_MAXINT64

typedef struct {
  int socket_fd;
  int timeout_ms;     /* for messages */
  gint64 deadline_us; /* monotonic; NO_DEADLINE */
} Receiver;

/* For poll: -1 for ever, rounded up so that it never spins at the end. */
static int
get_wait_ms (const Receiver *receiver) {
  gint64 left_us;

  if (receiver->deadline_us == NO_DEADLINE)
    return -1;
  left_us = receiver->deadline_us - g_get_monotonic_time ();
  return (int)CLAMP ((left_us + 999) / 1000, 0, G_MAXINT);
}

static gboolean
wait_readable (const Receiver *receiver, GError **error) {
  struct pollfd waiting = {.fd = receiver->socket_fd, .events = POLLIN};
  int ready;

  do
    ready = poll (&waiting, 1, get_wait_ms (receiver));
  while (ready < 0 && errno == EINTR);
  if (ready > 0)
    return TRUE;
  if (ready < 0)
    return fault_set_errno (error, FAULT_PROTOCOL, "cannot wait for the worker");
  g_set_error (error, FAULT, FAULT_TEMPORARY, "no answer within %d ms",
               receiver->timeout_ms);
  return FALSE;
}

/* The buffer's padding has room for more than the one descriptor it is meant for. */
static void
take_fds (struct msghdr *message, int *passed_fd) {
  struct cmsghdr *control = CMSG_FIRSTHDR (message);
  gsize count;

  if (control == NULL || control->cmsg_level != SOL_SOCKET
      || control->cmsg_type != SCM_RIGHTS)
    return;
  count = (control->cmsg_len - CMSG_LEN (0)) / sizeof (int);
  for (gsize i = 0; i < count; i++) {
    int received;

    memcpy (&received, CMSG_DATA (control) + i * sizeof received, sizeof received);
    if (passed_fd != NULL && *passed_fd < 0)
      *passed_fd = received;
    else
      close (received);
  }
}

/* Reads exactly @size bytes; *@got tells how many came before the end of the stream. */
static gboolean
receive_all (const Receiver *receiver, void *bytes, gsize size, gsize *got,
             int *passed_fd, GError **error) {
  *got = 0;
  while (*got < size) {
    FdMessage control;
    struct iovec part = {.iov_base = (char *)bytes + *got, .iov_len = size - *got};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    gssize received;

    if (!wait_readable (receiver, error))
      return FALSE;
    received = recvmsg (receiver->socket_fd, &message, MSG_CMSG_CLOEXEC);
    if (received < 0 && errno == EINTR)
      continue;
    if (received < 0 && errno != ECONNRESET)
      return fault_set_errno (error, FAULT_PROTOCOL, "cannot read from the worker");
    if (received <= 0)
      return TRUE;
    take_fds (&message, passed_fd);
    *got += (gsize)received;
  }
  return TRUE;
}

static gboolean
receive_body (const Receiver *receiver, gsize size_bytes, GBytes **body, GError **error) {
  g_autofree char *bytes = g_malloc (size_bytes + 1);
  gsize got;

  if (!receive_all (receiver, bytes, size_bytes, &got, NULL, error))
    return FALSE;
  if (got < size_bytes) {
    g_set_error (error, FAULT, FAULT_PROTOCOL, "the worker ended within an answer");
    return FALSE;
  }
  bytes[size_bytes] = '\0';
  *body = g_bytes_new_take (g_steal_pointer (&bytes), size_bytes);
  return TRUE;
}

static gboolean
check_frame (const FrameHeader *header, gsize got, GError **error) {
  if (got == sizeof *header && header->magic == WIRE_MAGIC && header->kind <= WIRE_GLANCE
      && header->size_bytes <= LIMIT_FRAME_BYTES)
    return TRUE;
  g_set_error (error, FAULT, FAULT_PROTOCOL, "the worker sent a broken frame");
  return FALSE;
}

/* A descriptor that came with a broken frame is nobody's: it is closed. */
gboolean
wire_receive (int socket_fd, int timeout_ms, WireKind *kind, GBytes **body,
              int *passed_fd, GError **error) {
  Receiver receiver = {socket_fd, timeout_ms, NO_DEADLINE};
  FrameHeader header;
  int received_fd = -1;
  gsize got;

  *body = NULL;
  if (passed_fd != NULL)
    *passed_fd = -1;
  if (timeout_ms >= 0)
    receiver.deadline_us = g_get_monotonic_time () + (gint64)timeout_ms * 1000;
  if (!receive_all (&receiver, &header, sizeof header, &got,
                    passed_fd != NULL ? &received_fd : NULL, error)
      || (got > 0 && !check_frame (&header, got, error))
      || (got > 0 && !receive_body (&receiver, header.size_bytes, body, error))) {
    if (received_fd >= 0)
      close (received_fd);
    return FALSE;
  }
  if (got == 0)
    return TRUE;
  *kind = header.kind;
  if (passed_fd != NULL)
    *passed_fd = received_fd;
  return TRUE;
}
