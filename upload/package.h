/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/signer.h"
#include "upload/store.h"
#include "upload/violation.h"

/* A sealed dossier on disk: manifest.json and one PDF/A a paper. Written once, never
 * changed, verified by anyone who has the vault. The manifest carries the dossier's id,
 * each file's order, length, pages and SHA-256, and an end record, so that a torn one is
 * self-evidently torn. */

/* One paper to be sealed: which pages, in order. */
typedef struct {
  Paper *paper;  /* number, type, component, title, code, and file, NULL for a name by
                     default; pages, size_bytes, sha256 and signature are set by sealing;
                     borrowed */
  GArray *pages; /* guint page numbers; borrowed */
  /* A PDF in the dossier's folder that is sealed byte for byte, such as one that a citizen
   * has signed; NULL: the paper is written from its pages. Borrowed. */
  const char *as_is;
  guint rung;     /* of its page images (ocr/pageimage.h) */
  Signer *signer; /* signs what is written; NULL: unsigned; borrowed */
  gboolean training; /* its pages are marked as practice */
} PackagePaper;

/* What goes into a package; all borrowed. */
typedef struct {
  const GPtrArray *papers;      /* PackagePaper */
  const GPtrArray *pages;       /* StoredPage, every one that has a place */
  GHashTable *waivers;          /* component code -> reason; NULL: none */
  const Signer *signer;         /* of the papers, or NULL */
  const char *unsigned_because; /* sentence: a signature was wanted; or NULL */
  const GPtrArray *removed;     /* StoredPage, taken out or replaced; NULL: none */
  const GPtrArray *decisions;   /* Decision; NULL: none */
  const GPtrArray *trail;       /* TrailEntry of the dossier so far; NULL: none */
  const SheetCounts *counts;    /* NULL: nobody counted */
  const Applicant *applicant;   /* or NULL */
  const char *portal;           /* on its route; NULL: none is set */
  gint64 due_at;                /* as Dossier has it */
} PackageContents;

/* Seals @contents of @dossier from the read pages in @vault (the dossier's) into
 * its folder "sealed": each PDF durable, then the manifest, then the folder renamed into place.
 * A sealed folder that is there already was never queued, or was given up when the dossier
 * went back to the clerk, and is replaced. Memory does not
 * grow with pages. */
gboolean package_seal (const Vault *vault, const Dossier *dossier,
                       const PackageContents *contents,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @dossier has a sealed folder: an open one has none yet, a withdrawn one only if it
 * had been sealed, a purged one none any more. */
gboolean package_is_sealed (const Dossier *dossier);

/* Recomputes everything the manifest in @vault says and compares it with @dossier, the
 * receipt of an accepted one and its proof, too. Without @dossier (NULL: the database is
 * lost) the files are held against each other alone. What differs is appended to @violations (Violation, owned). *@files counts the
 * files looked at. FALSE only when the disk itself fails. */
gboolean package_verify (const Vault *vault, const Dossier *dossier,
                         GPtrArray *violations, guint *files,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Contents of a regular file of at most @most_bytes; never follows a symbolic link. Faults
 * are FAULT_STORAGE. Caller owns the bytes. */
GBytes *package_load_file (const char *path, gsize most_bytes,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
