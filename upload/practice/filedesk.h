/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* Answers about the files of a dossier; each is a DeskAnswer. */

/* GET dossiers/ID/files: {"total","data":[...]}. */
void filedesk_list (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply);

/* POST dossiers/ID/files: a multipart body with file (a PDF) and dossierPartNo. The same
 * referenceUid with the same bytes again gives the same file; with other bytes, 409. Or a form with uploadUrl
 * in place of the file: a whole upload of tus. */
void filedesk_add (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply);

/* GET dossiers/ID/files/UID: the bytes. */
void filedesk_show (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply);
