/* SPDX-License-Identifier: Apache-2.0 */

/* Encrypted files and texts, whole and damaged in every way a disk or a hand can. */

#define _GNU_SOURCE /* memmem */

#include "config/chunk.h"
#include "config/fault.h"
#include "config/vault.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID    "0b51a2c0-5f1c-4a57-9a63-0f1f3f6a4c11"
#define OTHER "7d3f6a4c-5f1c-4a57-9a63-0f1f3f6a4c12"

typedef struct {
  char *folder;
  Vault *vault;
} Fixture;

static void
fill_key (guint8 key[VAULT_KEY_BYTES], guint8 seed) {
  for (guint i = 0; i < VAULT_KEY_BYTES; i++)
    key[i] = (guint8) (seed + i);
}

static void
set_up (Fixture *fixture, gconstpointer data) {
  guint8 key[VAULT_KEY_BYTES];

  fixture->folder = g_dir_make_tmp ("motcua-test-XXXXXX", NULL);
  fill_key (key, 1);
  fixture->vault = vault_new (fixture->folder, ID, key);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  vault_free (fixture->vault);
  g_assert_true (durable_remove (fixture->folder, NULL));
  g_free (fixture->folder);
}

static guint8 *
make_plain (gsize size) {
  guint8 *plain = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    plain[i] = (guint8) (i * 7 + i / 251);
  return plain;
}

static char *
path_in (const Fixture *fixture, const char *name) {
  return g_build_filename (fixture->folder, name, NULL);
}

static void
save_plain (const Fixture *fixture, const char *name, gsize size) {
  g_autofree guint8 *plain = make_plain (size);
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_save (fixture->vault, name, plain, size, 0600, &error));
  g_assert_no_error (error);
}

static void
assert_loads (const Vault *vault, const char *name, gsize size) {
  g_autofree guint8 *plain = make_plain (size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = vault_load (vault, name, size, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), plain, size);
}

static void
assert_refused (const Vault *vault, const char *name) {
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = vault_hash (vault, name, NULL, &error);

  g_assert_null (sha256);
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

static const gsize sizes[] = {0,
                              1,
                              CHUNK_PLAIN_BYTES - 1,
                              CHUNK_PLAIN_BYTES,
                              CHUNK_PLAIN_BYTES + 1,
                              200000,
                              4 * CHUNK_PLAIN_BYTES};

static void
test_sizes (Fixture *fixture, gconstpointer data) {
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree guint8 *plain = make_plain (sizes[i]);
    g_autofree char *wanted
        = g_compute_checksum_for_data (G_CHECKSUM_SHA256, plain, sizes[i]);
    g_autoptr (GError) error = NULL;
    g_autofree char *sha256 = NULL;
    guint64 size_bytes = 1;

    save_plain (fixture, "page", sizes[i]);
    assert_loads (fixture->vault, "page", sizes[i]);
    sha256 = vault_hash (fixture->vault, "page", &size_bytes, &error);
    g_assert_cmpstr (sha256, ==, wanted);
    g_assert_cmpuint (size_bytes, ==, sizes[i]);
  }
}

/* What is on the disk has nothing of what was written, under its part name neither. */
static void
test_is_not_plain (Fixture *fixture, gconstpointer data) {
  const char *name = "Nguyễn Thị Mẫu 092190001234";
  g_autofree char *path = path_in (fixture, "page.part");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  DurableFile *file = vault_create (fixture->vault, "page", 0600, &error);
  gsize size;

  for (guint i = 0; i < 10000; i++)
    g_assert_true (durable_append (file, name, strlen (name), &error));
  g_assert_true (g_file_get_contents (path, &text, &size, &error));
  g_assert_cmpuint (size, >, 200000);
  g_assert_null (memmem (text, size, "092190001234", 12));
  g_assert_true (durable_commit (file, &error));
  g_clear_pointer (&path, g_free);
  g_clear_pointer (&text, g_free);
  path = path_in (fixture, "page");
  g_assert_true (g_file_get_contents (path, &text, &size, &error));
  g_assert_null (memmem (text, size, "092190001234", 12));
}

static void
test_same_looks_different (Fixture *fixture, gconstpointer data) {
  g_autofree char *one = path_in (fixture, "page");
  g_autofree char *text = NULL, *other = NULL;

  save_plain (fixture, "page", 100);
  g_assert_true (g_file_get_contents (one, &text, NULL, NULL));
  save_plain (fixture, "page", 100);
  g_assert_true (g_file_get_contents (one, &other, NULL, NULL));
  g_assert_cmpint (memcmp (text, other, CHUNK_HEADER_BYTES + 100), !=, 0);
}

