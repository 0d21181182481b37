/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/signkey.h"
#include "upload/timestamps.h"

/* The signature of a sealed paper as PAdES wants it (ETSI EN 319 142-1): detached CMS with
 * signing-certificate-v2 and no signing time (level B-B), and with a time stamp over the
 * signature where a server gives one (level B-T). */

/* Signs @digest, the SHA-256 of what is signed; the result is DER, the caller's. With
 * @stamps a time stamp is asked for; when there is none, *@unstamped says why (an English
 * sentence, caller frees) and the signature is good without it. */
GBytes *signature_make (const SignKey *key, const guint8 *digest, Timestamps *stamps,
                        char **unstamped, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Bytes that a signature of @key may take, with or without a time stamp. */
guint signature_measure (const SignKey *key, gboolean stamped, GError **error);
