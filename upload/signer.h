/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"

/* The station's signer: a `motcua-sign` that is asked for signatures and is killed when it
 * does not answer, whatever hangs in it. One for each sealing. */
typedef struct Signer Signer;

/* Starts it for @settings, which have signing, and waits until its key is open and proven.
 * @store: folder in which it remembers a refused PIN. The fault is its own: FAULT_CONFIG
 * for what a person must put right, FAULT_DEVICE for a token that is missing or silent. */
Signer *signer_open (const Settings *settings, const char *store,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void signer_free (Signer *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Signer, signer_free)

/* Signs a SHA-256 @digest (32 bytes): detached CMS in DER, the caller's. */
GBytes *signer_sign (Signer *signer, const guint8 *digest,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Who signs, borrowed. */
const char *signer_get_name (const Signer *signer);
/* SHA-256 of the certificate, hexadecimal, borrowed. */
const char *signer_get_certificate (const Signer *signer);
/* Last second on which the certificate is valid. */
gint64 signer_get_not_after (const Signer *signer);
/* What the settings have the signature say, borrowed, or NULL. */
const char *signer_get_reason (const Signer *signer);
const char *signer_get_location (const Signer *signer);
/* Bytes that any signature fits into. */
guint signer_get_room (const Signer *signer);

/* Of the last signature: "B-B" or "B-T", static; and why a time stamp that was asked for
 * is missing, borrowed, NULL when none is. */
const char *signer_get_level (const Signer *signer);
const char *signer_get_unstamped (const Signer *signer);