/* As libtiff writes a directory that lies across chunks: room for it is left, what follows is
 * written, and then it comes back. */
static void
test_write_back (Fixture *fixture, gconstpointer data) {
  const gsize room = 186, behind = 1000;

  for (gsize boundary = 1; boundary <= 4; boundary++)
    for (gsize before = 0; before <= room; before += room / 2) {
      gsize at = boundary * CHUNK_PLAIN_BYTES - before;
      g_autofree guint8 *plain = make_plain (at + room + behind);
      g_autoptr (GError) error = NULL;
      DurableFile *file = vault_create (fixture->vault, "page", 0600, &error);
      g_autoptr (GBytes) bytes = NULL;

      g_assert_true (durable_append (file, plain, at, &error));
      g_assert_true (durable_write (file, at + room, plain + at + room, behind, &error));
      g_assert_true (durable_write (file, at, plain + at, room, &error));
      g_assert_no_error (error);
      g_assert_true (durable_commit (file, &error));
      bytes = vault_load (fixture->vault, "page", 400000, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), plain,
                       at + room + behind);
    }
}

/* As libtiff writes: the first bytes once more, a gap of one byte at the end. */
static void
test_write_again (Fixture *fixture, gconstpointer data) {
  g_autofree guint8 *plain = make_plain (200000);
  g_autoptr (GError) error = NULL;
  DurableFile *file = vault_create (fixture->vault, "page", 0600, &error);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *found;

  g_assert_true (durable_append (file, plain, 199999, &error));
  g_assert_true (durable_write (file, 4, "back", 4, &error));
  g_assert_true (durable_write (file, 200001, "end", 3, &error));
  g_assert_true (durable_write (file, 200002, "N", 1, &error));
  g_assert_cmpuint (durable_get_size (file), ==, 200004);
  g_assert_false (durable_write (file, 70000, "x", 1, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  g_clear_error (&error);
  g_assert_false (durable_write (file, 400000, "x", 1, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  g_clear_error (&error);
  g_assert_true (durable_commit (file, &error));
  bytes = vault_load (fixture->vault, "page", 300000, &error);
  g_assert_no_error (error);
  found = g_bytes_get_data (bytes, NULL);
  g_assert_cmpmem (found + 4, 4, "back", 4);
  g_assert_cmpmem (found + 8, 199991, plain + 8, 199991);
  g_assert_cmpmem (found + 199999, 5, "\0\0eNd", 5);
}

static void
test_read_anywhere (Fixture *fixture, gconstpointer data) {
  const gsize size = 5 * CHUNK_PLAIN_BYTES + 77;
  g_autofree guint8 *plain = make_plain (size);
  g_autofree guint8 *got = g_malloc (size);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFile) file = NULL;

  save_plain (fixture, "page", size);
  file = vault_open (fixture->vault, "page", &error);
  g_assert_cmpuint (vault_file_get_size (file), ==, size);
  for (guint i = 0; i < 200; i++) {
    gsize offset = (gsize) g_rand_int_range (random, 0, (gint32) size);
    gsize wanted = (gsize) g_rand_int_range (random, 1, 150000);
    gssize taken = vault_file_read (file, offset, got, wanted, &error);

    g_assert_cmpint (taken, ==, (gssize) MIN (wanted, size - offset));
    g_assert_cmpmem (got, taken, plain + offset, taken);
  }
  g_assert_cmpint (vault_file_read (file, size, got, 1, &error), ==, 0);
  g_assert_cmpint (vault_file_read (file, G_MAXUINT64, got, 1, &error), ==, 0);
  g_assert_no_error (error);
}

/* Changes the file with @change and expects that it no longer opens. */
static void
assert_found (const Fixture *fixture, const char *name, gsize offset, guint8 change) {
  g_autofree char *path = path_in (fixture, name);
  int fd = open (path, O_RDWR | O_CLOEXEC);
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, (off_t) offset), ==, 1);
  byte ^= change;
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) offset), ==, 1);
  assert_refused (fixture->vault, name);
  byte ^= change;
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) offset), ==, 1);
  close (fd);
}

static void
test_every_bit (Fixture *fixture, gconstpointer data) {
  save_plain (fixture, "short", 3);
  for (gsize offset = 0; offset < CHUNK_HEADER_BYTES + CHUNK_TAG_BYTES + 3; offset++) {
    for (guint bit = 0; bit < 8; bit++)
      assert_found (fixture, "short", offset, (guint8) (1 << bit));
  }
  save_plain (fixture, "long", 200000);
  for (gsize offset = 5; offset < 200000; offset += 9973)
    assert_found (fixture, "long", offset, 0x10);
  assert_loads (fixture->vault, "long", 200000);
}

