/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Provinces, districts and communes of Vietnam, before and after the merger of July 2025
 * (places/README.md). */

typedef struct {
  const char *name; /* "phường Hồng Gai" */
  const char *key;  /* fold_letters of it */
  gsize unit_bytes; /* of the name: "phường " */
  gsize unit_key;   /* of the key: "phuong" */
} PlaceName;

typedef struct {
  PlaceName place;
  GArray *communes; /* PlaceName, owned */
} District;

typedef struct {
  PlaceName place;
  GArray *districts; /* District, owned; none since the merger */
  GArray *communes;  /* PlaceName, owned; none before it */
} Province;

typedef struct {
  GPtrArray *provinces; /* Province, owned; those of both eras */
  GHashTable *merged; /* key of a province's bare name -> key of what it is part of now */
  GStringChunk *text;
} Gazetteer;

/* FAULT_CONFIG: "FILE: line N: reason". */
Gazetteer *gazetteer_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void gazetteer_free (Gazetteer *gazetteer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Gazetteer, gazetteer_free)

/* The key of the province that @province is, or is part of, today; borrowed. */
const char *gazetteer_get_successor (const Gazetteer *gazetteer,
                                     const Province *province);
