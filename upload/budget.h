/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/package.h"

/* What a portal takes. 0: as much as we send anyway. */
typedef struct {
  guint64 most_file_bytes;    /* of one file */
  guint64 most_dossier_bytes; /* of all files of a dossier */
} Budget;

/* Makes @papers (PackagePaper, each with its own Paper and pages, freed by the array) fit
 * @budget at the best quality that does: every paper gets the highest rung of its page
 * images under the limit; one that is too large on the lowest is parted by pages, and the
 * papers are numbered anew. Pages are read in @vault; nothing is written.
 * FAULT_USAGE, in Vietnamese for people, when a single page or the dossier is too large
 * all the same. */
gboolean budget_fit (const Vault *vault, const Dossier *dossier, GPtrArray *papers,
                     const GPtrArray *pages, const Budget *budget,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
