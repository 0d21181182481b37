/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/brief.h"
#include "kiosk/figures.h"
#include "kiosk/station.h"

/* The dossiers of the store as a list (GListModel of KioskBrief), oldest first: those that
 * pass a sieve. It follows the store by itself, whoever changes it; a dossier that stays in the
 * list stays the same object. Made for a hundred thousand: an item is made when it is asked
 * for, and what needs its key comes later, for those asked for last. For the main context
 * that made it. */
#define KIOSK_TYPE_QUEUE (kiosk_queue_get_type ())
G_DECLARE_FINAL_TYPE (KioskQueue, kiosk_queue, KIOSK, QUEUE, GObject)

KioskQueue *kiosk_queue_new (KioskStation *station,
                             PlightLanguage language) G_GNUC_WARN_UNUSED_RESULT;

/* Signals: "figures": they have changed, or the list has; "loaded": the store has been read
 * once; "fault" (GError): it could not be. */

/* What passes. All that is set must be so; zeros, with -1 for @age, let everything pass. */
typedef struct {
  guint states;          /* bit 1 << DossierState for each; 0: all */
  gboolean stuck;        /* only those that need a person */
  gboolean late;         /* only those that are late */
  int age;               /* of census.h, or -1 */
  const char *procedure; /* code, or NULL */
  const char *office;    /* or NULL */
  const char
      *words; /* each stands in code, procedure or applicant's name, with or without
                            marks; or NULL */
} KioskSieve;

/* What is on its way: everything that a person may still have to see to. */
#define KIOSK_SIEVE_UNDERWAY                                                             \
  (1u << DOSSIER_QUEUED | 1u << DOSSIER_SENDING | 1u << DOSSIER_DEFERRED                 \
   | 1u << DOSSIER_HELD | 1u << DOSSIER_NEEDS_PERSON)

/* Copied. */
void kiosk_queue_set_sieve (KioskQueue *self, const KioskSieve *sieve);

/* Borrowed; good until the next "figures". */
const KioskFigures *kiosk_queue_get_figures (KioskQueue *self);

/* FALSE until the store has been read once. */
gboolean kiosk_queue_get_loaded (KioskQueue *self);

/* How many names are still to be looked through for the sieve's words; 0: all were. */
guint kiosk_queue_get_unsearched (KioskQueue *self);

/* Dossier @id, in the list or not; NULL when there is none. Caller owns. */
KioskBrief *kiosk_queue_find (KioskQueue *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* Where it stands in the list; FALSE: it does not pass. */
gboolean kiosk_queue_find_position (KioskQueue *self, const char *id, guint *position);

/* Name of a procedure for people; borrowed. */
const char *kiosk_queue_name_procedure (KioskQueue *self, const char *code);

/* Reads the store once more, as after a fault. */
void kiosk_queue_refresh (KioskQueue *self);
