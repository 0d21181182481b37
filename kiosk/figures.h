/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/census.h"

/* The figures at the head of a supervisor's page, counted over every dossier of the store,
 * whatever the list below is narrowed to. */

/* How many, and which of them has waited longest. */
typedef struct {
  guint count;
  gint64 oldest_since; /* seconds since 1970, UTC; 0: there is none */
  char *oldest_id;     /* or NULL */
} KioskFigure;

/* How many of those on their way belong to one procedure or one office. */
typedef struct {
  const char *key; /* code of the procedure, or name of the office; interned */
  guint count;
  guint stuck; /* of these: that need a person */
} KioskShare;

typedef struct {
  KioskFigure stuck;    /* refused by the portal, or no portal is known for them */
  KioskFigure waiting;  /* sealed and not yet received by the portal */
  KioskFigure late;     /* of these: waiting longer than their class allows */
  guint accepted_today; /* the portal has shown since midnight that it holds them */
  guint total;
  Census census;
  GArray *procedures; /* KioskShare, the most first */
  GArray *offices;
} KioskFigures;
