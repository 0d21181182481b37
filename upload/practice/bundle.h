/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"

/* A dossier that comes as one message naming files from the depot: kept whole or not. */
typedef struct {
  char *id;   /* on the depot */
  char *part; /* component */
  char *title;
} BundleFile;

typedef struct {
  const char *number; /* its key */
  const char *service;
  const char *message; /* as it came */
  GPtrArray *files;    /* BundleFile, owned */
  const char *mark;    /* of the station's audit trail, or NULL */
} Bundle;

/* What a format calls the members of an entry in its list of files. */
typedef struct {
  const char *id, *title;
  const char *part; /* NULL: the component is told around the list */
} BundleNames;

/* Adds what @files (NULL: none) lists, under the component @part (or NULL) unless each says
 * its own. What is absent becomes "". */
void bundle_add_files (Bundle *bundle, JsonArray *files, const BundleNames *names,
                       const char *part);

/* Keeps it; *@filing (caller frees) is what stands under its number after KEPT and THERE.
 * NULL after anything else, with the refusal in @reply. *@existed: THERE. */
Filing *bundle_keep (Desk *desk, const Bundle *bundle, gboolean *existed,
                     Reply *reply) G_GNUC_WARN_UNUSED_RESULT;

/* A whole file from a form goes to the depot; NULL after a refusal. *@sha256 is its
 * digest, caller frees. */
Loose *bundle_take_file (Desk *desk, const DeskRequest *request, const char *part,
                         char **sha256, Reply *reply) G_GNUC_WARN_UNUSED_RESULT;
