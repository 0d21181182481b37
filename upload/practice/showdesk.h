/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* The page for people that shows what the portal has received: plain HTML without script,
 * in Vietnamese, everything from outside escaped. Each is a DeskAnswer. */

/* All dossiers, the newest first, at most LIMIT_PORTAL_ROWS. */
void showdesk_list (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply);
/* One dossier: what came with it, and its files. */
void showdesk_show (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply);
