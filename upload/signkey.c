/* SPDX-License-Identifier: Apache-2.0 */

/* Opening a key ends with using it: a digest of no file is signed and checked against the
 * certificate. A wrong key, a wrong certificate, a token that cannot sign or a certificate
 * that ran out is therefore known before a paper is written, and `motcua doctor` knows as
 * much as a sealing does.
 *
 * OpenSSL is never allowed to ask for a passphrase: an encrypted key is refused. */

#include "upload/signkey-private.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/secretfile.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string.h>

#define RSA_LEAST_BITS 2048
#define EC_LEAST_BITS  256

const char *
signkey_explain (void) {
  const char *reason = ERR_reason_error_string (ERR_peek_last_error ());

  ERR_clear_error ();
  return reason != NULL ? reason : "no reason given";
}

void
signkey_free (SignKey *key) {
  if (key == NULL)
    return;
  if (key->token == NULL)
    EVP_PKEY_free (key->key);
  X509_free (key->certificate);
  sk_X509_pop_free (key->chain, X509_free);
  token_free (key->token);
  g_free (key);
}

/* --- certificates ------------------------------------------------------------------- */

/* The signer's certificate, then what leads to its authority. */
static gboolean
read_certificates (SignKey *key, BIO *text, const char *path, GError **error) {
  X509 *certificate;

  while ((certificate = PEM_read_bio_X509 (text, NULL, NULL, NULL)) != NULL) {
    if (key->certificate == NULL)
      key->certificate = certificate;
    else
      sk_X509_push (key->chain, certificate);
    if (sk_X509_num (key->chain) >= (int) LIMIT_CERTIFICATES)
      break;
  }
  ERR_clear_error ();
  if (key->certificate != NULL && sk_X509_num (key->chain) < (int) LIMIT_CERTIFICATES)
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG, "%s holds no certificate, or more than %u",
               path, LIMIT_CERTIFICATES);
  return FALSE;
}

static gboolean
load_certificates (SignKey *key, const char *path, GError **error) {
  g_autofree char *bytes = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (BIO) text = NULL;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || !g_file_get_contents (path, &bytes, &size, &cause) || size > LIMIT_KEY_BYTES) {
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot read the certificates in %s: %s",
                 path, cause != NULL ? cause->message : "no file of certificates");
    return FALSE;
  }
  text = BIO_new_mem_buf (bytes, (int) size);
  return read_certificates (key, text, path, error);
}

static char *
format_day (const ASN1_TIME *time) {
  struct tm day;

  if (ASN1_TIME_to_tm (time, &day) != 1)
    return g_strdup ("an unknown day");
  return g_strdup_printf ("%02d/%02d/%04d", day.tm_mday, day.tm_mon + 1,
                          day.tm_year + 1900);
}

static gboolean
check_certificate (const SignKey *key, GError **error) {
  const ASN1_TIME *from = X509_get0_notBefore (key->certificate);
  const ASN1_TIME *until = X509_get0_notAfter (key->certificate);
  guint32 usage = X509_get_key_usage (key->certificate);
  g_autofree char *day = NULL;

  if (X509_cmp_current_time (until) < 0) {
    day = format_day (until);
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "the signing certificate ran out on %s; get a new one", day);
    return FALSE;
  }
  if (X509_cmp_current_time (from) > 0) {
    day = format_day (from);
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "the signing certificate is valid from %s on; is the clock right?", day);
    return FALSE;
  }
  if (usage == UINT32_MAX || (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0)
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG, "the certificate is not made for signing");
  return FALSE;
}

/* --- the key ------------------------------------------------------------------------ */

/* Stands for the question after a passphrase. */
static int
refuse_passphrase (char *answer, int size, int writing, void *data) {
  *(gboolean *) data = TRUE;
  return -1;
}

static EVP_PKEY *
load_key (const char *path, GError **error) {
  gboolean encrypted = FALSE;
  char *text = secretfile_load (path, LIMIT_KEY_BYTES, error);
  EVP_PKEY *key;

  if (text == NULL)
    return NULL;
  g_autoptr (BIO) bytes = BIO_new_mem_buf (text, -1);
  key = PEM_read_bio_PrivateKey (bytes, NULL, refuse_passphrase, &encrypted);
  secretfile_free (text);
  if (key == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG,
                 encrypted ? "the key in %s has a passphrase, and nobody is there to "
                             "type it: store it without, mode 0600, or use a token"
                           : "%s holds no private key in PEM",
                 path);
  ERR_clear_error ();
  return key;
}

