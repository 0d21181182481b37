/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/package.h"

#include <json-glib/json-glib.h>

/* The part of a manifest that says where every sheet and every page went: "sheets" (the
 * counts), "pages" in their order with the values on them, "removed" with what took their
 * places, "decisions", "trail". */
void inventory_add (JsonBuilder *builder, const PackageContents *contents);
