/* SPDX-License-Identifier: Apache-2.0 */

/* The screens look the same on every desktop: GTK's own theme beneath, style.css on top. A theme
 * is a set of named colours and little else, in a style sheet of its own that is exchanged.
 * Type is sized in rem, which is the font below at the dots per inch that GTK is told, so one
 * number scales all of it. Pasting with the middle button is off, as it brings in what another
 * person selected. */

#include "ui/look.h"

#include "ui/ui-resources.h"

#include <gtk/gtk.h>

#define FONT    "Noto Sans 15" /* 1 rem: 20 px at 96 dpi */
#define XFT_DPI (96 * 1024)

static const struct {
  const char *word;
  const char *sheet;
} themes[] = {
    [LOOK_LIGHT] = {"light", "/motcua/light.css"},
    [LOOK_DARK] = {"dark", "/motcua/dark.css"},
    [LOOK_CONTRAST] = {"contrast", "/motcua/contrast.css"},
};

static struct {
  GtkCssProvider *colours;
  LookTheme theme;
  guint text_percent;
} look = {.text_percent = LOOK_TEXT_LEAST};

static void
add_sheet (GtkCssProvider *sheet) {
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (sheet),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER + 1);
}

gboolean
look_parse_theme (const char *word, LookTheme *theme) {
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
    if (g_strcmp0 (themes[i].word, word) == 0) {
      *theme = (LookTheme) i;
      return TRUE;
    }
  }
  return FALSE;
}

void
look_set_theme (LookTheme theme) {
  look.theme = theme;
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme",
                theme == LOOK_DARK, NULL);
  gtk_css_provider_load_from_resource (look.colours, themes[theme].sheet);
}

LookTheme
look_get_theme (void) {
  return look.theme;
}

void
look_set_text_percent (guint percent) {
  look.text_percent = CLAMP (percent, LOOK_TEXT_LEAST, LOOK_TEXT_MOST);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                (int) (XFT_DPI * look.text_percent / 100), NULL);
}

guint
look_get_text_percent (void) {
  return look.text_percent;
}

void
look_step_text (int by) {
  look_set_text_percent (by == 0
                             ? LOOK_TEXT_LEAST
                             : (guint) ((int) look.text_percent + by * LOOK_TEXT_STEP));
}

void
look_init (void) {
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  g_resources_register (ui_get_resource ());
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", "Default",
                "gtk-enable-primary-paste", FALSE, "gtk-font-name", FONT, NULL);
  gtk_css_provider_load_from_resource (style, "/motcua/style.css");
  add_sheet (style);
  look.colours = gtk_css_provider_new ();
  add_sheet (look.colours);
  look_set_theme (look.theme);
  look_set_text_percent (look.text_percent);
}

void
look_set_target_px (guint px) {
  g_autoptr (GtkCssProvider) sheet = gtk_css_provider_new ();
  g_autofree char *css = g_strdup_printf (
      "window.hall button:not(.choice), window.hall entry { min-height: %upx; }"
      "window.hall .strip button, keyboard button { min-width: %upx; }"
      "window.hall button.choice { min-height: %upx; }",
      px, px, px + px / 2);

  gtk_css_provider_load_from_data (sheet, css, -1);
  add_sheet (sheet);
}
