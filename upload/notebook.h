/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/portal.h"
#include "upload/store.h"

/* What a portal remembers of a claimed dossier, kept in the store. All borrowed. */
typedef struct {
  Store *store;
  const Dossier *dossier;
  const char *portal;
} Notebook;

/* As an adapter asks for it; valid as long as @notebook is. */
PortalMemory notebook_get_memory (Notebook *notebook);
