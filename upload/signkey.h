/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"

/* The key that signs for the station, with its certificate: from files, or on a PKCS#11
 * token. Nothing here asks a person for anything. */
typedef struct SignKey SignKey;

/* Opens the key of @settings and proves it on a digest of its own: key and certificate
 * belong together, and the certificate is valid today and made for signing. @guard: file
 * that remembers a login the token has refused, see pinguard.h. FAULT_CONFIG says what a
 * person must put right, FAULT_DEVICE that the token is not there. */
SignKey *signkey_open (const SigningSettings *settings, const char *guard,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void signkey_free (SignKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignKey, signkey_free)

/* Common name of the certificate; caller frees. */
char *signkey_name_dup (const SignKey *key) G_GNUC_WARN_UNUSED_RESULT;
/* SHA-256 of the certificate, lower-case hexadecimal; caller frees. */
char *signkey_digest_dup (const SignKey *key) G_GNUC_WARN_UNUSED_RESULT;
/* Last second on which the certificate is valid. */
gint64 signkey_get_not_after (const SignKey *key);
