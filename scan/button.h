/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The buttons on a scanner itself, looked at while it does not scan. */
typedef struct Button Button;

/* Those of @device (an open SANE handle, borrowed); NULL when it has none that can be read
 * without waiting. */
Button *button_new (gpointer device) G_GNUC_WARN_UNUSED_RESULT;
void button_free (Button *button);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Button, button_free)

/* Whether one was pressed since the last look. Call it a few times a second. */
gboolean button_check (Button *button);
