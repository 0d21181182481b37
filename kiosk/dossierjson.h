/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/dossier.h"

#include <json-glib/json-glib.h>

/* Appends @dossier as one object of the command line's contract. */
void dossierjson_add (JsonBuilder *builder, const Dossier *dossier, gboolean late);
