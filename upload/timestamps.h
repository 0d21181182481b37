/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Time stamps (RFC 3161) from one server over HTTP or HTTPS. */
typedef struct Timestamps Timestamps;

/* @ca_file: certificates of the authorities that may vouch for a stamp, PEM; FAULT_CONFIG
 * when it holds none. Asks nothing yet. */
Timestamps *timestamps_new (const char *url, const char *ca_file,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void timestamps_free (Timestamps *stamps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Timestamps, timestamps_free)

/* A stamp over the SHA-256 of @bytes, DER of the TimeStampToken, checked: our digest, our
 * number, a signature that the authorities vouch for. FAULT_TEMPORARY when the server does
 * not answer within LIMIT_STAMP_S, FAULT_PROTOCOL when its answer is no such stamp. A server
 * that has failed once is not asked again, so the wait is never longer than that. */
GBytes *timestamps_get (Timestamps *stamps, const void *bytes, gsize size,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
