/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/http.h"
#include "upload/opencps.h"
#include "upload/tus.h"

/* What the parts of the adapter share: opencps.c (the attempt, the dossier) and
 * opencpsfiles.c (its papers). */

#define OPENCPS_TEMPLATE_SUFFIX "_01" /* a procedure's only template */

typedef struct {
  Http *http;
  Access *access;
  Tus *tus; /* NULL: files go as multipart forms */
  char *gov_agency_code;
} Opencps;

/* What a status at the portal means for us. */
typedef enum {
  STANDING_NEW,
  STANDING_SUBMITTED,
  STANDING_TURNED_AWAY,
  STANDING_UNKNOWN,
} Standing;

/* One attempt at one dossier. Steps return TRUE to go on. */
typedef struct {
  Opencps *opencps;
  Attempt *base;
  char *key;
  char *path; /* of the dossier at the portal, once it is there */
  Standing standing;
  gboolean *filed; /* by paper: it is at the portal with its length */
} OpencpsVisit;

/* The "data" of a listing whose "total" agrees with it, borrowed; else NULL. */
JsonArray *opencps_get_listing (JsonObject *object);
/* Element @i of it, borrowed; NULL when it is no object. */
JsonObject *opencps_get_entry (JsonArray *data, guint i);

/* Steps of an attempt: TRUE to go on. */

/* Learns which papers are filed; refuses files that are not ours. */
gboolean opencps_list_files (OpencpsVisit *visit);
/* Sends those that are missing. */
gboolean opencps_add_files (OpencpsVisit *visit);
/* Says for each component how many papers were handed in, and whether originals. */
gboolean opencps_mark_papers (OpencpsVisit *visit);
/* Reads every file back and compares it with what was sealed. */
gboolean opencps_read_back (OpencpsVisit *visit);
