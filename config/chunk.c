/* SPDX-License-Identifier: Apache-2.0 */

/* XChaCha20-Poly1305 of libsodium, its nonce a chunk's number and whether it is the last.
 * A nonce that counts is safe because no key seals two files: each file's key is derived
 * (keyed BLAKE2b) from its own random header, so that a chunk's number never comes twice
 * under one key. libsodium's secretstream has the same properties but opens only from the
 * beginning; an upload goes on in the middle of a file. */

#include "config/chunk.h"

#include <sodium.h>

#include <string.h>

#define MAGIC       "MCVAULT\1"
#define MAGIC_BYTES 8u
#define CONTEXT     "motcua file 1"

G_STATIC_ASSERT (CHUNK_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES);
G_STATIC_ASSERT (CHUNK_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

void
chunk_init (void) {
  if (sodium_init () < 0)
    g_error ("libsodium finds no source of random numbers");
}

void
chunk_make_header (guint8 header[CHUNK_HEADER_BYTES]) {
  memcpy (header, MAGIC, MAGIC_BYTES);
  randombytes_buf (header + MAGIC_BYTES, CHUNK_HEADER_BYTES - MAGIC_BYTES);
}

gboolean
chunk_check_header (const guint8 header[CHUNK_HEADER_BYTES]) {
  return memcmp (header, MAGIC, MAGIC_BYTES) == 0;
}

void
chunk_derive_key (const guint8 key[CHUNK_KEY_BYTES],
                  const guint8 header[CHUNK_HEADER_BYTES], const char *label,
                  guint8 file_key[CHUNK_KEY_BYTES]) {
  crypto_generichash_state state;

  crypto_generichash_init (&state, key, CHUNK_KEY_BYTES, CHUNK_KEY_BYTES);
  crypto_generichash_update (&state, (const guint8 *) CONTEXT, sizeof CONTEXT);
  crypto_generichash_update (&state, header, CHUNK_HEADER_BYTES);
  crypto_generichash_update (&state, (const guint8 *) label, strlen (label));
  crypto_generichash_final (&state, file_key, CHUNK_KEY_BYTES);
  sodium_memzero (&state, sizeof state);
}

static void
make_nonce (guint64 number, gboolean last,
            guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES]) {
  guint64 little = GUINT64_TO_LE (number);

  memset (nonce, 0, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  memcpy (nonce, &little, sizeof little);
  nonce[sizeof little] = last ? 1 : 0;
}

void
chunk_seal (const guint8 file_key[CHUNK_KEY_BYTES], guint64 number, gboolean last,
            const guint8 *plain, gsize size, guint8 *sealed) {
  guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

  g_assert (size <= CHUNK_PLAIN_BYTES);
  make_nonce (number, last, nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed, NULL, plain, size, NULL, 0, NULL,
                                              nonce, file_key);
}

gboolean
chunk_open (const guint8 file_key[CHUNK_KEY_BYTES], guint64 number, gboolean last,
            const guint8 *sealed, gsize size, guint8 *plain) {
  guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

  if (size < CHUNK_TAG_BYTES || size > CHUNK_SEALED_BYTES)
    return FALSE;
  make_nonce (number, last, nonce);
  return crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, sealed, size,
                                                     NULL, 0, nonce, file_key)
         == 0;
}

gboolean
chunk_measure (guint64 file_bytes, guint64 *plain_bytes, guint64 *chunks) {
  guint64 body_bytes, last_bytes;

  if (file_bytes < CHUNK_HEADER_BYTES + CHUNK_TAG_BYTES)
    return FALSE;
  body_bytes = file_bytes - CHUNK_HEADER_BYTES;
  *chunks = (body_bytes - 1) / CHUNK_SEALED_BYTES + 1;
  last_bytes = body_bytes - (*chunks - 1) * CHUNK_SEALED_BYTES;
  if (last_bytes < CHUNK_TAG_BYTES || (*chunks > 1 && last_bytes == CHUNK_TAG_BYTES))
    return FALSE;
  *plain_bytes = body_bytes - *chunks * CHUNK_TAG_BYTES;
  return TRUE;
}
