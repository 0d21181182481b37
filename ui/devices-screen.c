/* SPDX-License-Identifier: Apache-2.0 */

/* The list is looked for again every few seconds while it can be seen (lookout.c) and made anew
 * only when it says something else, so that the keyboard keeps its place. A scanner that is
 * ready is used by one press, which also goes back to the pages. One that is not says what to do;
 * nothing needs to be pressed for it to be seen again. */

#include "ui/devices-screen.h"

#include "ui/label.h"
#include "ui/language.h"
#include "ui/mark.h"
#include "ui/notice.h"
#include "ui/tool-button.h"

#include <glib/gi18n.h>

struct _UiDevicesScreen {
  UiScreen parent;
  GtkBox *list;
  GtkWidget *none; /* what to do when there is no scanner */
  GtkWidget *working;
  GtkLabel *progress;
  UiNotice *notice;
  char *shown;
};

G_DEFINE_FINAL_TYPE (UiDevicesScreen, ui_devices_screen, UI_TYPE_SCREEN)

static UiVisit *
get_visit (UiDevicesScreen *self) {
  return ui_screen_get_visit (UI_SCREEN (self));
}

static const char *
get_device (UiDevicesScreen *self) {
  return kiosk_station_get_device (ui_visit_get_station (get_visit (self)));
}

/* --- one scanner ---------------------------------------------------------------------- */

static void
on_use_clicked (GtkButton *button, UiDevicesScreen *self) {
  g_autoptr (GError) error = NULL;

  if (ui_visit_set_device (get_visit (self), gtk_widget_get_name (GTK_WIDGET (button)),
                           g_object_get_data (G_OBJECT (button), "title"), &error))
    ui_screen_emit_done (UI_SCREEN (self));
  else
    ui_notice_set_fault (self->notice, error, NULL);
}

static void
on_again_clicked (GtkButton *button, UiDevicesScreen *self) {
  ui_lookout_look (ui_visit_get_lookout (get_visit (self)));
}

static GtkWidget *
new_button (UiDevicesScreen *self, const KioskScanner *scanner, gboolean in_use) {
  const char *word = !scanner->ready ? _ ("Thử lại")
                     : in_use        ? _ ("Đang dùng")
                                     : _ ("Dùng máy này");
  /* Two of a kind are told apart by their names. */
  g_autofree char *spoken
      = g_str_equal (scanner->title, scanner->name)
            ? g_strdup_printf ("%s: %s", word, scanner->title)
            : g_strdup_printf ("%s: %s, %s", word, scanner->title, scanner->name);
  GtkWidget *button = tool_button_new (!scanner->ready ? UI_MARK_AGAIN
                                       : in_use        ? UI_MARK_TICK
                                                       : UI_MARK_NEXT,
                                       word, spoken);

  gtk_widget_set_name (button, scanner->name);
  g_object_set_data_full (G_OBJECT (button), "title", g_strdup (scanner->title), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (scanner->ready && !in_use)
    gtk_widget_add_css_class (button, "primary");
  g_signal_connect (
      button, "clicked",
      scanner->ready ? G_CALLBACK (on_use_clicked) : G_CALLBACK (on_again_clicked), self);
  return button;
}

static GtkWidget *
new_label (const char *text, const char *css_class) {
  GtkWidget *label = ui_label_new (text, css_class);

  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static GtkWidget *
new_state (const KioskScanner *scanner) {
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *text
      = language_is_english ()
            ? g_strjoin (" ", scanner->sentence_en, scanner->action_en, NULL)
            : g_strjoin (" ", scanner->sentence, scanner->action, NULL);
  GtkWidget *mark = ui_mark_new (scanner->ready ? UI_MARK_TICK : UI_MARK_DOUBT);

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), new_label (text, "device-state"));
  gtk_widget_add_css_class (line, scanner->ready ? "good" : "doubtful");
  return line;
}

static GtkWidget *
new_card (UiDevicesScreen *self, const KioskScanner *scanner) {
  gboolean in_use = g_strcmp0 (scanner->name, get_device (self)) == 0;
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *sign
      = g_object_new (UI_TYPE_MARK, "sign", UI_MARK_SCANNER, "size", 44, NULL);

  gtk_box_append (GTK_BOX (texts), new_label (scanner->title, "row-title"));
  if (g_strcmp0 (scanner->title, scanner->name) != 0)
    gtk_box_append (GTK_BOX (texts), new_label (scanner->name, "caption"));
  gtk_box_append (GTK_BOX (texts), new_state (scanner));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (card), sign);
  gtk_box_append (GTK_BOX (card), texts);
  gtk_box_append (GTK_BOX (card), new_button (self, scanner, in_use));
  gtk_widget_add_css_class (card, "device");
  if (in_use)
    gtk_widget_add_css_class (card, "current");
  return card;
}

