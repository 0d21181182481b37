/* SPDX-License-Identifier: Apache-2.0 */

/* The only file of the portal that knows OpenSSL. Each file is either there, whole and durable, or
 * made; keys before the certificates that speak of them, so a start that was killed
 * half-way goes on where it stopped and never leaves a certificate without its key. */

#include "upload/practice/authority.h"

#include "config/durable.h"
#include "config/fault.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_EXTENSION, X509_EXTENSION_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)

#define DAY_S          (24 * 60 * 60)
#define LIFE_S         (3650L * DAY_S)
#define BACKDATE_S     DAY_S /* for stations whose clock is a little behind */
#define AUTHORITY_NAME "motcua practice authority"

typedef struct {
  int nid;
  const char *value;
} Extension;

/* What a certificate says; the key and who signs are told apart. */
typedef struct {
  const char *name;
  long from_s, until_s;        /* from now */
  const Extension *extensions; /* ends with nid 0 */
} Wish;

gboolean
authority_case_parse (const char *name, AuthorityCase *certificate) {
  static const char *const names[] = {NULL, "expired", "other-name", "other-ca"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      *certificate = (AuthorityCase) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* OpenSSL fails here only for want of memory or randomness. */
static EVP_PKEY *
new_key (void) {
  EVP_PKEY *key = EVP_EC_gen ("P-256");

  g_assert (key != NULL);
  return key;
}

static gboolean
save_text (BIO *text, const char *path, int mode, GError **error) {
  char *bytes = NULL;
  long size = BIO_get_mem_data (text, &bytes);

  return durable_save (path, bytes, (gsize) size, mode, error);
}

static gboolean
save_key (EVP_PKEY *key, const char *path, GError **error) {
  g_autoptr (BIO) text = BIO_new (BIO_s_secmem ());

  g_assert (PEM_write_bio_PKCS8PrivateKey (text, key, NULL, NULL, 0, NULL, NULL) == 1);
  return save_text (text, path, 0600, error);
}

static gboolean
save_certificate (X509 *certificate, const char *path, GError **error) {
  g_autoptr (BIO) text = BIO_new (BIO_s_mem ());

  g_assert (PEM_write_bio_X509 (text, certificate) == 1);
  return save_text (text, path, 0644, error);
}

/* Opens a file of ours for reading; *@text is NULL when it is not there. */
static gboolean
open_text (const char *path, BIO **text, GError **error) {
  g_autofree char *bytes = NULL;
  g_autoptr (GError) cause = NULL;
  gsize size;

  *text = NULL;
  if (!g_file_get_contents (path, &bytes, &size, &cause)) {
    if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    g_set_error (error, FAULT, FAULT_STORAGE, "cannot read %s: %s", path, cause->message);
    return FALSE;
  }
  *text = BIO_new (BIO_s_mem ());
  g_assert (BIO_write (*text, bytes, (int) size) == (int) size);
  return TRUE;
}

static EVP_PKEY *
load_or_make_key (const char *path, GError **error) {
  g_autoptr (EVP_PKEY) key = NULL;
  g_autoptr (BIO) text = NULL;

  if (!open_text (path, &text, error))
    return NULL;
  if (text == NULL) {
    key = new_key ();
    return save_key (key, path, error) ? g_steal_pointer (&key) : NULL;
  }
  key = PEM_read_bio_PrivateKey (text, NULL, NULL, NULL);
  if (key == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG, "%s holds no private key", path);
  return g_steal_pointer (&key);
}

static void
set_serial (X509 *certificate) {
  unsigned char bytes[8];
  guint64 serial;

  g_assert (RAND_bytes (bytes, sizeof bytes) == 1);
  memcpy (&serial, bytes, sizeof serial);
  ASN1_INTEGER_set_uint64 (X509_get_serialNumber (certificate), serial >> 1 | 1);
}

static void
add_extensions (X509 *certificate, X509 *issuer, const Extension *extensions) {
  X509V3_CTX context;

  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  for (; extensions->nid != 0; extensions++) {
    g_autoptr (X509_EXTENSION) extension
        = X509V3_EXT_conf_nid (NULL, &context, extensions->nid, extensions->value);

    g_assert (extension != NULL && X509_add_ext (certificate, extension, -1) == 1);
  }
}

/* A certificate for @key; with @issuer NULL it signs itself. */
static X509 *
issue (const Wish *wish, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key) {
  g_autoptr (X509) certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);

  X509_set_version (certificate, X509_VERSION_3);
  set_serial (certificate);
  X509_gmtime_adj (X509_getm_notBefore (certificate), wish->from_s);
  X509_gmtime_adj (X509_getm_notAfter (certificate), wish->until_s);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8,
                              (const unsigned char *) wish->name, -1, -1, 0);
  X509_set_issuer_name (certificate,
                        issuer != NULL ? X509_get_subject_name (issuer) : name);
  g_assert (X509_set_pubkey (certificate, key) == 1);
  add_extensions (certificate, issuer != NULL ? issuer : certificate, wish->extensions);
  g_assert (X509_sign (certificate, issuer_key, EVP_sha256 ()) > 0);
  return g_steal_pointer (&certificate);
}

static X509 *
issue_authority (EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key) {
  static const Extension extensions[]
      = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
         {NID_key_usage, "critical,keyCertSign,cRLSign"},
         {NID_subject_key_identifier, "hash"},
         {0, NULL}};
  Wish wish = {AUTHORITY_NAME, -BACKDATE_S, LIFE_S, extensions};

  return issue (&wish, key, NULL, key);
}

