/* SPDX-License-Identifier: Apache-2.0 */

/* The table of hotkey.c as a list, and above it what makes the screens fit a pair of eyes: a theme
 * and a size of type. Both hold from the press on. */

#include "ui/keys-screen.h"

#include "ui/hotkey.h"
#include "ui/label.h"
#include "ui/look.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

static const struct {
  LookTheme theme;
  const char *name;
} themes[] = {
    {LOOK_LIGHT, N_ ("Nền sáng")},
    {LOOK_DARK, N_ ("Nền tối")},
    {LOOK_CONTRAST, N_ ("Tương phản cao")},
};

struct _UiKeysScreen {
  UiScreen parent;
  UiWrap *themes;
  UiWrap *sizes;
  GtkBox *list;
};

G_DEFINE_FINAL_TYPE (UiKeysScreen, ui_keys_screen, UI_TYPE_SCREEN)

static void
on_theme_toggled (GtkToggleButton *button, gpointer data) {
  if (gtk_toggle_button_get_active (button))
    look_set_theme ((LookTheme) GPOINTER_TO_INT (data));
}

static void
on_size_toggled (GtkToggleButton *button, gpointer data) {
  if (gtk_toggle_button_get_active (button))
    look_set_text_percent (GPOINTER_TO_UINT (data));
}

static void
add_toggle (UiWrap *line, const char *text, gboolean active, GCallback toggled,
            gpointer data) {
  GtkWidget *button = gtk_toggle_button_new_with_label (text);
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (line));

  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), active);
  g_signal_connect (button, "toggled", toggled, data);
  gtk_widget_add_css_class (button, "segment");
  ui_wrap_append (line, button);
}

static void
clear_line (UiWrap *line) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (line))) != NULL)
    gtk_widget_unparent (child);
}

/* Keys change the size as well, so what is chosen is looked up each time. */
static void
ui_keys_screen_enter (UiScreen *screen) {
  UiKeysScreen *self = UI_KEYS_SCREEN (screen);

  clear_line (self->themes);
  clear_line (self->sizes);
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    add_toggle (self->themes, _ (themes[i].name), themes[i].theme == look_get_theme (),
                G_CALLBACK (on_theme_toggled), GINT_TO_POINTER (themes[i].theme));
  for (guint percent = LOOK_TEXT_LEAST; percent <= LOOK_TEXT_MOST;
       percent += LOOK_TEXT_STEP) {
    g_autofree char *text = g_strdup_printf (_ ("Chữ %u %%"), percent);

    add_toggle (self->sizes, text, percent == look_get_text_percent (),
                G_CALLBACK (on_size_toggled), GUINT_TO_POINTER (percent));
  }
}

static void
add_key (UiKeysScreen *self, const Hotkey *key) {
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *text = ui_label_new (_ (key->text), "key-text");

  if (key->group != NULL)
    gtk_box_append (self->list, ui_label_new (_ (key->group), "heading"));
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (line), text);
  gtk_box_append (GTK_BOX (line), ui_label_new (key->shown, "key"));
  gtk_widget_add_css_class (line, "key-line");
  gtk_box_append (self->list, line);
}

static void
ui_keys_screen_class_init (UiKeysScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  UI_SCREEN_CLASS (klass)->enter = ui_keys_screen_enter;
  UI_SCREEN_CLASS (klass)->forward = ui_screen_emit_done;
  g_type_ensure (UI_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/keys-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiKeysScreen, themes);
  gtk_widget_class_bind_template_child (widget_class, UiKeysScreen, sizes);
  gtk_widget_class_bind_template_child (widget_class, UiKeysScreen, list);
}

static void
ui_keys_screen_init (UiKeysScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const Hotkey *key = hotkey_get_all (); key->text != NULL; key++)
    add_key (self, key);
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Xong"));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