static gboolean
open_key (SignKey *key, const SigningSettings *settings, const char *guard,
          GError **error) {
  if (settings->key_file != NULL) {
    key->key = load_key (settings->key_file, error);
    return key->key != NULL;
  }
  key->token = token_open (settings, guard, error);
  if (key->token == NULL)
    return FALSE;
  key->key = token_get_key (key->token);
  if (key->certificate != NULL)
    return TRUE;
  key->certificate = token_get_certificate (key->token);
  if (key->certificate != NULL)
    return X509_up_ref (key->certificate) == 1;
  g_set_error (error, FAULT, FAULT_CONFIG,
               "the token holds no certificate for its key: set certificate");
  return FALSE;
}

static gboolean
check_strength (const SignKey *key, GError **error) {
  int kind = EVP_PKEY_base_id (key->key);
  int bits = EVP_PKEY_bits (key->key);

  if ((kind == EVP_PKEY_RSA && bits >= RSA_LEAST_BITS)
      || (kind == EVP_PKEY_EC && bits >= EC_LEAST_BITS))
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG,
               "the key must be RSA of %d bits or EC of %d bits at least", RSA_LEAST_BITS,
               EC_LEAST_BITS);
  return FALSE;
}

/* Signs nothing in particular, and checks it by the certificate. */
static gboolean
try_key (const SignKey *key, GError **error) {
  static const guint8 sample[] = "motcua";
  EVP_PKEY *open = X509_get0_pubkey (key->certificate);
  g_autoptr (EVP_MD_CTX) signing = EVP_MD_CTX_new ();
  g_autoptr (EVP_MD_CTX) checking = EVP_MD_CTX_new ();
  guint8 mark[1024];
  size_t size = sizeof mark;

  if (EVP_DigestSignInit (signing, NULL, EVP_sha256 (), NULL, key->key) != 1
      || EVP_DigestSign (signing, mark, &size, sample, sizeof sample) != 1) {
    g_set_error (error, FAULT, FAULT_DEVICE, "the key does not sign: %s",
                 signkey_explain ());
    return FALSE;
  }
  if (open != NULL
      && EVP_DigestVerifyInit (checking, NULL, EVP_sha256 (), NULL, open) == 1
      && EVP_DigestVerify (checking, mark, size, sample, sizeof sample) == 1)
    return TRUE;
  ERR_clear_error ();
  g_set_error (error, FAULT, FAULT_CONFIG, "the certificate belongs to another key");
  return FALSE;
}

SignKey *
signkey_open (const SigningSettings *settings, const char *guard, GError **error) {
  g_autoptr (SignKey) key = g_new0 (SignKey, 1);

  key->chain = sk_X509_new_null ();
  if ((settings->certificate != NULL
       && !load_certificates (key, settings->certificate, error))
      || !open_key (key, settings, guard, error) || !check_certificate (key, error)
      || !check_strength (key, error) || !try_key (key, error))
    return NULL;
  return g_steal_pointer (&key);
}

/* --- what it says ------------------------------------------------------------------- */

char *
signkey_name_dup (const SignKey *key) {
  X509_NAME *subject = X509_get_subject_name (key->certificate);
  int at = X509_NAME_get_index_by_NID (subject, NID_commonName, -1);
  unsigned char *text = NULL;
  char *name;

  if (at < 0
      || ASN1_STRING_to_UTF8 (
             &text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, at)))
             < 0)
    return g_strdup ("motcua");
  name = g_utf8_make_valid ((const char *) text, -1);
  OPENSSL_free (text);
  return name;
}

char *
signkey_digest_dup (const SignKey *key) {
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  GString *text = g_string_new (NULL);

  g_assert (X509_digest (key->certificate, EVP_sha256 (), digest, &size) == 1);
  for (unsigned int i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}

gint64
signkey_get_not_after (const SignKey *key) {
  g_autoptr (GDateTime) time = NULL;
  struct tm until;

  if (ASN1_TIME_to_tm (X509_get0_notAfter (key->certificate), &until) != 1)
    return 0;
  time = g_date_time_new_utc (until.tm_year + 1900, until.tm_mon + 1, until.tm_mday,
                              until.tm_hour, until.tm_min, until.tm_sec);
  return time == NULL ? 0 : g_date_time_to_unix (time);
}
