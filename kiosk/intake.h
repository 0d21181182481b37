/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"
#include "kiosk/value.h"
#include "scan/report.h"

/* A dossier while it is being taken in: scan, read, review, seal. It lives in the main
 * context that made it; scanner and readers are worker processes watched by threads. All
 * that it shows is already in the store. */
#define KIOSK_TYPE_INTAKE (kiosk_intake_get_type ())
G_DECLARE_FINAL_TYPE (KioskIntake, kiosk_intake, KIOSK, INTAKE, GObject)

/* Properties, notifying and read-only:
 *   "scanning" boolean: a feeding is under way
 *   "waiting"  uint: pages that the reader has not answered yet
 *   "missing"  string: sentence for people naming what the dossier still lacks; NULL: none
 *   "sealed"   boolean: it is in the queue
 */
const char *kiosk_intake_get_id (KioskIntake *self);
const char *kiosk_intake_get_code (KioskIntake *self); /* for people */
const char *kiosk_intake_get_procedure_name (KioskIntake *self);
gboolean kiosk_intake_get_scanning (KioskIntake *self);
guint kiosk_intake_get_waiting (KioskIntake *self);
const char *kiosk_intake_get_missing (KioskIntake *self);
gboolean kiosk_intake_get_sealed (KioskIntake *self);

/* Pages (KioskLeaf) in scanning order; borrowed; grows page by page. */
GListModel *kiosk_intake_get_leaves (KioskIntake *self);

/* The procedure's list of papers against what was scanned. */
typedef struct {
  const char *component; /* "TP01" */
  const char *name;      /* for people */
  gboolean needed;       /* the dossier cannot close without it */
  guint papers;          /* how many papers were found for it */
} KioskCheck;
/* KioskCheck, owned by the caller; strings borrowed from the catalogue. */
GArray *kiosk_intake_get_checks (KioskIntake *self);

/* Feeds one batch through the station's scanner. Finishes when the feeder has stopped;
 * readers may still be at work. The outcome and a sentence for people (caller frees; NULL
 * when all is well) tell how it ended; pages so far are kept in every case. FALSE only for
 * faults of our own. */
void kiosk_intake_scan_async (KioskIntake *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean kiosk_intake_scan_finish (KioskIntake *self, GAsyncResult *result,
                                   ReportOutcome *outcome, char **message,
                                   GError **error);

/* Adds an image file a person brings, as one page. */
gboolean kiosk_intake_add_file (KioskIntake *self, const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person's word on a value, or on which paper a page is (key of paper_types). */
gboolean kiosk_intake_correct (KioskIntake *self, KioskLeaf *leaf, const char *name,
                               const char *text,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_intake_set_type (KioskIntake *self, KioskLeaf *leaf, const char *type,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A person lets a needed component go, with the reason. */
gboolean kiosk_intake_waive (KioskIntake *self, const char *component, const char *reason,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seals and queues; refuses (FAULT_USAGE, message for people) while something is missing
 * or pages are being read. */
void kiosk_intake_seal_async (KioskIntake *self, GAsyncReadyCallback callback,
                              gpointer data);
gboolean kiosk_intake_seal_finish (KioskIntake *self, GAsyncResult *result,
                                   GError **error);
