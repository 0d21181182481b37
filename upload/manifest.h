/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/json.h"
#include "upload/package.h"

/* manifest.json of a sealed dossier: what it is, its papers with length and digest, its
 * raw pages and where each went, and an end record with the count of both. */

#define MANIFEST_NAME "manifest.json"

/* A file of the dossier's folder that is neither a raw page nor a sealed paper: what was
 * read on a page, its image, a page that was taken out. */
typedef struct {
  char *name;
  guint64 size_bytes;
  char *sha256;
} ManifestFile;

/* Its text. The papers have everything sealing sets. Values read on a paper's pages go with
 * it, what a person has said before anything else. @files: ManifestFile, what else is in
 * the dossier's folder. Caller frees. */
char *manifest_format (const Dossier *dossier, const PackageContents *contents,
                       const GPtrArray *files) G_GNUC_WARN_UNUSED_RESULT;

/* Loads the manifest of the dossier whose vault it is. Faults are FAULT_STORAGE; a manifest
 * without its end record is one. */
JsonObject *manifest_load (const Vault *vault, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Compares what it says with @dossier, appending to @violations. */
void manifest_check (JsonObject *manifest, const Dossier *dossier, GPtrArray *violations);

/* The values read on paper @number, as the text of a JSON object; caller frees. */
char *manifest_format_fields (JsonObject *manifest,
                              guint number) G_GNUC_WARN_UNUSED_RESULT;
