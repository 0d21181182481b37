/* SPDX-License-Identifier: Apache-2.0 */

/* Every answer here is followed by the end of the connection, or by silence. What is right
 * about it (the body, mostly) shows whether a client looks at the rest. */

#include "upload/practice/rawtrouble.h"

#include <string.h>

#define HEAD "HTTP/1.1 %u Answer\r\nContent-Type: application/json\r\n"

#define BIG_HEADER_LINES 16384 /* of 64 bytes: 1 MiB */
#define COOKIES          4000
#define BOMB_BYTES       65536

typedef enum {
  RAW_TWICE,
  RAW_RESET,
  RAW_GARBAGE,
  RAW_HALF_CHUNK,
  RAW_HUGE_CHUNK,
  RAW_HTTP10,
  RAW_BIG_HEADER,
  RAW_COOKIES,
  RAW_GZIP,
  RAW_LONG_LENGTH,
  RAW_NEGATIVE_LENGTH,
  RAW_TWO_LENGTHS,
  RAW_CONTINUE,
  RAW_KINDS,
} Raw;

static const char *const names[] = {
    "twice",           "reset",       "garbage",  "half-chunk", "huge-chunk",
    "http10",          "big-header",  "cookies",  "gzip",       "long-length",
    "negative-length", "two-lengths", "continue",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == RAW_KINDS);

gboolean
rawtrouble_find (const char *name, guint *raw) {
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_str_equal (names[i], name)) {
      *raw = i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
rawtrouble_get_name (guint raw) {
  return raw < G_N_ELEMENTS (names) ? names[raw] : NULL;
}

gboolean
rawtrouble_stays (guint raw) {
  return raw == RAW_CONTINUE;
}

/* A whole answer, with @more header lines. */
static void
append_answer (GString *text, guint status, const char *more, const char *body) {
  g_string_append_printf (text, HEAD "%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                          status, more, strlen (body), body);
}

/* A whole answer among many header lines, NAME0: FILLER and on. */
static void
append_crowded (GString *text, guint status, const char *body, guint count,
                const char *name, const char *filler) {
  g_autoptr (GString) more
      = g_string_new ("Date: Wed, 21 Oct 2099 07:28:00 GMT\r\n"
                      "Strict-Transport-Security: max-age=1\r\nAlt-Svc: h2=\":1\"\r\n");

  for (guint i = 0; i < count; i++)
    g_string_append_printf (more, "%s%u%s\r\n", name, i, filler);
  append_answer (text, status, more->str, body);
}

static void
append_raw (GString *text, Raw raw, guint status, const char *body) {
  gsize length = strlen (body);

  switch (raw) {
  case RAW_TWICE:
    append_answer (text, status, "", body);
    append_answer (text, status, "", body);
    break;
  case RAW_RESET:
    g_string_append_printf (text, HEAD "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                            201u, length);
    break;
  case RAW_GARBAGE:
    append_answer (text, status, "", body);
    g_string_append (text, "}{\"error_code\":\"9\"}\r\n\r\n\xff\xfe");
    break;
  case RAW_HALF_CHUNK:
    g_string_append_printf (
        text, HEAD "Transfer-Encoding: chunked\r\n\r\n%" G_GSIZE_MODIFIER "x\r\n%s",
        status, length + 16, body);
    break;
  case RAW_HUGE_CHUNK:
    g_string_append_printf (
        text, HEAD "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\n%s", status, body);
    break;
  case RAW_HTTP10:
    g_string_append_printf (text,
                            "HTTP/1.0 %u Answer\r\nContent-Type: application/json"
                            "\r\n\r\n%s",
                            status, body);
    break;
  case RAW_BIG_HEADER:
    append_crowded (text, status, body, BIG_HEADER_LINES, "X-Filler-",
                    ": 01234567890123456789012345678901234567890123456789");
    break;
  case RAW_COOKIES:
    append_crowded (text, status, body, COOKIES, "Set-Cookie: a", "=b");
    break;
  case RAW_GZIP:
    g_string_append_printf (text,
                            HEAD "Content-Encoding: gzip\r\nContent-Length: %u\r\n\r\n",
                            status, BOMB_BYTES);
    for (guint i = 0; i < BOMB_BYTES; i++)
      g_string_append_c (text, i == 0 ? '\x1f' : '\x8b');
    break;
  case RAW_LONG_LENGTH:
    g_string_append_printf (text, HEAD "Content-Length: 9223372036854775808\r\n\r\n%s",
                            status, body);
    break;
  case RAW_NEGATIVE_LENGTH:
    g_string_append_printf (text, HEAD "Content-Length: -1\r\n\r\n%s", status, body);
    break;
  case RAW_TWO_LENGTHS:
    g_string_append_printf (text, HEAD "Content-Length: 1\r\n", status);
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", length,
                            body);
    break;
  case RAW_CONTINUE:
    g_string_append (text, "HTTP/1.1 100 Continue\r\n\r\n");
    break;
  case RAW_KINDS:
    g_assert_not_reached ();
  }
}

GBytes *
rawtrouble_format (guint raw, guint status, const char *body) {
  GString *text = g_string_new (NULL);

  append_raw (text, (Raw) raw, status, body);
  return g_string_free_to_bytes (text);
}
