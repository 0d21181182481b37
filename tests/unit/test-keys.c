/* SPDX-License-Identifier: Apache-2.0 */

/* Keys of a store: made once, wrong ones told, damage found, destroyed ones gone. */

#include "config/fault.h"
#include "upload/keys.h"
#include "upload/violation.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID "0b51a2c0-5f1c-4a57-9a63-0f1f3f6a4c11"

typedef struct {
  char *folder; /* a store */
  char *path;   /* its station key */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autofree char *parent = g_dir_make_tmp ("motcua-keys-XXXXXX", NULL);

  fixture->folder = g_build_filename (parent, "store", NULL);
  fixture->path = g_build_filename (parent, "station.key", NULL);
  g_assert_true (durable_mkdir (fixture->folder, NULL));
  g_unsetenv ("MOTCUA_KEY_FILE");
  g_unsetenv ("CREDENTIALS_DIRECTORY");
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_autofree char *parent = g_path_get_dirname (fixture->folder);

  g_assert_true (durable_remove (parent, NULL));
  g_free (fixture->folder);
  g_free (fixture->path);
}

static Keys *
open_keys (const Fixture *fixture, gboolean make) {
  g_autoptr (GError) error = NULL;
  Keys *keys = keys_open (fixture->folder, fixture->path, make, &error);

  g_assert_no_error (error);
  return keys;
}

static Keys *
make_dossier (const Fixture *fixture) {
  g_autoptr (GError) error = NULL;
  Keys *keys = open_keys (fixture, TRUE);

  g_assert_true (keys_make (keys, ID, &error));
  g_assert_no_error (error);
  return keys;
}

static void
assert_closed (const Fixture *fixture, gboolean make, const char *word) {
  g_autoptr (GError) error = NULL;

  g_assert_null (keys_open (fixture->folder, fixture->path, make, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_assert_nonnull (strstr (error->message, word));
}

static void
write_key (const Fixture *fixture, const char *text, int mode) {
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  g_assert_cmpint (chmod (fixture->path, (mode_t) mode), ==, 0);
}

static guint
count_findings (const Keys *keys) {
  g_autoptr (GPtrArray) findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (keys_check (keys, findings, &error));
  return findings->len;
}

/* Turns one bit of a file of the keys' folder. */
static void
turn_bit (const Fixture *fixture, const char *name, off_t offset) {
  g_autofree char *path = g_build_filename (fixture->folder, "keys", name, NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC);
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, offset), ==, 1);
  byte ^= 8;
  g_assert_cmpint (pwrite (fd, &byte, 1, offset), ==, 1);
  close (fd);
}

static void
test_made_once (Fixture *fixture, gconstpointer data) {
  g_autofree char *text = NULL, *again = NULL;
  struct stat status;

  keys_free (open_keys (fixture, TRUE));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpuint (strlen (text), ==, 65);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  keys_free (open_keys (fixture, TRUE));
  keys_free (open_keys (fixture, FALSE));
  g_assert_true (g_file_get_contents (fixture->path, &again, NULL, NULL));
  g_assert_cmpstr (text, ==, again);
}

static void
test_vault (Fixture *fixture, gconstpointer data) {
  g_autoptr (Keys) keys = make_dossier (fixture);
  g_autoptr (Keys) again = open_keys (fixture, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (Vault) vault = keys_open_vault (keys, ID, fixture->folder, &error);
  g_autoptr (Vault) same = keys_open_vault (again, ID, fixture->folder, &error);
  g_autofree char *sealed = vault_seal_text (vault, "name", "Nguyễn");
  g_autofree char *text = NULL;

  g_assert_true (vault_open_text (same, "name", sealed, &text, &error));
  g_assert_cmpstr (text, ==, "Nguyễn");
  g_assert_cmpuint (count_findings (keys), ==, 0);
}

static void
test_wrong_key (Fixture *fixture, gconstpointer data) {
  g_autofree char *zeros = g_strnfill (64, '0');

  keys_free (make_dossier (fixture));
  write_key (fixture, zeros, 0600);
  assert_closed (fixture, FALSE, "is not the one");
  assert_closed (fixture, TRUE, "is not the one");
}

static void
test_missing_key (Fixture *fixture, gconstpointer data) {
  keys_free (make_dossier (fixture));
  g_assert_cmpint (unlink (fixture->path), ==, 0);
  assert_closed (fixture, FALSE, "is missing");
  assert_closed (fixture, TRUE, "is missing");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_unfit_files (Fixture *fixture, gconstpointer data) {
  g_autofree char *zeros = g_strnfill (64, '0');
  g_autofree char *folder = g_build_filename (fixture->folder, "keys", NULL);

  write_key (fixture, zeros, 0644);
  assert_closed (fixture, TRUE, "chmod 600");
  write_key (fixture, "", 0600);
  assert_closed (fixture, TRUE, "empty");
  write_key (fixture, "12", 0600);
  assert_closed (fixture, TRUE, "hexadecimal");
  zeros[7] = 'x';
  write_key (fixture, zeros, 0600);
  assert_closed (fixture, TRUE, "hexadecimal");
  g_assert_cmpint (unlink (fixture->path), ==, 0);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_closed (fixture, TRUE, "not a regular file");
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS)); /* nothing was made */
}

