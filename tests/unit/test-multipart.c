/* SPDX-License-Identifier: Apache-2.0 */

/* Multipart bodies: what a station sends is taken apart, everything else is refused, and
 * nothing outside the body is read (each body lies in the midst of a file in which more of
 * the same comes before and behind it). */

#include "upload/practice/multipart.h"

#include "config/fault.h"
#include "config/limits.h"
#include "scrap.h"

#include <string.h>

#define TYPE "multipart/form-data; boundary=XyZ"
#define GOOD                                                                             \
  "--XyZ\r\n"                                                                            \
  "Content-Disposition: form-data; name=\"dossierPartNo\"\r\n"                           \
  "\r\n"                                                                                 \
  "TP01\r\n"                                                                             \
  "--XyZ\r\n"                                                                            \
  "content-disposition: form-data; name=\"file\"; filename=\"gi\xe1\xba\xa5y.pdf\"\r\n"  \
  "Content-Type: application/pdf\r\n"                                                    \
  "\r\n"                                                                                 \
  "%PDF-1.7\r\n--XyX\r\n"                                                                \
  "\r\n"                                                                                 \
  "--XyZ--\r\n"

static GPtrArray *
parse (const char *type, const char *body, gsize size, GError **error) {
  Slice slice = scrap_new (body, size);

  return multipart_parse (type, &slice, error);
}

static void
assert_refused (const char *type, const char *body) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = parse (type, body, strlen (body), &error);

  g_assert_null (parts);
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
}

static void
assert_content (const MultipartPart *part, const char *text) {
  g_autofree char *content = slice_dup (&part->content, NULL);

  g_assert_cmpmem (content, part->content.size_bytes, text, strlen (text));
}

static void
test_takes_apart (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = parse (TYPE, GOOD, strlen (GOOD), &error);
  const MultipartPart *part, *file;

  g_assert_no_error (error);
  g_assert_cmpuint (parts->len, ==, 2);
  part = multipart_get (parts, "dossierPartNo");
  assert_content (part, "TP01");
  g_assert_null (part->file_name);
  file = multipart_get (parts, "file");
  g_assert_cmpstr (file->file_name, ==, "giấy.pdf");
  assert_content (file, "%PDF-1.7\r\n--XyX\r\n");
  g_assert_null (multipart_get (parts, "fil"));
}