static void
test_cut (Fixture *fixture, gconstpointer data) {
  const off_t lengths[] = {0,
                           31,
                           32,
                           47,
                           48,
                           CHUNK_HEADER_BYTES + CHUNK_SEALED_BYTES - 1,
                           CHUNK_HEADER_BYTES + CHUNK_SEALED_BYTES,
                           CHUNK_HEADER_BYTES + CHUNK_SEALED_BYTES + 16,
                           CHUNK_HEADER_BYTES + 3 * CHUNK_SEALED_BYTES,
                           CHUNK_HEADER_BYTES + 3 * CHUNK_SEALED_BYTES + 17};
  g_autofree char *path = path_in (fixture, "page");

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    save_plain (fixture, "page", 3 * CHUNK_PLAIN_BYTES + 2);
    g_assert_cmpint (truncate (path, lengths[i]), ==, 0);
    assert_refused (fixture->vault, "page");
  }
  save_plain (fixture, "page", 3 * CHUNK_PLAIN_BYTES);
  g_assert_cmpint (truncate (path, CHUNK_HEADER_BYTES + 3 * CHUNK_SEALED_BYTES + 40), ==,
                   0);
  assert_refused (fixture->vault, "page"); /* longer */
}

static void
test_swapped (Fixture *fixture, gconstpointer data) {
  g_autofree char *page = path_in (fixture, "page");
  g_autofree char *other = path_in (fixture, "other");
  g_autofree char *text = NULL;
  g_autofree char *chunk = NULL;
  gsize size;

  save_plain (fixture, "page", 3 * CHUNK_PLAIN_BYTES);
  g_assert_true (g_file_get_contents (page, &text, &size, NULL));
  g_assert_true (g_file_set_contents (other, text, (gssize) size, NULL));
  assert_refused (fixture->vault, "other"); /* under another name */
  chunk = g_memdup2 (text + CHUNK_HEADER_BYTES, CHUNK_SEALED_BYTES);
  memcpy (text + CHUNK_HEADER_BYTES, text + CHUNK_HEADER_BYTES + CHUNK_SEALED_BYTES,
          CHUNK_SEALED_BYTES);
  memcpy (text + CHUNK_HEADER_BYTES + CHUNK_SEALED_BYTES, chunk, CHUNK_SEALED_BYTES);
  g_assert_true (g_file_set_contents (page, text, (gssize) size, NULL));
  assert_refused (fixture->vault, "page"); /* chunks in another order */
}

static void
test_other_keys (Fixture *fixture, gconstpointer data) {
  guint8 key[VAULT_KEY_BYTES];
  g_autoptr (Vault) stranger = NULL;
  g_autoptr (Vault) neighbour = NULL;
  g_autoptr (Vault) same = NULL;

  save_plain (fixture, "page", 10);
  fill_key (key, 1);
  same = vault_new (fixture->folder, ID, key);
  neighbour = vault_new (fixture->folder, OTHER, key);
  fill_key (key, 2);
  stranger = vault_new (fixture->folder, ID, key);
  assert_loads (same, "page", 10);
  assert_refused (neighbour, "page");
  assert_refused (stranger, "page");
}

