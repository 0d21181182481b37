/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"
#include "upload/cases.h"
#include "upload/marks.h"
#include "upload/moves.h"
#include "upload/samples.h"

/* What a supervisor does with dossiers that were handed in; each function asks the session
 * first (FAULT_REFUSED, and the trail has it). A store without staff permits all of it. */

/* What is released or retried from here rests so long before it is sent. */
#define KIOSK_BENCH_GRACE_S 10u

/* Takes dossier @id in hand, or says again that it still is (call it at least every few
 * minutes): then *@holder is NULL. Otherwise the member who has it; caller frees. It is let
 * go of by leave, by the end of the program, and LIMIT_CUSTODY_S after the last word. */
gboolean kiosk_bench_claim (KioskStation *station, const char *id, char **holder,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_bench_leave (KioskStation *station, const char *id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The member who has it in hand (caller frees), or NULL. For lists. */
char *kiosk_bench_get_holder (KioskStation *station,
                              const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* HOLD, RELEASE, RETRY or WITHDRAW for each of @ids (NULL-terminated). @reason of a hold: a
 * word such as "page", "identity", "citizen", or NULL. *@batch is for undo. @unmoved gets an
 * Unmoved (owned) for each that was left alone, with why. */
gboolean kiosk_bench_steer (KioskStation *station, KioskAct act, const char *const *ids,
                            const char *reason, gint64 *batch, GPtrArray *unmoved,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a batch back, whole or what of it has not gone on since. */
gboolean kiosk_bench_undo (KioskStation *station, gint64 batch, GPtrArray *unmoved,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean kiosk_bench_set_priority (KioskStation *station, const char *id, guint priority,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Why dossiers wait for a person (Case, owned by the array), oldest first; of one when @id is
 * not NULL. */
GPtrArray *kiosk_bench_get_cases (KioskStation *station, const char *id,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* See marks_return(), marks_get() and marks_answer() in upload/marks.h. */
gboolean kiosk_bench_return (KioskStation *station, const char *id,
                             const GPtrArray *marks,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kiosk_bench_get_marks (KioskStation *station, const char *id,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kiosk_bench_answer_mark (KioskStation *station, const char *id, gint64 number,
                                  RemarkKind kind, const char *text,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* See samples_draw() and samples_get() in upload/samples.h. */
GPtrArray *kiosk_bench_draw_sample (KioskStation *station, const char *seed, guint wanted,
                                    gint64 *number,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kiosk_bench_get_samples (KioskStation *station,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A dossier in any state but PURGED, to be looked at and not changed. */
#define KIOSK_TYPE_LOOK (kiosk_look_get_type ())
G_DECLARE_FINAL_TYPE (KioskLook, kiosk_look, KIOSK, LOOK, GObject)

/* Opens it, and enters in the trail that pages and values of it were seen, by whom and why
 * (@why: a word of ours, "inspect", "refused" ...). Caller owns. */
KioskLook *kiosk_bench_look (KioskStation *station, const char *id, const char *why,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its pages (KioskLeaf) in order, with previews and values; borrowed, good while it lives. */
GListModel *kiosk_look_get_leaves (KioskLook *self);
/* Who hands in, papers, state and last answer, as they were when it was opened; borrowed. */
const Dossier *kiosk_look_get_dossier (KioskLook *self);
