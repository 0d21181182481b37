/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/durable.h"
#include "upload/package.h"

/* The file of one paper: PDF/A-2u from its read pages, or the PDF that was handed in, byte
 * for byte. */

/* Writes it to @file, from the files in @vault (the dossier's). Memory holds one page. */
gboolean paperfile_write (DurableFile *file, const Vault *vault, const Dossier *dossier,
                          const PackagePaper *entry, const GPtrArray *pages,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many bytes the above would write; nothing is written. */
gboolean paperfile_measure (const Vault *vault, const Dossier *dossier,
                            const PackagePaper *entry, const GPtrArray *pages,
                            guint64 *size_bytes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
