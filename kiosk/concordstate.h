/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "kiosk/concord.h"
#include "ocr/gazetteer.h"
#include "upload/store.h"

/* Compares @pages (StoredPage, in order) person by person: number, name, birth, address. Marks,
 * case, spacing and names of before and of after the merger of provinces do not count
 * (@gazetteer; NULL: names of two eras differ), a year agrees with a day in it, and a number of
 * nine digits is an older one of the same person. Discord, owned, in the order of
 * pages; first what a page says differently of itself (ocr/contrary.h). Pure. */
GPtrArray *concord_compare (const Catalogue *catalogue, const Gazetteer *gazetteer,
                            const GPtrArray *pages) G_GNUC_WARN_UNUSED_RESULT;
