/* SPDX-License-Identifier: Apache-2.0 */

/* Two programs cannot hold one scanner: what is looking at it ends before a feeding begins.
 *
 *     resting --start--> waiting --nobody looks--> feeding --stopped--> resting
 *                            \___________stop________________________/
 *
 * A feeding that was refused before its first sheet because its pages would be too large leaves
 * an offer, until the next one. */

#include "ui/infeed.h"

struct _UiInfeed {
  GObject parent;
  UiVisit *visit;
  KioskIntake *intake;
  GCancellable *feeding; /* NULL: resting */
  KioskFeed planned;     /* what starts when the scanner has been looked at */
  KioskLeaf *planned_leaf;
  gboolean waits; /* for that */
  guint offer_dpi;
};

enum { CHANGED, FAILED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiInfeed, ui_infeed, G_TYPE_OBJECT)

static UiLookout *
get_lookout (UiInfeed *self) {
  return ui_visit_get_lookout (self->visit);
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (UiInfeed) self = UI_INFEED (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  ReportOutcome outcome = REPORT_FAILED;
  gboolean known = kiosk_intake_scan_finish (KIOSK_INTAKE (source), result, &outcome,
                                             &message, &error);

  if (KIOSK_INTAKE (source) != self->intake)
    return;
  g_clear_object (&self->feeding);
  self->offer_dpi = kiosk_intake_get_offer (self->intake);
  if (!known)
    g_signal_emit (self, signals[FAILED], 0, error);
  g_signal_emit (self, signals[CHANGED], 0);
  ui_lookout_set_scope (get_lookout (self), LOOKOUT_IN_USE);
}

static void
start_planned (UiInfeed *self) {
  KioskFeed feed = self->planned;
  g_autoptr (KioskLeaf) leaf = g_steal_pointer (&self->planned_leaf);
  KioskHalt halt;

  self->waits = FALSE;
  feed.leaf = leaf;
  feed.paper = ui_visit_get_plan (self->visit)->paper;
  if (feed.kind == FEEDING_APPEND && kiosk_intake_get_halt (self->intake, &halt))
    feed.kind = halt.kind;
  kiosk_intake_scan_async (self->intake, &feed, self->feeding, on_scanned,
                           g_object_ref (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_lookout_changed (UiLookout *lookout, UiInfeed *self) {
  if (self->waits && !ui_lookout_get_looking (lookout))
    start_planned (self);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
ui_infeed_start (UiInfeed *self, const KioskFeed *feed) {
  if (self->feeding != NULL || self->intake == NULL)
    return TRUE;
  if (kiosk_station_get_device (ui_visit_get_station (self->visit)) == NULL)
    return FALSE;
  self->feeding = g_cancellable_new ();
  self->planned = *feed;
  g_set_object (&self->planned_leaf, feed->leaf);
  self->waits = TRUE;
  self->offer_dpi = 0;
  ui_lookout_set_scope (get_lookout (self), LOOKOUT_NONE);
  g_signal_emit (self, signals[CHANGED], 0);
  if (!ui_lookout_get_looking (get_lookout (self)))
    start_planned (self);
  return TRUE;
}

gboolean
ui_infeed_go_on (UiInfeed *self) {
  KioskFeed feed = {.kind = FEEDING_APPEND};
  KioskHalt halt;

  if (self->intake != NULL && ui_visit_get_plan (self->visit)->two_pass
      && !kiosk_intake_get_halt (self->intake, &halt))
    feed.kind = FEEDING_FRONTS;
  return ui_infeed_start (self, &feed);
}

gboolean
ui_infeed_take_offer (UiInfeed *self) {
  KioskFeed feed = {.kind = FEEDING_APPEND, .res_dpi = self->offer_dpi};

  return ui_infeed_start (self, &feed);
}

void
ui_infeed_stop (UiInfeed *self) {
  if (self->feeding != NULL)
    g_cancellable_cancel (self->feeding);
}

gboolean
ui_infeed_get_feeding (UiInfeed *self) {
  return self->feeding != NULL;
}

guint
ui_infeed_get_offer (UiInfeed *self) {
  return self->feeding == NULL ? self->offer_dpi : 0;
}

void
ui_infeed_set_intake (UiInfeed *self, KioskIntake *intake) {
  g_set_object (&self->intake, intake);
  self->offer_dpi = 0;
}

void
ui_infeed_watch (UiInfeed *self, gboolean shown) {
  UiLookout *lookout = get_lookout (self);

  if (shown || !self->waits)
    g_signal_handlers_disconnect_by_data (lookout, self);
  if (shown)
    g_signal_connect_object (lookout, "changed", G_CALLBACK (on_lookout_changed), self,
                             0);
  if (!shown)
    ui_lookout_set_scope (lookout, LOOKOUT_NONE);
  else if (self->feeding == NULL)
    ui_lookout_set_scope (lookout, LOOKOUT_IN_USE);
}

static void
ui_infeed_dispose (GObject *object) {
  UiInfeed *self = UI_INFEED (object);

  ui_infeed_stop (self);
  g_clear_object (&self->feeding);
  g_clear_object (&self->planned_leaf);
  g_clear_object (&self->intake);
  g_clear_object (&self->visit);
  G_OBJECT_CLASS (ui_infeed_parent_class)->dispose (object);
}

static void
ui_infeed_class_init (UiInfeedClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_infeed_dispose;
  signals[CHANGED] = g_signal_new ("changed", UI_TYPE_INFEED, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", UI_TYPE_INFEED, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
ui_infeed_init (UiInfeed *self) {
}

UiInfeed *
ui_infeed_new (UiVisit *visit) {
  UiInfeed *self = g_object_new (UI_TYPE_INFEED, NULL);

  self->visit = g_object_ref (visit);
  return self;
}
