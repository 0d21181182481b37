/* SPDX-License-Identifier: Apache-2.0 */

/* Shows what the store says and nothing of its own: another process sends, and this one
 * asks again whenever the store has changed. Only "accepted" has a receipt, because only
 * then has the portal shown that it holds these very files. */

#include "ui/tracking.h"

#include "ui/mark.h"

#include <glib/gi18n.h>

#define LEGS 3

struct _UiTracking {
  GtkWidget parent;
  GtkLabel *code_name;
  GtkLabel *code;
  GtkWidget *state_line;
  UiMark *state_mark;
  GtkLabel *state;
  GtkLabel *detail;
  UiMark *leg0;
  UiMark *leg1;
  UiMark *leg2;
  GtkWidget *none; /* what will stand in place of the receipt */
  GtkWidget *slip;
  GtkLabel *receipt;
  KioskStation *station;
  KioskIntake *intake;
};

G_DEFINE_FINAL_TYPE (UiTracking, ui_tracking, GTK_TYPE_WIDGET)

/* What each of the three legs of the way shows, and the sign beside the state. */
typedef struct {
  UiMarkSign legs[LEGS];
  UiMarkSign sign;
  const char *css_class;
} Look;

static const Look *
find_look (DossierState state) {
  static const Look waiting
      = {{UI_MARK_TICK, UI_MARK_WAIT, UI_MARK_EMPTY}, UI_MARK_WAIT, "waiting"};
  static const Look sending
      = {{UI_MARK_TICK, UI_MARK_WORK, UI_MARK_EMPTY}, UI_MARK_WORK, "waiting"};
  static const Look stopped
      = {{UI_MARK_TICK, UI_MARK_STOP, UI_MARK_EMPTY}, UI_MARK_DOUBT, "stopped"};
  static const Look accepted
      = {{UI_MARK_TICK, UI_MARK_TICK, UI_MARK_TICK}, UI_MARK_TICK, "accepted"};

  switch (state) {
  case DOSSIER_OPEN:
  case DOSSIER_QUEUED:
  case DOSSIER_DEFERRED:
    return &waiting;
  case DOSSIER_SENDING:
    return &sending;
  case DOSSIER_HELD:
  case DOSSIER_NEEDS_PERSON:
  case DOSSIER_WITHDRAWN:
    return &stopped;
  case DOSSIER_ACCEPTED:
  case DOSSIER_PURGED:
    return &accepted;
  }
  g_assert_not_reached ();
}

static void
show_look (UiTracking *self, const Look *look) {
  const char *classes[] = {"line", look->css_class, NULL};

  gtk_widget_set_css_classes (self->state_line, classes);
  ui_mark_set_sign (self->state_mark, look->sign);
  ui_mark_set_sign (self->leg0, look->legs[0]);
  ui_mark_set_sign (self->leg1, look->legs[1]);
  ui_mark_set_sign (self->leg2, look->legs[2]);
}

static void
show_code (UiTracking *self, const char *code) {
  gboolean own = g_strcmp0 (code, kiosk_intake_get_code (self->intake)) == 0;

  gtk_label_set_text (self->code_name, own ? _ ("Mã tạm") : _ ("Mã hồ sơ của cổng"));
  gtk_label_set_text (self->code, code);
}

static void
update (UiTracking *self) {
  g_autoptr (GError) error = NULL;
  g_autoptr (KioskStatus) status = NULL;

  if (self->intake == NULL)
    return;
  status = kiosk_station_get_status (self->station, kiosk_intake_get_id (self->intake),
                                     &error);
  if (status == NULL) {
    gtk_label_set_text (self->detail, _ ("Chưa đọc được trạng thái của hồ sơ."));
    gtk_widget_set_visible (GTK_WIDGET (self->detail), TRUE);
    return;
  }
  show_look (self, find_look (status->state));
  show_code (self, status->code);
  gtk_label_set_text (self->state, status->label);
  gtk_label_set_text (self->detail, status->detail != NULL ? status->detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), status->detail != NULL);
  gtk_label_set_text (self->receipt, status->receipt != NULL ? status->receipt : "");
  gtk_widget_set_visible (self->none, status->receipt == NULL);
  gtk_widget_set_visible (self->slip, status->receipt != NULL);
}

static void
on_station_changed (KioskStation *station, UiTracking *self) {
  update (self);
}

void
ui_tracking_follow (UiTracking *self, KioskStation *station, KioskIntake *intake) {
  if (self->station != NULL)
    g_signal_handlers_disconnect_by_data (self->station, self);
  g_set_object (&self->station, station);
  g_set_object (&self->intake, intake);
  if (station != NULL)
    g_signal_connect (station, "changed", G_CALLBACK (on_station_changed), self);
  update (self);
}

static void
ui_tracking_dispose (GObject *object) {
  UiTracking *self = UI_TRACKING (object);
  GtkWidget *child;

  if (self->station != NULL)
    g_signal_handlers_disconnect_by_data (self->station, self);
  g_clear_object (&self->station);
  g_clear_object (&self->intake);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_tracking_parent_class)->dispose (object);
}

static void
ui_tracking_class_init (UiTrackingClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_tracking_dispose;
  g_type_ensure (UI_TYPE_MARK);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/tracking.ui");
  gtk_widget_class_bind_template_child (widget_class, UiTracking, code_name);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, code);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, state_line);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, state_mark);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, state);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, detail);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, leg0);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, leg1);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, leg2);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, none);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, slip);
  gtk_widget_class_bind_template_child (widget_class, UiTracking, receipt);
}

static void
ui_tracking_init (UiTracking *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slip),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Biên nhận"), -1);
}
