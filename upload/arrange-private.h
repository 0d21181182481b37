/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/arrange.h"
#include "upload/store-private.h"

/* Batches from here on are acts of a person on several pages. */
#define ARRANGE_HAND      (1u << 24)
#define ARRANGE_FULL_TURN 360u

/* What feedings and acts on several pages use of arranging. Every function here runs with the mutex held, inside a
 * transaction of the caller. */

typedef struct {
  guint number; /* in the order of doing */
  guint batch;  /* feeding that it is part of, or ARRANGE_HAND and more: an act on several
                   pages; 0: it stands alone */
  ArrangeKind kind;
  guint page;           /* JOIN: the first feeding of the fronts */
  guint other;          /* REPLACE: the page replaced */
  guint former, latter; /* place; TURN: degrees; REPLACE: what @page was replaced by */
} Act;

/* Does @act for the first time and enters it; its number is set by the store. */
gboolean arrange_do (Store *store, const char *id, const Act *act,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Place of @page, 0 for none; FAULT_USAGE when there is no such page. */
gboolean arrange_get_place (Store *store, const char *id, guint page, guint *place,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The two halves of every change of order; places stay 1, 2, 3 ... */
gboolean arrange_take_out (Store *store, const char *id, guint page, guint *place,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean arrange_put_in (Store *store, const char *id, guint page, guint place,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How far @page was turned by a person. */
gboolean arrange_get_turn (Store *store, const char *id, guint page, guint *degrees,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Number of the latest act that stands; 0: none. */
gboolean arrange_get_last (Store *store, const char *id, guint *number,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
