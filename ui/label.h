/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* Text that begins at the left and goes on in a new line where it is too long, in the
 * style @css_class. Floating. */
GtkWidget *ui_label_new (const char *text, const char *css_class);
