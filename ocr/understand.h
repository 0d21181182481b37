/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/figures.h"
#include "ocr/reading.h"

/* Form knowledge: one keyfile per paper type (titles, labels, blocks, kinds), all loaded
 * before the sandbox closes. A new paper needs a file here, and no code. */
typedef struct Forms Forms;

/* Loads every *.form of @folder; FAULT_CONFIG names file, line and reason. */
Forms *forms_load (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those of a site, or one, which take the place of others of their type. */
gboolean forms_add_folder (Forms *forms, const char *folder,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean forms_add_file (Forms *forms, const char *path,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The places that addresses are compared with (ocr/gazetteer.h). */
gboolean forms_load_places (Forms *forms, const char *path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void forms_free (Forms *forms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forms, forms_free)

/* Fills document_type (NULL when unsure), fields and qr of @reading from its words and from
 * @codes (Code), which are on the page; merges what QR and MRZ say into the fields, the exact sources
 * overruling recognition, and sets each confidence by check digits, patterns and
 * agreement of sources. Figures are read again on @ink (the image the words were read
 * from), and on @upright where the two differ; without @figures and @ink (both NULL) there is
 * one reading only. */
void understand_page (const Forms *forms, Figures *figures, const GPtrArray *codes,
                      Image *upright, Image *ink, Reading *reading);
