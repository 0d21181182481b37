/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/json.h"
#include "upload/store.h"
#include "upload/trail.h"

/* A dossier as its manifest tells it: what the database would know, had it not been lost. */
typedef struct {
  Dossier
      *dossier; /* with applicant, route and papers; its state is the reader's to set */
  GPtrArray *pages;     /* StoredPage, with fields, in the order of their places */
  GPtrArray *removed;   /* StoredPage, without a place */
  GHashTable *waivers;  /* component code -> reason */
  GPtrArray *decisions; /* Decision */
  GPtrArray *trail;     /* TrailEntry until it was sealed */
  guint declared;       /* sheets; 0: nobody counted */
} Restored;

/* FAULT_STORAGE when the manifest lacks something that a row needs. */
Restored *restored_read (JsonObject *manifest, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void restored_free (Restored *restored);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Restored, restored_free)