/* --- all of them ---------------------------------------------------------------------- */

static char *
format_content (UiDevicesScreen *self, const GPtrArray *scanners) {
  GString *content = g_string_new (get_device (self));

  for (guint i = 0; scanners != NULL && i < scanners->len; i++) {
    const KioskScanner *scanner = g_ptr_array_index (scanners, i);

    g_string_append_printf (content, "\n%s %s %s", scanner->name, scanner->state,
                            scanner->title);
  }
  return g_string_free (content, FALSE);
}

/* The button of the scanner that the keyboard was at before. */
static void
restore_focus (UiDevicesScreen *self, const char *name) {
  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       card != NULL; card = gtk_widget_get_next_sibling (card)) {
    GtkWidget *button = gtk_widget_get_last_child (card);

    if (g_strcmp0 (gtk_widget_get_name (button), name) == 0)
      gtk_widget_grab_focus (button);
  }
}

static void
fill_list (UiDevicesScreen *self, const GPtrArray *scanners) {
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autofree char *name = NULL;
  GtkWidget *child;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    name = g_strdup (gtk_widget_get_name (focus));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  for (guint i = 0; scanners != NULL && i < scanners->len; i++)
    gtk_box_append (self->list, new_card (self, g_ptr_array_index (scanners, i)));
  if (name != NULL)
    restore_focus (self, name);
}

static void
on_lookout_changed (UiLookout *lookout, UiDevicesScreen *self) {
  GPtrArray *scanners = ui_lookout_get_scanners (lookout);
  gboolean looking = ui_lookout_get_looking (lookout);
  g_autofree char *content = format_content (self, scanners);

  gtk_label_set_text (self->progress, looking ? _ ("Đang tìm máy quét…")
                                              : _ ("Máy mới cắm sẽ tự hiện ra."));
  gtk_widget_set_visible (self->working, looking);
  gtk_widget_set_visible (self->none, scanners != NULL && scanners->len == 0);
  if (g_strcmp0 (content, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&content);
  fill_list (self, scanners);
}

/* --- screen --------------------------------------------------------------------------- */

static void
ui_devices_screen_enter (UiScreen *screen) {
  UiDevicesScreen *self = UI_DEVICES_SCREEN (screen);
  UiLookout *lookout = ui_visit_get_lookout (get_visit (self));

  ui_notice_set_text (self->notice, NULL, NULL);
  g_signal_handlers_disconnect_by_data (lookout, self);
  g_signal_connect_object (lookout, "changed", G_CALLBACK (on_lookout_changed), self, 0);
  ui_lookout_set_scope (lookout, LOOKOUT_ALL);
  on_lookout_changed (lookout, self);
}

static void
ui_devices_screen_leave (UiScreen *screen) {
  UiLookout *lookout = ui_visit_get_lookout (ui_screen_get_visit (screen));

  g_signal_handlers_disconnect_by_data (lookout, screen);
  ui_lookout_set_scope (lookout, LOOKOUT_NONE);
}

static void
ui_devices_screen_finalize (GObject *object) {
  g_free (UI_DEVICES_SCREEN (object)->shown);
  G_OBJECT_CLASS (ui_devices_screen_parent_class)->finalize (object);
}

static void
ui_devices_screen_class_init (UiDevicesScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_devices_screen_finalize;
  UI_SCREEN_CLASS (klass)->enter = ui_devices_screen_enter;
  UI_SCREEN_CLASS (klass)->leave = ui_devices_screen_leave;
  UI_SCREEN_CLASS (klass)->forward = ui_screen_emit_done;
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/devices-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiDevicesScreen, list);
  gtk_widget_class_bind_template_child (widget_class, UiDevicesScreen, none);
  gtk_widget_class_bind_template_child (widget_class, UiDevicesScreen, working);
  gtk_widget_class_bind_template_child (widget_class, UiDevicesScreen, progress);
  gtk_widget_class_bind_template_child (widget_class, UiDevicesScreen, notice);
}

static void
ui_devices_screen_init (UiDevicesScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Xong"));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
