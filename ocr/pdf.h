/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/durable.h"
#include "ocr/pageimage.h"
#include "ocr/words.h"

/* Writes PDF/A (ISO 19005): page images with an invisible, searchable text layer. Objects
 * go to the file as they come, so memory does not grow with pages, and the bytes depend on
 * nothing but the input. */

typedef enum {
  PDF_A_2U, /* the product's */
  PDF_A_1B, /* its twin for the validators that know no other */
} PdfProfile;

/* A signature over the whole file (PAdES, ETSI EN 319 142-1): what its dictionary says, and
 * who makes it. The file stays a stream: what is signed is known before the signature's
 * place is written, so nothing is ever written twice. */
typedef struct {
  const char *name;     /* of who signs, UTF-8 */
  const char *reason;   /* or NULL */
  const char *location; /* or NULL */
  gint64 signed_at;     /* seconds since 1970, UTC */
  guint room_bytes;     /* kept free for the signature; a larger one is a fault */
  /* Signs @digest, the SHA-256 of every byte but those kept free, as detached CMS in DER;
   * the caller owns it. NULL with a fault: the file is given up. */
  GBytes *(*sign) (const guint8 *digest, gpointer data, GError **error);
  gpointer data;
} PdfSigning;

typedef struct {
  PdfProfile profile;
  const char *title;         /* UTF-8 */
  const char *language;      /* "vi-VN" */
  gint64 created_at;         /* seconds since 1970, UTC */
  const PdfSigning *signing; /* NULL: unsigned; borrowed until pdf_close */
  gboolean training;         /* each page is marked as practice: ocr/pdfmark.h */
} PdfInfo;

typedef struct PdfWriter PdfWriter;

/* Writes to @file (borrowed, empty); with NULL nothing is written, only counted. */
PdfWriter *pdf_open (DurableFile *file, const PdfInfo *info,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  const PageImage *image;
  guint rung;                /* of @image */
  const Words *words;        /* their boxes are in pixels of the page; NULL: none */
  const char *master_sha256; /* of the raw scan, for the metadata; NULL: not told */
} PdfPage;

/* Appends a page; everything is borrowed and may go when this returns. */
gboolean pdf_add_page (PdfWriter *writer, const PdfPage *page,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes the rest and frees @writer either way; at least one page must have been added.
 * *@size_bytes is the length of the whole file; it may be NULL. */
gboolean pdf_close (PdfWriter *writer, guint64 *size_bytes,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives up; what is in the file is no PDF. */
void pdf_abort (PdfWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfWriter, pdf_abort)
