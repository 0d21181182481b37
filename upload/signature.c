/* SPDX-License-Identifier: Apache-2.0 */

/* OpenSSL makes CMS from contents that it reads itself, and puts a signing time into it,
 * which PAdES forbids and OpenSSL 3.0 has no option against. Here only the digest is
 * known, so the signed attributes are put together one by one: content type, message
 * digest, signing-certificate-v2 (RFC 5035). Their DER form, a SET OF in sorted order, is
 * what the key signs (RFC 5652, 5.4). Memory does not depend on what is signed. */

#include "upload/signature.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/signkey-private.h"

#include <openssl/asn1t.h>
#include <openssl/err.h>

#include <string.h>

#define DIGEST_BYTES 32
#define STAMP_BYTES  8192 /* a stamp with its server's certificates */
#define SPARE_BYTES  256  /* signatures of one key differ by a few bytes */
#define CMS_FLAGS    (CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP | CMS_CADES)

static gboolean
set_fault (GError **error) {
  g_set_error (error, FAULT, FAULT_DEVICE, "the signature cannot be made: %s",
               signkey_explain ());
  return FALSE;
}

/* What the message is, and its digest. */
static gboolean
add_attributes (CMS_SignerInfo *signer, const guint8 *digest) {
  return CMS_signed_add1_attr_by_NID (signer, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                      OBJ_nid2obj (NID_pkcs7_data), -1)
             == 1
         && CMS_signed_add1_attr_by_NID (signer, NID_pkcs9_messageDigest,
                                         V_ASN1_OCTET_STRING, digest, DIGEST_BYTES)
                == 1;
}

static int
compare_encodings (gconstpointer first, gconstpointer second) {
  return g_bytes_compare (*(GBytes *const *) first, *(GBytes *const *) second);
}

/* Each signed attribute in DER, in the order of a SET OF. */
static GPtrArray *
encode_each (const CMS_SignerInfo *signer) {
  GPtrArray *encodings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (int i = 0; i < CMS_signed_get_attr_count (signer); i++) {
    unsigned char *bytes = NULL;
    int size = i2d_X509_ATTRIBUTE (CMS_signed_get_attr (signer, i), &bytes);

    g_assert (size > 0);
    g_ptr_array_add (encodings, g_bytes_new (bytes, (gsize) size));
    OPENSSL_free (bytes);
  }
  g_ptr_array_sort (encodings, compare_encodings);
  return encodings;
}

/* The signed attributes as they are signed. */
static GByteArray *
encode_attributes (const CMS_SignerInfo *signer) {
  g_autoptr (GPtrArray) encodings = encode_each (signer);
  GByteArray *set = g_byte_array_new ();
  unsigned char head[16], *end = head;
  int size = 0;

  for (guint i = 0; i < encodings->len; i++)
    size += (int) g_bytes_get_size (g_ptr_array_index (encodings, i));
  ASN1_put_object (&end, 1, size, V_ASN1_SET, V_ASN1_UNIVERSAL);
  g_byte_array_append (set, head, (guint) (end - head));
  for (guint i = 0; i < encodings->len; i++) {
    gsize part_size;
    const void *part = g_bytes_get_data (g_ptr_array_index (encodings, i), &part_size);

    g_byte_array_append (set, part, (guint) part_size);
  }
  return set;
}

static gboolean
sign_attributes (const SignKey *key, CMS_SignerInfo *signer) {
  g_autoptr (GByteArray) set = encode_attributes (signer);
  g_autoptr (EVP_MD_CTX) signing = EVP_MD_CTX_new ();
  guint8 mark[1024];
  size_t size = sizeof mark;

  return EVP_DigestSignInit (signing, NULL, EVP_sha256 (), NULL, key->key) == 1
         && EVP_DigestSign (signing, mark, &size, set->data, set->len) == 1
         && ASN1_OCTET_STRING_set (CMS_SignerInfo_get0_signature (signer), mark,
                                   (int) size)
                == 1;
}

static gboolean
add_chain (CMS_ContentInfo *cms, const SignKey *key) {
  for (int i = 0; i < sk_X509_num (key->chain); i++) {
    if (CMS_add1_cert (cms, sk_X509_value (key->chain, i)) != 1)
      return FALSE;
  }
  return TRUE;
}

static CMS_ContentInfo *
make_cms (const SignKey *key, const guint8 *digest, CMS_SignerInfo **signer,
          GError **error) {
  g_autoptr (CMS_ContentInfo) cms = CMS_sign (NULL, NULL, NULL, NULL, CMS_FLAGS);

  *signer = cms == NULL ? NULL
                        : CMS_add1_signer (cms, key->certificate, key->key, EVP_sha256 (),
                                           CMS_FLAGS);
  if (*signer == NULL || !add_chain (cms, key) || !add_attributes (*signer, digest)
      || !sign_attributes (key, *signer)) {
    set_fault (error);
    return NULL;
  }
  return g_steal_pointer (&cms);
}

/* A stamp over the signature itself, outside of what is signed (RFC 3161, appendix A). */
static gboolean
add_stamp (CMS_SignerInfo *signer, Timestamps *stamps, GError **error) {
  ASN1_OCTET_STRING *mark = CMS_SignerInfo_get0_signature (signer);
  g_autoptr (GBytes) stamp = timestamps_get (stamps, ASN1_STRING_get0_data (mark),
                                             (gsize) ASN1_STRING_length (mark), error);
  gsize size;
  const void *bytes;

  if (stamp == NULL)
    return FALSE;
  bytes = g_bytes_get_data (stamp, &size);
  return CMS_unsigned_add1_attr_by_NID (signer, NID_id_smime_aa_timeStampToken,
                                        V_ASN1_SEQUENCE, bytes, (int) size)
             == 1
         || set_fault (error);
}

static GBytes *
encode_cms (CMS_ContentInfo *cms, GError **error) {
  unsigned char *bytes = NULL;
  int size = i2d_CMS_ContentInfo (cms, &bytes);
  GBytes *der;

  if (size <= 0 || (guint) size > LIMIT_SIGNATURE_BYTES) {
    set_fault (error);
    return NULL;
  }
  der = g_bytes_new (bytes, (gsize) size);
  OPENSSL_free (bytes);
  return der;
}

GBytes *
signature_make (const SignKey *key, const guint8 *digest, Timestamps *stamps,
                char **unstamped, GError **error) {
  CMS_SignerInfo *signer;
  g_autoptr (CMS_ContentInfo) cms = make_cms (key, digest, &signer, error);
  g_autoptr (GError) cause = NULL;

  *unstamped = NULL;
  if (cms == NULL)
    return NULL;
  if (stamps != NULL && !add_stamp (signer, stamps, &cause))
    *unstamped = g_strdup (cause->message);
  return encode_cms (cms, error);
}

guint
signature_measure (const SignKey *key, gboolean stamped, GError **error) {
  const guint8 digest[DIGEST_BYTES] = {0};
  g_autofree char *unstamped = NULL;
  g_autoptr (GBytes) sample = signature_make (key, digest, NULL, &unstamped, error);

  if (sample == NULL)
    return 0;
  return (guint) g_bytes_get_size (sample) + SPARE_BYTES + (stamped ? STAMP_BYTES : 0);
}
