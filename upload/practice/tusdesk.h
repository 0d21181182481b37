/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* tus 1.0 with creation and checksum (sha256); each is a DeskAnswer. Uploads go to the
 * depot; a whole one whose metadata names another sha256 is refused with its last bytes. */
void tusdesk_offer (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);
void tusdesk_create (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);
void tusdesk_show (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);
void tusdesk_append (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);

/* The client has gone in the middle of an append: what has come is kept. */
void tusdesk_keep_part (Desk *desk, const DeskRequest *request);

/* The value of @name in the metadata of tus, decoded; NULL when it is not there. Caller
 * frees. */
char *tusdesk_read_metadata (const char *metadata, const char *name);
