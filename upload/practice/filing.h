/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A dossier as the practice portal holds it: values, and their file dossier.json, which
 * is the whole truth about it. */

typedef struct {
  gint64 id;      /* dossierFileId */
  char *uid;      /* referenceUid, from the client */
  char *part;     /* dossierPartNo: the component */
  char *form;     /* fileTemplateNo, or "" */
  char *title;    /* displayName, or "" */
  char *type;     /* fileType */
  char *metadata; /* formData, as it came, or "" */
  guint64 size_bytes;
  char *sha256;
  gint64 kept_at_ms; /* since 1970, UTC; as all times here */
} FilingFile;

FilingFile *filing_file_new (void);
void filing_file_free (FilingFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FilingFile, filing_file_free)

typedef struct {
  gint64 id;      /* dossierId */
  char *uid;      /* referenceUid: the client's key */
  char *service;  /* serviceCode */
  char *number;   /* dossierNo; "" until submitted */
  char *status;   /* dossierStatus: "new", "receiving" */
  char *password; /* four characters, for looking it up */
  guint counter;  /* running number of dossiers */
  gint64 kept_at_ms, submitted_at_ms;
  GHashTable *fields; /* all that came with it: name -> value */
  GHashTable *marks;  /* component -> GHashTable of name -> value */
  GPtrArray *files;   /* FilingFile, owned, in the order they came */
} Filing;

Filing *filing_new (void);
void filing_free (Filing *filing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Filing, filing_free)

/* Reads @folder/dossier.json. FAULT_CONFIG when it is not there or not ours. */
Filing *filing_load (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes it, durably. */
gboolean filing_save (const Filing *filing, const char *folder,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The file with the client's key @uid, borrowed, or NULL. */
FilingFile *filing_get_file (const Filing *filing, const char *uid);

/* The mark that a station's audit trail had when it sealed the dossier: it is kept among
 * what came with it, so that a trail that is cut off or written anew has a witness here.
 * @mark may be NULL; what cannot be one is not taken. */
#define FILING_MARK "audit_mark"
void filing_set_mark (GHashTable *fields, const char *mark);

/* A table of texts that owns both sides. */
GHashTable *filing_fields_new (void);