static void
test_takes_empty_and_quoted (void) {
  const char *body = "--a'b\r\n"
                     "Content-Disposition: form-data ;name=\"a \\\"b\\\"\" ; x=y\r\n"
                     "\r\n"
                     "\r\n"
                     "--a'b--";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts
      = parse ("Multipart/Form-Data; charset=utf-8; boundary=\"a'b\"", body,
               strlen (body), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (parts->len, ==, 1);
  g_assert_cmpuint (multipart_get (parts, "a \"b\"")->content.size_bytes, ==, 0);
}

static void
test_refuses_types (void) {
  g_autofree char *long_boundary = g_strnfill (LIMIT_BOUNDARY_BYTES + 1, 'b');
  g_autofree char *too_long
      = g_strconcat ("multipart/form-data; boundary=", long_boundary, NULL);
  const char *types[] = {"application/json",
                         "multipart/form-data",
                         "multipart/form-data; boundary=",
                         "multipart/form-data; boundary=\"XyZ",
                         "multipart/form-data; boundary=XyZ; boundary=XyZ",
                         "multipart/form-data; boundary",
                         "multipart/form-data boundary=XyZ",
                         "multipart/form-dataX; boundary=XyZ",
                         "multipart/mixed; boundary=XyZ",
                         "",
                         too_long,
                         NULL};

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    assert_refused (types[i], GOOD);
}

#define HEAD "Content-Disposition: form-data; name=\"a\"\r\n"

static void
test_refuses_bodies (void) {
  const char *bodies[] = {
      "",
      "--",
      "--XyZ",
      "--XyZ\r\n",
      "--XyZ--x",
      "before\r\n" GOOD,
      GOOD "after",
      "--XyZ\r\n\r\nno name\r\n--XyZ--",
      "--XyZ\r\nContent-Disposition: form-data\r\n\r\n\r\n--XyZ--",
      "--XyZ\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n--XyZ--",
      "--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n--XyZ--",
      "--XyZ\r\n" HEAD HEAD "\r\n\r\n--XyZ--",
      "--XyZ\r\n" HEAD "\r\n1\r\n--XyZ\r\n" HEAD "\r\n2\r\n--XyZ--",
      "--XyZ\r\n" HEAD " folded\r\n\r\n\r\n--XyZ--",
      "--XyZ\r\n" HEAD "no colon\r\n\r\n\r\n--XyZ--",
      "--XyZ\r\n" HEAD "Content-Transfer-Encoding: base64\r\n\r\n\r\n--XyZ--",
      "--XyZ\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\r\n--XyZ--",
      "--XyZ\n" HEAD "\r\n\r\n--XyZ--",
      "--XyZ\r\n" HEAD "\r\nnever ends",
      "--XyZ\r\n" HEAD "\r\n\r\n--XyZ-",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    assert_refused (TYPE, bodies[i]);
}

static void
test_refuses_nul_in_headers (void) {
  static const char body[]
      = "--XyZ\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\n\r\n--XyZ--";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = parse (TYPE, body, sizeof body - 1, &error);

  g_assert_null (parts);
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
}

static void
test_refuses_too_much (void) {
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autoptr (GString) header = g_string_new ("--XyZ\r\nX: ");

  for (guint i = 0; i <= LIMIT_FORM_FIELDS; i++)
    g_string_append_printf (
        parts, "--XyZ\r\nContent-Disposition: form-data; name=\"n%u\"\r\n\r\n\r\n", i);
  g_string_append (parts, "--XyZ--\r\n");
  assert_refused (TYPE, parts->str);
  for (guint i = 0; i < LIMIT_PART_HEADER_BYTES; i++)
    g_string_append_c (header, 'x');
  g_string_append (header, "\r\n" HEAD "\r\n\r\n--XyZ--");
  assert_refused (TYPE, header->str);
}

static void
test_refuses_each_truncation (void) {
  for (gsize size = 0; size < strlen (GOOD) - 2; size++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) parts = parse (TYPE, GOOD, size, &error);

    g_assert_null (parts);
    g_assert_error (error, FAULT, FAULT_PROTOCOL);
  }
}

/* A byte changed, left out or doubled: an answer, and never one outside the body. */
static void
test_survives_damage (void) {
  for (guint round = 0; round < 20000; round++) {
    g_autofree char *body = g_memdup2 (GOOD, strlen (GOOD));
    gsize at = (gsize) g_test_rand_int_range (0, (gint32) strlen (GOOD));
    gsize cut = (gsize) g_test_rand_int_range (0, 3);
    g_autoptr (GPtrArray) parts = NULL;

    body[at] = (char) g_test_rand_int_range (0, 256);
    parts = parse (TYPE, body, strlen (GOOD) - cut, NULL);
    for (guint i = 0; parts != NULL && i < parts->len; i++) {
      const MultipartPart *part = parts->pdata[i];

      g_assert_true (g_utf8_validate (part->name, -1, NULL));
      g_assert_cmpuint (part->content.size_bytes, <, strlen (GOOD));
    }
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/multipart/takes-apart", test_takes_apart);
  g_test_add_func ("/multipart/takes-empty-and-quoted", test_takes_empty_and_quoted);
  g_test_add_func ("/multipart/refuses-types", test_refuses_types);
  g_test_add_func ("/multipart/refuses-bodies", test_refuses_bodies);
  g_test_add_func ("/multipart/refuses-nul-in-headers", test_refuses_nul_in_headers);
  g_test_add_func ("/multipart/refuses-too-much", test_refuses_too_much);
  g_test_add_func ("/multipart/refuses-each-truncation", test_refuses_each_truncation);
  g_test_add_func ("/multipart/survives-damage", test_survives_damage);
  return g_test_run ();
}
