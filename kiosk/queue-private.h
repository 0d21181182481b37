/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "kiosk/briefstate.h"
#include "kiosk/queue.h"
#include "kiosk/stationstate.h"

/* What the parts of the queue share: queue.c (the list), queueread.c (the store), queuesift.c
 * (what passes), queuedetail.c (what needs keys). All but what says otherwise belongs to the
 * main context. */

/* One dossier of the store, the list's or not. Never changed once it is in order: another
 * takes its place. */
typedef struct {
  OverviewRow *row;
  gint64 since;
  const char *office;    /* interned */
  const char *procedure; /* interned */
  char *codes;           /* both, in lower case, to search in */
} QueueEntry;

/* Any thread. */
QueueEntry *queue_entry_new (OverviewRow *row) G_GNUC_WARN_UNUSED_RESULT;
void queue_entry_free (QueueEntry *entry);
/* The order of the list. */
int queue_entry_compare (const QueueEntry *a, const QueueEntry *b);

/* The sieve with its words folded. */
typedef struct {
  guint states;
  gboolean stuck;
  gboolean late;
  int age;
  char *procedure;
  char *office;
  char **words; /* folded; NULL: none */
} QueueSieve;

void queue_sieve_clear (QueueSieve *sieve);
void queue_sieve_set (QueueSieve *sieve, const KioskSieve *wanted);

struct _KioskQueue {
  GObject parent;
  KioskStation *station;
  Store *store;               /* the station's */
  const Catalogue *catalogue; /* the station's */
  guint alarm_after_s;
  PlightLanguage language;
  GMainContext *context;
  GPtrArray *entries;     /* QueueEntry, owned, in order */
  GHashTable *by_id;      /* id -> QueueEntry */
  GPtrArray *shown;       /* QueueEntry: those that pass */
  GHashTable *briefs;     /* id -> KioskBrief that somebody has, or had a moment ago */
  GQueue recent;          /* KioskBrief, owned: asked for last first */
  GHashTable *names;      /* id -> applicant, folded ("": nobody) */
  GHashTable *procedures; /* code -> name and code, folded */
  QueueSieve sieve;
  KioskFigures figures;
  gint64 moment; /* of the store that the list is of */
  gboolean loaded;
  gboolean reading; /* a thread is at it */
  gboolean dirty;   /* once more after that */
  guint again_source;
  guint minute_source;
  /* queuedetail.c */
  GMutex mutex;
  GQueue wanted; /* ids, owned; under the mutex */
  gboolean detailing;
  GCancellable *naming; /* a thread looks names up; or NULL */
  guint unnamed;
};

/* Follows @entries, which are owned; the old ones that are not among them are freed. */
void queue_take_entries (KioskQueue *self, GPtrArray *entries);
/* Tells of what passes now that did not before, and the other way round. */
void queue_sift (KioskQueue *self);
void queue_count (KioskQueue *self);
gboolean queue_passes (KioskQueue *self, const QueueEntry *entry, gint64 now);

/* What needs the key of @brief is asked for. */
void queue_want_detail (KioskQueue *self, KioskBrief *brief);
/* Names are looked up as long as the sieve has words and some are unknown. */
void queue_seek_names (KioskQueue *self);
void queue_end_details (KioskQueue *self);

void queue_emit_figures (KioskQueue *self);
