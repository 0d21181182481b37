/* SPDX-License-Identifier: Apache-2.0 */

/* The screens look the same on every desktop: GTK's own theme beneath, style.css on top.
 * Pasting with the middle button is off, as it brings in what another person selected. */

#include "ui/look.h"

#include "ui/ui-resources.h"

#include <gtk/gtk.h>

void
look_init (void) {
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  g_resources_register (ui_get_resource ());
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", "Default",
                "gtk-application-prefer-dark-theme", FALSE, "gtk-enable-primary-paste",
                FALSE, "gtk-font-name", "Noto Sans 12", "gtk-xft-dpi", 96 * 1024, NULL);
  gtk_css_provider_load_from_resource (style, "/motcua/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER + 1);
}
