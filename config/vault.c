/* SPDX-License-Identifier: Apache-2.0 */

/* From one key come two, for files and for texts, so that a worker that writes pages can be
 * lent the first without the second. Files are written by config/durable.c and read by
 * config/vaultfile.c; the form is that of config/chunk.h.
 *
 * A text is padded with a 1 bit and zeros to a multiple of 32 bytes, sealed under a random
 * nonce of 24 bytes, and written as base64 behind the number of this form. */

#define _GNU_SOURCE /* pipe2 */

#include "config/chunk.h"
#include "config/fault.h"
#include "config/vault-private.h"

#include <sodium.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define KEY_CONTEXT "mcvault1"
#define TEXT_MARK   "1."
#define TEXT_STEP   32u
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define ID_BYTES    64u /* of a vault's id, at most */
#define LOAN_MAGIC  "MCLOAN\0\1"
#define MAGIC_BYTES 8u
#define LENGTH_CHARS(bytes)                                                              \
  sodium_base64_ENCODED_LEN (bytes, sodium_base64_VARIANT_ORIGINAL)

enum { FILE_KEY = 1, TEXT_KEY };

G_STATIC_ASSERT (VAULT_KEY_BYTES == crypto_kdf_KEYBYTES);

static Vault *
make_vault (const char *folder, const char *id) {
  Vault *vault;

  chunk_init ();
  vault = sodium_malloc (sizeof *vault);
  if (vault == NULL)
    g_error ("no memory for a key");
  memset (vault, 0, sizeof *vault);
  vault->references = 1;
  vault->folder = g_strdup (folder);
  vault->id = g_strdup (id);
  return vault;
}

Vault *
vault_new (const char *folder, const char *id, const guint8 *key) {
  Vault *vault = make_vault (folder, id);

  crypto_kdf_derive_from_key (vault->file_key, VAULT_KEY_BYTES, FILE_KEY, KEY_CONTEXT,
                              key);
  crypto_kdf_derive_from_key (vault->text_key, VAULT_KEY_BYTES, TEXT_KEY, KEY_CONTEXT,
                              key);
  return vault;
}

Vault *
vault_ref (Vault *vault) {
  g_atomic_int_inc (&vault->references);
  return vault;
}

void
vault_free (Vault *vault) {
  if (vault == NULL || !g_atomic_int_dec_and_test (&vault->references))
    return;
  g_free (vault->folder);
  g_free (vault->id);
  sodium_free (vault);
}

const char *
vault_get_folder (const Vault *vault) {
  return vault->folder;
}

const char *
vault_get_id (const Vault *vault) {
  return vault->id;
}

char *
vault_label_dup (const Vault *vault, const char *name) {
  g_autofree char *base = g_path_get_basename (name);

  return g_strconcat (vault->id, "/", base, NULL);
}

DurableFile *
vault_create (const Vault *vault, const char *name, int mode, GError **error) {
  g_autofree char *path = g_build_filename (vault->folder, name, NULL);
  g_autofree char *label = vault_label_dup (vault, name);

  return durable_open_sealed (path, mode, vault->file_key, label, error);
}

gboolean
vault_save (const Vault *vault, const char *name, const void *bytes, gsize size, int mode,
            GError **error) {
  g_autoptr (DurableFile) file = vault_create (vault, name, mode, error);

  if (file == NULL || !durable_append (file, bytes, size, error))
    return FALSE;
  return durable_commit (g_steal_pointer (&file), error);
}

