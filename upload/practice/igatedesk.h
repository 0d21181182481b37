/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* VNPT iGate 2; each is a DeskAnswer. Knows every procedure that it is asked for. */
void igatedesk_find_procedure (Desk *desk, const DeskRequest *request, Filing *none,
                               Reply *reply);
void igatedesk_find_pattern (Desk *desk, const DeskRequest *request, Filing *none,
                             Reply *reply);
void igatedesk_number (Desk *desk, const DeskRequest *request, Filing *none,
                       Reply *reply);
void igatedesk_add_file (Desk *desk, const DeskRequest *request, Filing *none,
                         Reply *reply);
void igatedesk_show_file (Desk *desk, const DeskRequest *request, Filing *none,
                          Reply *reply);
void igatedesk_apply (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);
void igatedesk_search (Desk *desk, const DeskRequest *request, Filing *none,
                       Reply *reply);
