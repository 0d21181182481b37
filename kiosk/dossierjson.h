/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/concord.h"
#include "upload/dossier.h"

#include <json-glib/json-glib.h>

/* Appends @dossier as one object of the command line's contract; @discords (Discord) are what
 * its papers say differently, NULL when nobody has compared them. */
void dossierjson_add (JsonBuilder *builder, const Dossier *dossier, gboolean late,
                      const GPtrArray *discords);