static X509 *
issue_client (EVP_PKEY *key, X509 *authority, EVP_PKEY *authority_key) {
  static const Extension extensions[] = {{NID_basic_constraints, "critical,CA:FALSE"},
                                         {NID_key_usage, "critical,digitalSignature"},
                                         {NID_ext_key_usage, "clientAuth"},
                                         {NID_subject_key_identifier, "hash"},
                                         {NID_authority_key_identifier, "keyid:always"},
                                         {0, NULL}};
  Wish wish = {"motcua practice station", -BACKDATE_S, LIFE_S, extensions};

  return issue (&wish, key, authority, authority_key);
}

/* For the station's signature over papers. */
static X509 *
issue_signing (EVP_PKEY *key, X509 *authority, EVP_PKEY *authority_key) {
  static const Extension extensions[]
      = {{NID_basic_constraints, "critical,CA:FALSE"},
         {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
         {NID_subject_key_identifier, "hash"},
         {NID_authority_key_identifier, "keyid:always"},
         {0, NULL}};
  Wish wish = {"Bưu cục thực hành motcua", -BACKDATE_S, LIFE_S, extensions};

  return issue (&wish, key, authority, authority_key);
}

static X509 *
issue_server (EVP_PKEY *key, const char *names, AuthorityCase certificate,
              X509 *authority, EVP_PKEY *authority_key) {
  const Extension extensions[] = {{NID_basic_constraints, "critical,CA:FALSE"},
                                  {NID_key_usage, "critical,digitalSignature"},
                                  {NID_ext_key_usage, "serverAuth"},
                                  {NID_subject_alt_name, names},
                                  {NID_subject_key_identifier, "hash"},
                                  {NID_authority_key_identifier, "keyid:always"},
                                  {0, NULL}};
  gboolean expired = certificate == AUTHORITY_EXPIRED;
  Wish wish = {"motcua practice portal", expired ? -30L * DAY_S : -BACKDATE_S,
               expired ? -DAY_S : LIFE_S, extensions};

  return issue (&wish, key, authority, authority_key);
}

static X509 *
load_certificate (const char *path, GError **error) {
  g_autoptr (BIO) text = NULL;
  X509 *certificate;

  if (!open_text (path, &text, error) || text == NULL)
    return NULL;
  certificate = PEM_read_bio_X509 (text, NULL, NULL, NULL);
  if (certificate == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG, "%s holds no certificate", path);
  return certificate;
}

/* Issues a certificate for @key; an authority is given no @issuer. */
typedef X509 *(*IssueFunc) (EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key);

/* The kept certificate for @key, or a new one. */
static X509 *
load_or_issue (const char *path, EVP_PKEY *key, IssueFunc issue_one, X509 *issuer,
               EVP_PKEY *issuer_key, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (X509) certificate = load_certificate (path, &cause);

  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  if (certificate != NULL && X509_check_private_key (certificate, key) != 1) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s does not belong to its key", path);
    return NULL;
  }
  if (certificate != NULL)
    return g_steal_pointer (&certificate);
  certificate = issue_one (key, issuer, issuer_key);
  return save_certificate (certificate, path, error) ? g_steal_pointer (&certificate)
                                                     : NULL;
}

/* NAME.key and NAME.pem of the station. */
static gboolean
make_pair (const char *folder, const char *name, IssueFunc issue_one, X509 *authority,
           EVP_PKEY *authority_key, GError **error) {
  g_autofree char *stem = g_build_filename (folder, name, NULL);
  g_autofree char *key_path = g_strconcat (stem, ".key", NULL);
  g_autofree char *path = g_strconcat (stem, ".pem", NULL);
  g_autoptr (EVP_PKEY) key = load_or_make_key (key_path, error);
  g_autoptr (X509) certificate = NULL;

  if (key == NULL)
    return FALSE;
  certificate = load_or_issue (path, key, issue_one, authority, authority_key, error);
  return certificate != NULL;
}

static char *
format_names (const char *address, AuthorityCase certificate) {
  if (certificate == AUTHORITY_OTHER_NAME)
    return g_strdup ("DNS:elsewhere.invalid");
  if (g_str_equal (address, "127.0.0.1"))
    return g_strdup ("DNS:localhost,IP:127.0.0.1");
  return g_strdup_printf ("DNS:localhost,IP:127.0.0.1,IP:%s", address);
}

static gboolean
make_server (const char *folder, const char *address, AuthorityCase certificate,
             X509 *authority, EVP_PKEY *authority_key, GError **error) {
  g_autofree char *key_path = g_build_filename (folder, "server.key", NULL);
  g_autofree char *path = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *names = format_names (address, certificate);
  g_autoptr (EVP_PKEY) key = load_or_make_key (key_path, error);
  g_autoptr (X509) issued = NULL;

  if (key == NULL)
    return FALSE;
  if (certificate == AUTHORITY_OTHER_CA) {
    g_autoptr (EVP_PKEY) other_key = new_key ();
    g_autoptr (X509) other = issue_authority (other_key, NULL, NULL);

    issued = issue_server (key, names, certificate, other, other_key);
  } else {
    issued = issue_server (key, names, certificate, authority, authority_key);
  }
  return save_certificate (issued, path, error);
}

gboolean
authority_open (const char *folder, const char *address, AuthorityCase certificate,
                GError **error) {
  g_autofree char *key_path = g_build_filename (folder, "ca.key", NULL);
  g_autofree char *path = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (EVP_PKEY) key = load_or_make_key (key_path, error);
  g_autoptr (X509) authority = NULL;

  if (key == NULL)
    return FALSE;
  authority = load_or_issue (path, key, issue_authority, NULL, NULL, error);
  return authority != NULL
         && make_pair (folder, "client", issue_client, authority, key, error)
         && make_pair (folder, "signing", issue_signing, authority, key, error)
         && make_server (folder, address, certificate, authority, key, error);
}
