/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/signkey.h"
#include "upload/token.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

/* What the files around OpenSSL's signatures share: signkey.c, signature.c, timestamps.c. */

struct SignKey {
  EVP_PKEY *key;
  X509 *certificate;
  STACK_OF (X509) * chain; /* the other certificates of the file */
  Token *token;            /* that holds the key, or NULL */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)

/* OpenSSL's last complaint, for the end of a sentence; static. Clears its queue. */
const char *signkey_explain (void);
