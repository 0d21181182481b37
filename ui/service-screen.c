/* SPDX-License-Identifier: Apache-2.0 */

/* The cards are those that the settings name, else the procedures of the catalogue with the
 * fewest papers. Whoever came for something else is served at the counter: a list of forty
 * would help nobody who stands here alone. */

#include "ui/service-screen.h"

#include "ui/label.h"
#include "ui/language.h"

#include <glib/gi18n.h>

#define CARDS_MOST 6

struct _UiServiceScreen {
  UiStage parent;
};

G_DEFINE_FINAL_TYPE (UiServiceScreen, ui_service_screen, UI_TYPE_STAGE)

static KioskStation *
get_station (UiServiceScreen *self) {
  return ui_visit_get_station (ui_screen_get_visit (UI_SCREEN (self)));
}

static guint
count_needed (const Procedure *procedure) {
  guint needed = 0;

  for (guint i = 0; i < procedure->components->len; i++)
    needed += component_is_needed (g_ptr_array_index (procedure->components, i)) ? 1 : 0;
  return needed;
}

static void
on_card_clicked (GtkButton *button, UiServiceScreen *self) {
  const Procedure *procedure = g_object_get_data (G_OBJECT (button), "procedure");
  UiVisit *visit = ui_screen_get_visit (UI_SCREEN (self));
  g_autoptr (GError) error = NULL;

  if (ui_visit_begin_alone (visit, procedure->code, &error)) {
    ui_screen_emit_done (UI_SCREEN (self));
    return;
  }
  g_message ("no dossier was begun: %s", error->message);
  ui_stage_tell (UI_STAGE (self), UI_SCENE_FAULT, _ ("Máy đang tạm nghỉ"),
                 _ ("Máy chưa nhận hồ sơ được. Xin bấm “Gọi nhân viên”."));
}

static void
add_card (UiServiceScreen *self, const Procedure *procedure) {
  GtkWidget *button = gtk_button_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  const char *name = language_is_english () && procedure->name_en != NULL
                         ? procedure->name_en
                         : procedure->name;
  guint needed = count_needed (procedure);
  g_autofree char *papers = g_strdup_printf (
      ngettext ("Cần %u loại giấy tờ", "Cần %u loại giấy tờ", needed), needed);

  gtk_box_append (GTK_BOX (words), ui_label_new (name, "card-title"));
  gtk_box_append (GTK_BOX (words), ui_label_new (papers, "card-text"));
  gtk_button_set_child (GTK_BUTTON (button), words);
  gtk_widget_add_css_class (button, "choice");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, papers, -1);
  g_object_set_data (G_OBJECT (button), "procedure", (gpointer) procedure);
  g_signal_connect (button, "clicked", G_CALLBACK (on_card_clicked), self);
  gtk_box_append (ui_stage_get_controls (UI_STAGE (self)), button);
}

static void
add_named (UiServiceScreen *self, const char *services) {
  g_auto (GStrv) codes = g_strsplit_set (services, ", ", -1);
  const Catalogue *catalogue = kiosk_station_get_catalogue (get_station (self));

  for (guint i = 0; codes[i] != NULL; i++) {
    const Procedure *procedure
        = *codes[i] != '\0' ? catalogue_get_procedure (catalogue, codes[i]) : NULL;

    if (procedure != NULL)
      add_card (self, procedure);
  }
}

static void
add_shortest (UiServiceScreen *self) {
  const GPtrArray *all
      = catalogue_get_procedures (kiosk_station_get_catalogue (get_station (self)));
  guint cards = 0;

  for (guint needed = 1; needed < 4; needed++) {
    for (guint i = 0; i < all->len && cards < CARDS_MOST; i++) {
      const Procedure *procedure = g_ptr_array_index (all, i);

      if (count_needed (procedure) != needed)
        continue;
      add_card (self, procedure);
      cards++;
    }
  }
}

static void
ui_service_screen_enter (UiScreen *screen) {
  ui_stage_tell (UI_STAGE (screen), UI_SCENE_CHECK, _ ("Quý khách cần làm việc gì?"),
                 _ ("Chạm vào một ô. Nếu không thấy việc của mình, xin bấm “Gọi nhân "
                    "viên”."));
}

static void
ui_service_screen_constructed (GObject *object) {
  UiServiceScreen *self = UI_SERVICE_SCREEN (object);
  const char *services;

  G_OBJECT_CLASS (ui_service_screen_parent_class)->constructed (object);
  services = kiosk_station_get_hall (get_station (self))->services;
  if (services != NULL)
    add_named (self, services);
  else
    add_shortest (self);
}

static void
ui_service_screen_class_init (UiServiceScreenClass *klass) {
  G_OBJECT_CLASS (klass)->constructed = ui_service_screen_constructed;
  UI_SCREEN_CLASS (klass)->enter = ui_service_screen_enter;
}

static void
ui_service_screen_init (UiServiceScreen *self) {
}
