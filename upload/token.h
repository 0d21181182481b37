/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"

/* A PKCS#11 token: a smart card, a USB key, or SoftHSM. */
typedef struct Token Token;

struct evp_pkey_st;
struct x509_st;

/* Loads the module, finds the token by its label, logs in once and finds the key. The PIN
 * comes from the settings' file. A login that might cost the token's last try is not made,
 * nor one that was refused before (see pinguard.h). */
Token *token_open (const SigningSettings *settings, const char *guard,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void token_free (Token *token);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Token, token_free)

/* The key, borrowed; good as long as the token is open. */
struct evp_pkey_st *token_get_key (Token *token);

/* The certificate that stands on the token under the key's id, borrowed; NULL: none. */
struct x509_st *token_get_certificate (Token *token);
