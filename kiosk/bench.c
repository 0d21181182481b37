/* SPDX-License-Identifier: Apache-2.0 */

/* Each function is a question to the session and a call of the store; what may follow what,
 * and who else has a dossier in hand, is decided there inside the transaction. */

#include "kiosk/bench.h"

#include "config/fault.h"
#include "kiosk/stationstate.h"
#include "upload/custody.h"

static gboolean
permit (KioskStation *station, KioskAct act, const char *id, GError **error) {
  return attendance_permit (kiosk_station_get_session (station), act, id, error);
}

gboolean
kiosk_bench_claim (KioskStation *station, const char *id, char **holder, GError **error) {
  return permit (station, KIOSK_ACT_CLAIM, id, error)
         && custody_take (kiosk_station_get_store (station), id, holder, error);
}

gboolean
kiosk_bench_leave (KioskStation *station, const char *id, GError **error) {
  return permit (station, KIOSK_ACT_CLAIM, id, error)
         && custody_leave (kiosk_station_get_store (station), id, error);
}

char *
kiosk_bench_get_holder (KioskStation *station, const char *id) {
  g_autoptr (GError) ignored = NULL;
  char *holder = NULL;

  return attendance_may (kiosk_station_get_session (station), KIOSK_ACT_LIST)
                 && custody_get (kiosk_station_get_store (station), id, &holder, &ignored)
             ? holder
             : NULL;
}

static gboolean
find_state (KioskAct act, DossierState *to, GError **error) {
  static const struct {
    KioskAct act;
    DossierState to;
  } steering[] = {
      {KIOSK_ACT_HOLD, DOSSIER_HELD},
      {KIOSK_ACT_RELEASE, DOSSIER_QUEUED},
      {KIOSK_ACT_RETRY, DOSSIER_QUEUED},
      {KIOSK_ACT_WITHDRAW, DOSSIER_WITHDRAWN},
  };

  for (guint i = 0; i < G_N_ELEMENTS (steering); i++) {
    if (steering[i].act == act) {
      *to = steering[i].to;
      return TRUE;
    }
  }
  g_set_error (error, FAULT, FAULT_USAGE, "%s is no move of a dossier",
               kiosk_act_get_name (act));
  return FALSE;
}

gboolean
kiosk_bench_steer (KioskStation *station, KioskAct act, const char *const *ids,
                   const char *reason, gint64 *batch, GPtrArray *unmoved,
                   GError **error) {
  DossierState to;

  return find_state (act, &to, error) && permit (station, act, NULL, error)
         && moves_make (kiosk_station_get_store (station), ids, to, reason,
                        KIOSK_BENCH_GRACE_S, batch, unmoved, error);
}

gboolean
kiosk_bench_undo (KioskStation *station, gint64 batch, GPtrArray *unmoved,
                  GError **error) {
  return permit (station, KIOSK_ACT_HOLD, NULL, error)
         && moves_undo (kiosk_station_get_store (station), batch, unmoved, error);
}

gboolean
kiosk_bench_set_priority (KioskStation *station, const char *id, guint priority,
                          GError **error) {
  return permit (station, KIOSK_ACT_PRIORITY, id, error)
         && store_set_priority (kiosk_station_get_store (station), id, priority, error);
}

GPtrArray *
kiosk_bench_get_cases (KioskStation *station, const char *id, GError **error) {
  return permit (station, KIOSK_ACT_LIST, id, error)
             ? cases_get (kiosk_station_get_store (station), id, error)
             : NULL;
}

gboolean
kiosk_bench_return (KioskStation *station, const char *id, const GPtrArray *marks,
                    GError **error) {
  return permit (station, KIOSK_ACT_RETURN, id, error)
         && marks_return (kiosk_station_get_store (station), id, marks, error);
}

GPtrArray *
kiosk_bench_get_marks (KioskStation *station, const char *id, GError **error) {
  return permit (station, KIOSK_ACT_SEE_PAGES, id, error)
             ? marks_get (kiosk_station_get_store (station), id, error)
             : NULL;
}

/* The clerk answers; whether that is enough is the supervisor's word. */
gboolean
kiosk_bench_answer_mark (KioskStation *station, const char *id, gint64 number,
                         RemarkKind kind, const char *text, GError **error) {
  KioskAct act = kind == REMARK_SETTLED ? KIOSK_ACT_RETURN : KIOSK_ACT_ANSWER;

  return permit (station, act, id, error)
         && marks_answer (kiosk_station_get_store (station), id, number, kind, text,
                          error);
}

GPtrArray *
kiosk_bench_draw_sample (KioskStation *station, const char *seed, guint wanted,
                         gint64 *number, GError **error) {
  return permit (station, KIOSK_ACT_SAMPLE, NULL, error) ? samples_draw (
             kiosk_station_get_store (station), seed, wanted, number, error)
                                                         : NULL;
}

GPtrArray *
kiosk_bench_get_samples (KioskStation *station, GError **error) {
  return permit (station, KIOSK_ACT_LIST, NULL, error)
             ? samples_get (kiosk_station_get_store (station), error)
             : NULL;
}
