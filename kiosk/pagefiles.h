/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"
#include "ocr/answer.h"
#include "scan/page.h"

/* The files of one page in its dossier's vault (see upload/store.h). */

/* Keeps what the reader made: page-NNNN.img and page-NNNN.json durably, page-NNNN.rgb (the
 * preview, if any) only for the screen. */
gboolean pagefiles_save (const Vault *vault, guint number, const Answer *answer,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Copies an image file that a person brings into the dossier as page @number, durably and
 * unchanged, as page-NNNN.orig. Only its size and its kind of file are looked at here; what is in it is the
 * reader's business. FAULT_IMAGE when it is no regular file, empty or too long. */
Page *pagefiles_import (const Vault *vault, guint number, const char *path,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
