/* SPDX-License-Identifier: Apache-2.0 */

/* One look at a time, each in a process of its own below kiosk/, so that a driver that hangs
 * costs nothing here. The next look is timed from the end of the last one: a slow scanner is
 * not asked more often than it can answer. A feeding waits for a look to end, as two programs
 * cannot hold one scanner. */

#include "ui/lookout.h"

#define IN_USE_S 12
#define ALL_S    3

struct _UiLookout {
  GObject parent;
  KioskStation *station;
  LookoutScope scope;
  LookoutScope asked; /* scope of the look that is under way */
  gboolean looking;
  guint timer;
  GPtrArray *scanners; /* or NULL */
  GPtrArray *in_use;   /* the one in use alone; or NULL */
};

enum { CHANGED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiLookout, ui_lookout, G_TYPE_OBJECT)

static gboolean
on_time (gpointer data) {
  UiLookout *self = UI_LOOKOUT (data);

  self->timer = 0;
  ui_lookout_look (self);
  return G_SOURCE_REMOVE;
}

/* What changed its mind meanwhile is looked for at once. */
static void
plan_next (UiLookout *self) {
  if (self->scope == LOOKOUT_NONE)
    return;
  if (self->scope != self->asked && self->scope == LOOKOUT_ALL)
    ui_lookout_look (self);
  else if (self->timer == 0)
    self->timer = g_timeout_add_seconds (self->scope == LOOKOUT_ALL ? ALL_S : IN_USE_S,
                                         on_time, self);
}

static void
keep (GPtrArray **place, GPtrArray *scanners) {
  g_clear_pointer (place, g_ptr_array_unref);
  *place = scanners != NULL ? g_ptr_array_ref (scanners) : NULL;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (UiLookout) self = UI_LOOKOUT (data);
  g_autoptr (GPtrArray) scanners
      = kiosk_station_find_scanners_finish (KIOSK_STATION (source), result, NULL);

  self->looking = FALSE;
  if (self->asked == LOOKOUT_ALL)
    keep (&self->scanners, scanners);
  keep (&self->in_use, scanners);
  g_signal_emit (self, signals[CHANGED], 0);
  if (!self->looking)
    plan_next (self);
}

void
ui_lookout_look (UiLookout *self) {
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->looking || self->scope == LOOKOUT_NONE)
    return;
  self->looking = TRUE;
  self->asked = self->scope;
  kiosk_station_find_scanners_async (self->station, self->scope == LOOKOUT_IN_USE,
                                     on_found, g_object_ref (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ui_lookout_set_scope (UiLookout *self, LookoutScope scope) {
  if (self->scope == scope)
    return;
  self->scope = scope;
  g_clear_handle_id (&self->timer, g_source_remove);
  ui_lookout_look (self);
}

gboolean
ui_lookout_get_looking (UiLookout *self) {
  return self->looking;
}

GPtrArray *
ui_lookout_get_scanners (UiLookout *self) {
  return self->scanners;
}

const KioskScanner *
ui_lookout_get_in_use (UiLookout *self) {
  const char *device = kiosk_station_get_device (self->station);

  for (guint i = 0; self->in_use != NULL && i < self->in_use->len; i++) {
    const KioskScanner *scanner = g_ptr_array_index (self->in_use, i);

    if (g_strcmp0 (scanner->name, device) == 0)
      return scanner;
  }
  return NULL;
}

static void
ui_lookout_dispose (GObject *object) {
  UiLookout *self = UI_LOOKOUT (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->scanners, g_ptr_array_unref);
  g_clear_pointer (&self->in_use, g_ptr_array_unref);
  g_clear_object (&self->station);
  G_OBJECT_CLASS (ui_lookout_parent_class)->dispose (object);
}

static void
ui_lookout_class_init (UiLookoutClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_lookout_dispose;
  signals[CHANGED] = g_signal_new ("changed", UI_TYPE_LOOKOUT, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_lookout_init (UiLookout *self) {
}

UiLookout *
ui_lookout_new (KioskStation *station) {
  UiLookout *self = g_object_new (UI_TYPE_LOOKOUT, NULL);

  self->station = g_object_ref (station);
  return self;
}
