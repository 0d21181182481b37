/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* The six steps of 2026; each is a DeskAnswer. */
void sixstepdesk_number (Desk *desk, const DeskRequest *request, Filing *none,
                         Reply *reply);
/* Files by form; for the national interchange, too. */
void sixstepdesk_add_file (Desk *desk, const DeskRequest *request, Filing *none,
                           Reply *reply);
void sixstepdesk_create (Desk *desk, const DeskRequest *request, Filing *none,
                         Reply *reply);
void sixstepdesk_progress (Desk *desk, const DeskRequest *request, Filing *none,
                           Reply *reply);
void sixstepdesk_status (Desk *desk, const DeskRequest *request, Filing *none,
                         Reply *reply);
void sixstepdesk_find (Desk *desk, const DeskRequest *request, Filing *none,
                       Reply *reply);
