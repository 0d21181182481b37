/* SPDX-License-Identifier: Apache-2.0 */

/* Stretches of files: found across block borders, hashed and saved as they are, and never
 * a byte beside them. */

#include "upload/practice/slice.h"

#include "config/durable.h"
#include "config/fault.h"
#include "scrap.h"

#include <string.h>
#include <unistd.h>

#define BLOCK  (64 * 1024)
#define NEEDLE "\r\n--XyZ"

/* @size dots with the needle at @at. */
static char *
make_text (gsize size, gsize at) {
  char *text = g_strnfill (size, '.');

  memcpy (text + at, NEEDLE, strlen (NEEDLE));
  return text;
}

static gsize
find (const Slice *slice, gsize from) {
  g_autoptr (GError) error = NULL;
  gsize at = 0;

  g_assert_true (slice_find (slice, from, NEEDLE, &at, &error));
  g_assert_no_error (error);
  return at;
}

static void
test_find (void) {
  const gsize size = 3 * BLOCK + 17;

  for (gsize at = BLOCK - 8; at <= BLOCK + 1; at++) {
    g_autofree char *text = make_text (size, at);
    Slice slice = scrap_new (text, size);

    g_assert_cmpuint (find (&slice, 0), ==, at);
    g_assert_cmpuint (find (&slice, at), ==, at);
    g_assert_cmpuint (find (&slice, at + 1), ==, size); /* the margin does not count */
  }
}

static void
test_find_at_the_ends (void) {
  g_autofree char *first = make_text (100, 0);
  g_autofree char *last = make_text (100, 100 - strlen (NEEDLE));
  Slice slice = scrap_new (first, 100);

  g_assert_cmpuint (find (&slice, 0), ==, 0);
  slice = scrap_new (last, 100);
  g_assert_cmpuint (find (&slice, 0), ==, 100 - strlen (NEEDLE));
  slice = scrap_new (last, 99);
  g_assert_cmpuint (find (&slice, 0), ==, 99);
  slice = scrap_new ("", 0);
  g_assert_cmpuint (find (&slice, 0), ==, 0);
}

static void
test_hash_and_save (void) {
  const gsize size = 2 * BLOCK + 1;
  g_autofree char *text = make_text (size, 5);
  g_autofree char *sum
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, size);
  g_autofree char *folder = g_dir_make_tmp ("slice-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;
  Slice slice = scrap_new (text, size);
  g_autofree char *hashed = slice_hash (&slice, &error);
  g_autofree char *saved = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (hashed, ==, sum);
  g_assert_true (slice_save (&slice, path, 0600, &error));
  saved = durable_hash (path, NULL, &error);
  g_assert_cmpstr (saved, ==, sum);
  g_assert_true (durable_remove (folder, NULL));
}

static void
test_cut (void) {
  Slice slice = scrap_new ("hello world", 11);
  Slice word = slice_cut (&slice, 6, 5);
  g_autofree char *text = slice_dup (&word, NULL);

  g_assert_cmpstr (text, ==, "world");
}

/* The disk gives less than it took. */
static void
test_shorter_than_it_was (void) {
  Slice slice = scrap_new ("hello world", 11);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (ftruncate (slice.fd, 3));
  g_assert_null (slice_dup (&slice, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_clear_error (&error);
  g_assert_null (slice_hash (&slice, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slice/find", test_find);
  g_test_add_func ("/slice/find-at-the-ends", test_find_at_the_ends);
  g_test_add_func ("/slice/hash-and-save", test_hash_and_save);
  g_test_add_func ("/slice/cut", test_cut);
  g_test_add_func ("/slice/shorter-than-it-was", test_shorter_than_it_was);
  return g_test_run ();
}
