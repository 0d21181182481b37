/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/http.h"

/* How a portal knows us: by headers that stand fixed, by a token that it gives out for a
 * time, or by a session that goes into every message. A token is renewed when 80 % of its
 * time is over, and once when the portal refuses it (401, 403); a second refusal in a row
 * is a matter for a person. */
typedef struct Access Access;

typedef enum {
  ACCESS_FIXED,
  ACCESS_TOKEN,   /* "access_token", sent as Authorization: Bearer */
  ACCESS_SESSION, /* "session": in every message, and with files as if it were a token */
} AccessKind;

/* @http and @settings are borrowed. FAULT_CONFIG when the secret cannot be read. */
Access *access_new (Http *http, const PortalSettings *settings, AccessKind kind,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void access_free (Access *access);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Access, access_free)

Http *access_get_http (const Access *access);

/* Sends @request as one of ours; the message of an answer is judged, too
 * (envelope_judge). */
HttpAnswer *access_send (Access *access,
                         const HttpRequest *request) G_GNUC_WARN_UNUSED_RESULT;

/* The session, borrowed; NULL when the portal gives none, and *@refusal (caller frees)
 * says why. */
const char *access_get_session (Access *access, HttpAnswer **refusal);

/* The portal no longer knows the session or token: the next use asks for a new one. */
void access_drop (Access *access);

/* The contents of secret_file without blanks around; *@secret is NULL when none is set.
 * FAULT_CONFIG. */
gboolean access_load_secret (const PortalSettings *settings, char **secret,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether we are let in: asks for a token or session where there is one. */
PortalAnswer *access_probe (Access *access) G_GNUC_WARN_UNUSED_RESULT;

/* What @answer says about that. */
PortalAnswer *access_format_probe (const HttpAnswer *answer) G_GNUC_WARN_UNUSED_RESULT;
