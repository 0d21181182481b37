/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/portal.h"

/* For tests: what a portal remembers, kept in memory. */
typedef struct {
  GHashTable *notes;
  guint numbers;    /* how often a number was to be noted down */
  char *portal_id;  /* the last one, or NULL */
  char *portal_code;
  gboolean is_deaf; /* nothing can be noted down */
  PortalMemory memory;
} Recall;

Recall *recall_new (void);
void recall_free (Recall *recall);