gboolean
vault_has (const Vault *vault, const char *name) {
  g_autofree char *path = g_build_filename (vault->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- texts -------------------------------------------------------------------------- */

/* The place a text belongs to, the owner's id in front. */
static char *
bind_label (const Vault *vault, const char *label) {
  return g_strconcat (vault->id, "/", label, NULL);
}

char *
vault_seal_text (const Vault *vault, const char *label, const char *text) {
  g_autofree char *bound = bind_label (vault, label);
  gsize size = text == NULL ? 0 : strlen (text);
  gsize padded_size = (size / TEXT_STEP + 1) * TEXT_STEP;
  gsize sealed_size = NONCE_BYTES + padded_size + TAG_BYTES;
  g_autofree guint8 *padded = NULL;
  g_autofree guint8 *sealed = NULL;
  g_autofree char *coded = NULL;

  if (text == NULL)
    return NULL;
  g_assert (!vault->lent);
  padded = g_malloc0 (padded_size);
  memcpy (padded, text, size);
  padded[size] = 0x80;
  sealed = g_malloc (sealed_size);
  randombytes_buf (sealed, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (
      sealed + NONCE_BYTES, NULL, padded, padded_size, (const guint8 *) bound,
      strlen (bound), NULL, sealed, vault->text_key);
  sodium_memzero (padded, padded_size);
  coded = g_malloc (LENGTH_CHARS (sealed_size));
  sodium_bin2base64 (coded, LENGTH_CHARS (sealed_size), sealed, sealed_size,
                     sodium_base64_VARIANT_ORIGINAL);
  return g_strconcat (TEXT_MARK, coded, NULL);
}

static gboolean
refuse_text (const char *label, GError **error) {
  g_set_error (error, FAULT, FAULT_STORAGE, "a sealed value (%s) has been changed",
               label);
  return FALSE;
}

/* The text in @padded, or NULL. */
static char *
take_padding_off (const guint8 *padded, gsize size) {
  while (size > 0 && padded[size - 1] == 0)
    size--;
  if (size == 0 || padded[size - 1] != 0x80)
    return NULL;
  return g_strndup ((const char *) padded, size - 1);
}

gboolean
vault_open_text (const Vault *vault, const char *label, const char *sealed, char **text,
                 GError **error) {
  g_autofree char *bound = bind_label (vault, label);
  g_autofree guint8 *bytes = NULL;
  g_autofree guint8 *padded = NULL;
  gsize length = sealed == NULL ? 0 : strlen (sealed);
  gsize size;

  *text = NULL;
  if (sealed == NULL)
    return TRUE;
  g_assert (!vault->lent);
  bytes = g_malloc (length + 1);
  padded = g_malloc0 (length + 1);
  if (!g_str_has_prefix (sealed, TEXT_MARK)
      || sodium_base642bin (bytes, length, sealed + strlen (TEXT_MARK),
                            length - strlen (TEXT_MARK), NULL, &size, NULL,
                            sodium_base64_VARIANT_ORIGINAL)
             != 0
      || size < NONCE_BYTES + TAG_BYTES
      || crypto_aead_xchacha20poly1305_ietf_decrypt (
             padded, NULL, NULL, bytes + NONCE_BYTES, size - NONCE_BYTES,
             (const guint8 *) bound, strlen (bound), bytes, vault->text_key)
             != 0)
    return refuse_text (label, error);
  *text = take_padding_off (padded, size - NONCE_BYTES - TAG_BYTES);
  sodium_memzero (padded, length);
  return *text != NULL || refuse_text (label, error);
}

/* --- lending ------------------------------------------------------------------------ */

typedef struct {
  guint8 magic[MAGIC_BYTES];
  guint8 file_key[VAULT_KEY_BYTES];
  char id[ID_BYTES]; /* with its NUL */
} Loan;

int
vault_lend (const Vault *vault, GError **error) {
  Loan loan = {{0}, {0}, {0}};
  gboolean written;
  int ends[2];

  g_assert (strlen (vault->id) < ID_BYTES);
  if (pipe2 (ends, O_CLOEXEC) != 0) {
    fault_set_errno (error, FAULT_TEMPORARY, "cannot make a pipe");
    return -1;
  }
  memcpy (loan.magic, LOAN_MAGIC, MAGIC_BYTES);
  memcpy (loan.file_key, vault->file_key, VAULT_KEY_BYTES);
  memcpy (loan.id, vault->id, strlen (vault->id));
  written = write (ends[1], &loan, sizeof loan) == (gssize) sizeof loan;
  sodium_memzero (&loan, sizeof loan);
  close (ends[1]);
  if (written)
    return ends[0];
  close (ends[0]);
  fault_set_errno (error, FAULT_TEMPORARY, "cannot write to a pipe");
  return -1;
}

/* As much as comes, at most @size. */
static gsize
read_all (int fd, guint8 *bytes, gsize size) {
  gsize taken = 0;

  while (taken < size) {
    gssize got = read (fd, bytes + taken, size - taken);

    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    taken += (gsize) got;
  }
  return taken;
}

Vault *
vault_receive (int fd, const char *folder, GError **error) {
  Loan loan = {{0}, {0}, {0}};
  gsize got = read_all (fd, (guint8 *) &loan, sizeof loan);
  Vault *vault;

  if (got != sizeof loan || memcmp (loan.magic, LOAN_MAGIC, MAGIC_BYTES) != 0
      || loan.id[0] == '\0' || memchr (loan.id, '\0', ID_BYTES) == NULL) {
    sodium_memzero (&loan, sizeof loan);
    g_set_error (error, FAULT, FAULT_USAGE, "descriptor %d brings no vault", fd);
    return NULL;
  }
  vault = make_vault (folder, loan.id);
  vault->lent = TRUE;
  memcpy (vault->file_key, loan.file_key, VAULT_KEY_BYTES);
  sodium_memzero (&loan, sizeof loan);
  return vault;
}
