/* SPDX-License-Identifier: Apache-2.0 */

/* Durable files: whole or absent, never half, and nothing outside the folder touched. */

#include "config/durable.h"

#include "config/fault.h"

#include <glib/gstdio.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp ("durable-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  gboolean removed = durable_remove (fixture->folder, &error);

  g_assert_no_error (error);
  g_assert_true (removed);
  g_free (fixture->folder);
}

static char *
path_in (Fixture *fixture, const char *name) {
  return g_build_filename (fixture->folder, name, NULL);
}

static void
test_save_replaces (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = path_in (fixture, "page");
  g_autofree char *part = path_in (fixture, "page.part");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_true (durable_save (path, "old", 3, 0400, &error));
  g_assert_true (durable_save (path, "new!", 4, 0400, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "new!");
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0400);
}

static void
test_abort_leaves_nothing (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = path_in (fixture, "page");
  g_autofree char *part = path_in (fixture, "page.part");
  g_autoptr (GError) error = NULL;
  DurableFile *file = durable_open (path, 0600, &error);

  g_assert_no_error (error);
  g_assert_true (durable_append (file, "half", 4, &error));
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  durable_abort (file);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_full_disk_keeps_old (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = path_in (fixture, "page");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DurableFile) file = NULL;
  int full = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (full, >=, 0);
  g_assert_true (durable_save (path, "old", 3, 0600, &error));
  file = durable_open (path, 0600, &error);
  g_assert_cmpint (dup2 (full, durable_get_fd (file)), >=, 0);
  close (full);
  g_assert_false (durable_append (file, "new", 3, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  durable_abort (g_steal_pointer (&file));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
}

static void
test_unsyncable_is_not_saved (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = path_in (fixture, "page");
  g_autoptr (GError) error = NULL;
  DurableFile *file = durable_open (path, 0600, &error);
  int pipes[2];

  g_assert_cmpint (pipe (pipes), ==, 0);
  g_assert_cmpint (dup2 (pipes[1], durable_get_fd (file)), >=, 0);
  g_assert_false (durable_commit (file, &error)); /* a pipe cannot be synced */
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  close (pipes[0]);
  close (pipes[1]);
}

static void
test_open_follows_no_link (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = path_in (fixture, "page");
  g_autofree char *part = path_in (fixture, "page.part");
  g_autofree char *victim = path_in (fixture, "victim");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (victim, "mine", -1, NULL));
  g_assert_cmpint (symlink (victim, part), ==, 0);
  g_assert_null (durable_open (path, 0600, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_true (g_file_get_contents (victim, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
}

static void
test_sweep_takes_parts_only (Fixture *fixture, gconstpointer data) {
  g_autofree char *whole = path_in (fixture, "page-0001.tif");
  g_autofree char *part = path_in (fixture, "page-0002.tif.part");
  g_autofree char *folder = path_in (fixture, "sealing.part");
  g_autofree char *inner = g_build_filename (folder, "1.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (whole, "x", -1, NULL));
  g_assert_true (g_file_set_contents (part, "x", -1, NULL));
  g_assert_true (durable_mkdir (folder, &error));
  g_assert_true (g_file_set_contents (inner, "x", -1, NULL));
  g_assert_true (durable_sweep (fixture->folder, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (whole, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_remove_follows_no_link (Fixture *fixture, gconstpointer data) {
  g_autofree char *keep = path_in (fixture, "keep");
  g_autofree char *inner = g_build_filename (keep, "file", NULL);
  g_autofree char *link = path_in (fixture, "link");
  g_autoptr (GError) error = NULL;

  g_assert_true (durable_mkdir (keep, &error));
  g_assert_true (g_file_set_contents (inner, "x", -1, NULL));
  g_assert_cmpint (symlink (keep, link), ==, 0);
  g_assert_true (durable_remove (link, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (inner, G_FILE_TEST_EXISTS));
  g_assert_true (durable_remove (link, &error)); /* absence is success */
}

static void
test_hash (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = path_in (fixture, "abc");
  g_autofree char *link = path_in (fixture, "link");
  g_autofree char *sum = NULL;
  g_autoptr (GError) error = NULL;
  guint64 size_bytes = 0;

  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  sum = durable_hash (path, &size_bytes, &error);
  g_assert_cmpstr (sum, ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_cmpuint (size_bytes, ==, 3);
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_null (durable_hash (link, NULL, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_clear_error (&error);
  g_assert_null (durable_hash (fixture->folder, NULL, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

/* A FIFO in place of a page must not make anyone wait. */
static void
test_hash_refuses_fifo (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = path_in (fixture, "fifo");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (durable_hash (path, NULL, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/durable/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("save-replaces", test_save_replaces);
  ADD ("abort-leaves-nothing", test_abort_leaves_nothing);
  ADD ("full-disk-keeps-old", test_full_disk_keeps_old);
  ADD ("unsyncable-is-not-saved", test_unsyncable_is_not_saved);
  ADD ("open-follows-no-link", test_open_follows_no_link);
  ADD ("sweep-takes-parts-only", test_sweep_takes_parts_only);
  ADD ("remove-follows-no-link", test_remove_follows_no_link);
  ADD ("hash", test_hash);
  ADD ("hash-refuses-fifo", test_hash_refuses_fifo);
  return g_test_run ();
}
