/* SPDX-License-Identifier: Apache-2.0 */

/* Who signs a paper, and when, as its PDF says it. The time is the station's clock; a time
 * stamp, where there is one, says it with more authority. */

#include "upload/papersign.h"

static GBytes *
sign_digest (const guint8 *digest, gpointer data, GError **error) {
  return signer_sign (data, digest, error);
}

const PdfSigning *
papersign_fill (PdfSigning *signing, Signer *signer) {
  if (signer == NULL)
    return NULL;
  *signing = (PdfSigning){.name = signer_get_name (signer),
                          .reason = signer_get_reason (signer),
                          .location = signer_get_location (signer),
                          .signed_at = g_get_real_time () / G_USEC_PER_SEC,
                          .room_bytes = signer_get_room (signer),
                          .sign = sign_digest,
                          .data = signer};
  return signing;
}
