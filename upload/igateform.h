/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/courier.h"

/* What iGate knows of a procedure. */
typedef struct {
  char *id;
  char *code;    /* local: national code and organisation */
  char *pattern; /* id of how its dossiers are numbered */
} IgateProcedure;

/* The application of the dossier under @number; @filed are its papers in order. The same
 * dossier always gives the same text; caller frees. */
char *igateform_apply (const Attempt *attempt, const PortalSettings *settings,
                       const IgateProcedure *procedure, const char *number,
                       const GPtrArray *filed) G_GNUC_WARN_UNUSED_RESULT;
