/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The private certificate authority of a practice portal: EC P-256 keys and certificates
 * in one folder, made once and kept:
 *
 *   ca.pem ca.key          the authority itself, ten years
 *   client.pem client.key  what a station shows to be let in
 *   signing.pem signing.key  what a station signs papers with
 *   server.pem server.key  what the portal shows; the certificate is issued anew at each
 *                          start, its key stays, so that a pin on it stays good
 *
 * Keys have mode 0600. Not for anything but practice: the authority's key lies
 * unprotected beside the rest. */

typedef enum {
  AUTHORITY_GOOD,
  AUTHORITY_EXPIRED,    /* since yesterday */
  AUTHORITY_OTHER_NAME, /* for another host */
  AUTHORITY_OTHER_CA, /* right in all but who signed it: an authority of the same name */
} AuthorityCase;

/* "expired", "other-name", "other-ca"; NULL is AUTHORITY_GOOD. FALSE: none of these. */
gboolean authority_case_parse (const char *name, AuthorityCase *certificate);

/* Makes what is missing in @folder and issues the server's certificate for "localhost",
 * 127.0.0.1 and @address (an IP literal). FAULT_STORAGE, or FAULT_CONFIG when a file that
 * is there cannot be used. */
gboolean authority_open (const char *folder, const char *address,
                         AuthorityCase certificate,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
