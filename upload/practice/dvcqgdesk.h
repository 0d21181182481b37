/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* The national interchange; each is a DeskAnswer. One address for every service, with the
 * session in the message; or one address a service, with the bare list. */
void dvcqgdesk_integrate (Desk *desk, const DeskRequest *request, Filing *none,
                          Reply *reply);
/* What a message is about, at either. */
TroubleStage dvcqgdesk_name_stage (const DeskRequest *request);
void dvcqgdesk_plain (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);
