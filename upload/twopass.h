/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Both sides of sheets on a feeder that reads one: a first pass for the fronts, a second
 * for the backs, then one order. */

/* How the stack lies for the second pass: the back of which sheet comes first, and whether
 * the backs stand on their heads. */
typedef enum {
  STACKING_FIRST,
  STACKING_LAST,
  STACKING_FIRST_TURNED,
  STACKING_LAST_TURNED,
} Stacking;

#define STACKINGS (STACKING_LAST_TURNED + 1)

/* "first", "last", "first-turned", "last-turned". */
const char *stacking_get_name (Stacking stacking);
gboolean stacking_parse (const char *name, Stacking *stacking);

/* How far two passes have come. */
typedef struct {
  guint fronts;    /* pages of the first pass; 0: no two passes are under way */
  guint backs;     /* of the second */
  gboolean joined; /* they are one order already */
} TwoPass;

gboolean twopass_get (Store *store, const char *id, TwoPass *pass,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts each back behind its front; an act that can be undone. FAULT_USAGE with both counts
 * when they differ: then nothing is changed. */
gboolean twopass_join (Store *store, const char *id,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives up the two passes: their pages stay where they are, as if fed one by one. */
gboolean twopass_leave (Store *store, const char *id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
