/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/courier.h"

/* The messages of the national interchange. All callers free; the same dossier always gives
 * the same text. */

/* What a service is told, without and with the envelope around it. */
typedef struct {
  const char *session; /* NULL: the bare list */
  const char *unit;
  const char *service;
  const char *updating; /* "True", "False"; NULL: not in the body */
} DvcqgEnvelope;

/* DongBoHoSoMC: the dossier with @status ("1", "2"); @filed are its papers in order. */
char *dvcqgform_dossier (const DvcqgEnvelope *envelope, const PortalSettings *settings,
                         const Attempt *attempt, const GPtrArray *filed,
                         const char *status) G_GNUC_WARN_UNUSED_RESULT;

/* CapNhatTienDoHoSoMC: the one step that a kiosk takes. */
char *dvcqgform_progress (const DvcqgEnvelope *envelope, const PortalSettings *settings,
                          const Attempt *attempt) G_GNUC_WARN_UNUSED_RESULT;

/* TraCuuHoSo. */
char *dvcqgform_lookup (const DvcqgEnvelope *envelope,
                        const char *number) G_GNUC_WARN_UNUSED_RESULT;
