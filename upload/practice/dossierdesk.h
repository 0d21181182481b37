/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* Answers about dossiers; each is a DeskAnswer. */

/* GET dossiers: {"total","data":[...]}, all, from ?start= on, or those of ?referenceUid=;
 * at most LIMIT_PORTAL_ROWS of them. @filing is not looked at. */
void dossierdesk_list (Desk *desk, const DeskRequest *request, Filing *filing,
                       Reply *reply);

/* GET dossiers/ID. */
void dossierdesk_show (Desk *desk, const DeskRequest *request, Filing *filing,
                       Reply *reply);

/* POST dossiers: a form with at least referenceUid, serviceCode and govAgencyCode. The
 * same key again gives the same dossier; with another serviceCode, 409. @filing is not
 * looked at. */
void dossierdesk_create (Desk *desk, const DeskRequest *request, Filing *filing,
                         Reply *reply);

/* GET and POST dossiers/ID/marks/COMPONENT: what came on paper. */
void dossierdesk_show_mark (Desk *desk, const DeskRequest *request, Filing *filing,
                            Reply *reply);
void dossierdesk_set_mark (Desk *desk, const DeskRequest *request, Filing *filing,
                           Reply *reply);

/* POST dossiers/ID/submit: gives the official number, once. */
void dossierdesk_submit (Desk *desk, const DeskRequest *request, Filing *filing,
                         Reply *reply);

/* The fields of an x-www-form-urlencoded body (owned); NULL (with a refusal) when it is
 * none. */
GHashTable *dossierdesk_parse_form (const DeskRequest *request, Reply *reply);
