/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "upload/store.h"

/* A dossier for a person at a terminal: its code and state, each paper with its pages and
 * what was read from it, the time each stage took, where the files are, the receipt.
 * @colour: with terminal colours. Caller frees. */
char *summary_format (Store *store, const Catalogue *catalogue, const Dossier *dossier,
                      gboolean colour, GError **error) G_GNUC_WARN_UNUSED_RESULT;