static void
test_credential (Fixture *fixture, gconstpointer data) {
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *path = g_build_filename (folder, "motcua.station-key", NULL);
  g_autofree char *ones = g_strnfill (64, '1');
  g_autoptr (Keys) keys = NULL;

  g_assert_true (g_file_set_contents (path, ones, -1, NULL));
  g_assert_cmpint (chmod (path, 0440), ==, 0); /* as systemd's access lists look */
  g_setenv ("CREDENTIALS_DIRECTORY", folder, TRUE);
  keys = open_keys (fixture, TRUE);
  g_assert_cmpstr (keys_get_path (keys), ==, path);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* Either copy of a key is enough, a flip anywhere in the file is told. */
static void
test_damage (Fixture *fixture, gconstpointer data) {
  g_autoptr (Keys) keys = make_dossier (fixture);
  const off_t offsets[] = {0, 20, 79, 80, 2000, 4095, 4096, 4175};

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++) {
    g_autoptr (Vault) vault = NULL;

    turn_bit (fixture, ID, offsets[i]);
    g_assert_cmpuint (count_findings (keys), ==, 1);
    vault = keys_open_vault (keys, ID, fixture->folder, NULL);
    g_assert_nonnull (vault);
    turn_bit (fixture, ID, offsets[i]);
  }
  turn_bit (fixture, ID, 50);
  turn_bit (fixture, ID, 4150);
  g_assert_null (keys_open_vault (keys, ID, fixture->folder, NULL));
  g_assert_cmpuint (count_findings (keys), ==, 1);
}

/* The station's mark may be damaged: other keys show that the station key is right. */
static void
test_damaged_mark (Fixture *fixture, gconstpointer data) {
  g_autoptr (Keys) keys = make_dossier (fixture);
  g_autoptr (Keys) again = NULL;

  turn_bit (fixture, "station", 50);
  turn_bit (fixture, "station", 4150);
  again = open_keys (fixture, FALSE);
  g_assert_cmpuint (count_findings (again), ==, 1);
}

/* A key opens under its own id only. */
static void
test_swapped (Fixture *fixture, gconstpointer data) {
  const char *other = "7d3f6a4c-5f1c-4a57-9a63-0f1f3f6a4c12";
  g_autoptr (Keys) keys = make_dossier (fixture);
  g_autofree char *from = g_build_filename (fixture->folder, "keys", ID, NULL);
  g_autofree char *to = g_build_filename (fixture->folder, "keys", other, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (rename (from, to), ==, 0);
  g_assert_null (keys_open_vault (keys, other, fixture->folder, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

static void
test_destroy (Fixture *fixture, gconstpointer data) {
  g_autoptr (Keys) keys = make_dossier (fixture);
  g_autofree char *path = g_build_filename (fixture->folder, "keys", ID, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC); /* sees what becomes of the blocks */
  g_autoptr (GError) error = NULL;
  guint8 before[8192], after[8192];
  gssize size = pread (fd, before, sizeof before, 0);

  g_assert_cmpint (size, >, 4000);
  g_assert_true (keys_destroy (keys, ID, &error));
  g_assert_no_error (error);
  g_assert_cmpint (pread (fd, after, sizeof after, 0), ==, size);
  close (fd);
  g_assert_cmpint (memcmp (before, after, 80), !=, 0);
  g_assert_cmpint (memcmp (before + 4096, after + 4096, 80), !=, 0);
  g_assert_false (keys_has (keys, ID));
  g_assert_null (keys_open_vault (keys, ID, fixture->folder, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_clear_error (&error);
  g_assert_true (keys_destroy (keys, ID, &error)); /* again is no fault */
}

#define ADD(name, func) g_test_add ("/keys/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("made-once", test_made_once);
  ADD ("vault", test_vault);
  ADD ("wrong-key", test_wrong_key);
  ADD ("missing-key", test_missing_key);
  ADD ("unfit-files", test_unfit_files);
  ADD ("credential", test_credential);
  ADD ("damage", test_damage);
  ADD ("damaged-mark", test_damaged_mark);
  ADD ("swapped", test_swapped);
  ADD ("destroy", test_destroy);
  return g_test_run ();
}
