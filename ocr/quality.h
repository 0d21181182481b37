/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <json-glib/json-glib.h>

/* Why a page should be scanned again while the citizen is still there. */
typedef enum {
  DEFECT_BLUR,   /* out of focus, or moved */
  DEFECT_DARK,   /* too dark to be sure of anything */
  DEFECT_CUT,    /* writing runs off the scan at an edge */
  DEFECT_CORNER, /* a corner is folded over */
  DEFECT_COARSE, /* too low a resolution */
  DEFECT_STREAK, /* dirt on the glass */
} DefectKind;

typedef enum {
  PLACE_NONE,
  PLACE_LEFT,
  PLACE_RIGHT,
  PLACE_TOP,
  PLACE_BOTTOM,
  PLACE_TOP_LEFT,
  PLACE_TOP_RIGHT,
  PLACE_BOTTOM_LEFT,
  PLACE_BOTTOM_RIGHT,
} DefectPlace;

/* Places are those of the scan as it came, which is how the sheet lies before the clerk. */
typedef struct {
  DefectKind kind;
  DefectPlace place; /* of CUT and CORNER */
  double measure;    /* STREAK: mm from the left; COARSE: dpi; else 0 */
} Defect;

/* "blur", "dark", ... */
const char *quality_get_kind_name (DefectKind kind);

/* A plain Vietnamese sentence or two: what is wrong and what to do. Caller frees. */
char *quality_describe (const Defect *defect) G_GNUC_WARN_UNUSED_RESULT;

/* The member "quality" of a page's JSON: {"verdict": "good" | "rescan", "defects":
 * [{"kind", "place", "measure", "message"}]}. @defects holds Defect. */
void quality_format (const GArray *defects, JsonBuilder *builder);

/* Reads it back as from an untrusted worker, into @defects; FAULT_PROTOCOL. */
gboolean quality_parse (JsonObject *object, GArray *defects,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
