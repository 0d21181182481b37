/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* Tokens and sessions; each is a DeskAnswer. */

/* client_id and client_secret as JSON or form, or Authorization: Basic. */
void logindesk_token (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);

/* username and password as JSON. */
void logindesk_session (Desk *desk, const DeskRequest *request, Filing *none,
                        Reply *reply);