static void
test_no_regular_file (Fixture *fixture, gconstpointer data) {
  g_autofree char *page = path_in (fixture, "page");
  g_autofree char *link = path_in (fixture, "link");
  g_autofree char *fifo = path_in (fixture, "fifo");
  g_autofree char *plain = path_in (fixture, "plain");

  save_plain (fixture, "page", 10);
  g_assert_cmpint (symlink (page, link), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_true (g_file_set_contents (plain,
                                      "a plain file, long enough to be looked at "
                                      "as if it were a sealed one",
                                      -1, NULL));
  assert_refused (fixture->vault, "link");
  assert_refused (fixture->vault, "fifo");
  assert_refused (fixture->vault, "plain");
  assert_refused (fixture->vault, "absent");
  assert_refused (fixture->vault, ".");
}

static void
test_too_long (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  save_plain (fixture, "page", 11);
  g_assert_null (vault_load (fixture->vault, "page", 10, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

static void
test_memory (Fixture *fixture, gconstpointer data) {
  g_autofree guint8 *plain = make_plain (100000);
  g_autofree guint8 *got = g_malloc (100001);
  g_autoptr (GError) error = NULL;
  int fd;

  save_plain (fixture, "page", 100000);
  fd = vault_open_memory (fixture->vault, "page", &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (fd, got, 100001), ==, 100000);
  g_assert_cmpmem (got, 100000, plain, 100000);
  g_assert_cmpint (write (fd, "x", 1), ==, -1);
  close (fd);
  g_assert_cmpint (vault_open_memory (fixture->vault, "absent", &error), ==, -1);
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

static void
test_texts (Fixture *fixture, gconstpointer data) {
  g_autofree char *long_text = g_strnfill (4096, 'a');
  const char *texts[] = {"", "a", "Nguyễn Thị Mẫu", long_text};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *sealed = vault_seal_text (fixture->vault, "name", texts[i]);
    g_autofree char *again = vault_seal_text (fixture->vault, "name", texts[i]);
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_cmpstr (sealed, !=, again);
    g_assert_true (g_str_is_ascii (sealed));
    g_assert_true (vault_open_text (fixture->vault, "name", sealed, &text, &error));
    g_assert_cmpstr (text, ==, texts[i]);
    g_clear_pointer (&text, g_free);
    g_assert_false (vault_open_text (fixture->vault, "other", sealed, &text, &error));
    g_assert_error (error, FAULT, FAULT_STORAGE);
  }
}

/* Short texts of any length look alike. */
static void
test_text_length (Fixture *fixture, gconstpointer data) {
  g_autofree char *one = vault_seal_text (fixture->vault, "name", "a");
  g_autofree char *other = vault_seal_text (fixture->vault, "name", "Nguyễn Thị Mẫu");

  g_assert_cmpuint (strlen (one), ==, strlen (other));
}

static void
test_bad_texts (Fixture *fixture, gconstpointer data) {
  g_autofree char *sealed = vault_seal_text (fixture->vault, "name", "Nguyễn");
  const char *bad[] = {"", "1.", "Nguyễn", "1.AAAA", "2.AAAA", "1.!!!!"};
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vault_open_text (fixture->vault, "name", bad[i], &text, NULL));
  for (gsize i = 0; sealed[i] != '\0' && sealed[i] != '='; i++) {
    char kept = sealed[i];

    sealed[i] = kept == 'A' ? 'B' : 'A';
    g_assert_false (vault_open_text (fixture->vault, "name", sealed, &text, NULL));
    g_assert_null (text);
    sealed[i] = kept;
  }
  g_assert_true (vault_open_text (fixture->vault, "name", NULL, &text, NULL));
  g_assert_null (text);
  g_assert_null (vault_seal_text (fixture->vault, "name", NULL));
}

static void
test_lending (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Vault) lent = NULL;
  int fd = vault_lend (fixture->vault, &error);
  int nothing = open ("/dev/null", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  lent = vault_receive (fd, fixture->folder, &error);
  close (fd);
  g_assert_no_error (error);
  g_assert_cmpstr (vault_get_id (lent), ==, ID);
  g_assert_true (vault_save (lent, "page", "lent", 4, 0600, &error));
  {
    g_autoptr (GBytes) bytes = vault_load (fixture->vault, "page", 4, &error);

    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 4, "lent", 4);
  }
  g_assert_null (vault_receive (nothing, fixture->folder, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  close (nothing);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data) {
  g_autofree guint8 *plain = make_plain (300000);
  g_autoptr (GError) error = NULL;
  DurableFile *file = vault_create (fixture->vault, "page", 0600, &error);
  int full = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (dup2 (full, durable_get_fd (file)), >=, 0);
  close (full);
  g_assert_false (durable_append (file, plain, 300000, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  durable_abort (file);
  g_clear_error (&error);
  file = vault_create (fixture->vault, "page", 0600, &error);
  full = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  g_assert_true (durable_append (file, plain, 10, &error));
  g_assert_cmpint (dup2 (full, durable_get_fd (file)), >=, 0);
  close (full);
  g_assert_false (durable_commit (file, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_false (vault_has (fixture->vault, "page"));
}

#define ADD(name, func)                                                                  \
  g_test_add ("/vault/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("sizes", test_sizes);
  ADD ("is-not-plain", test_is_not_plain);
  ADD ("same-looks-different", test_same_looks_different);
  ADD ("write-again", test_write_again);
  ADD ("write-back", test_write_back);
  ADD ("read-anywhere", test_read_anywhere);
  ADD ("every-bit", test_every_bit);
  ADD ("cut", test_cut);
  ADD ("swapped", test_swapped);
  ADD ("other-keys", test_other_keys);
  ADD ("no-regular-file", test_no_regular_file);
  ADD ("too-long", test_too_long);
  ADD ("memory", test_memory);
  ADD ("texts", test_texts);
  ADD ("text-length", test_text_length);
  ADD ("bad-texts", test_bad_texts);
  ADD ("lending", test_lending);
  ADD ("full-disk", test_full_disk);
  return g_test_run ();
}
