/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

typedef enum {
  LOOK_LIGHT,
  LOOK_DARK,
  LOOK_CONTRAST, /* black, white and few colours, with lines around what can be pressed */
} LookTheme;

/* Size of type in per cent of what the screens are drawn for. */
#define LOOK_TEXT_LEAST 100
#define LOOK_TEXT_MOST  200
#define LOOK_TEXT_STEP  25

/* Gives the default display our templates, our style and none of the desktop's; to be
 * called once after GTK is there. */
void look_init (void);

/* "light", "dark", "contrast"; FALSE for any other word. */
gboolean look_parse_theme (const char *word, LookTheme *theme) G_GNUC_WARN_UNUSED_RESULT;

/* All screens change at once. */
void look_set_theme (LookTheme theme);
LookTheme look_get_theme (void);

/* @percent is brought between the least and the most. */
void look_set_text_percent (guint percent);
guint look_get_text_percent (void);
/* What can be pressed on the screens of citizens is so large at least. */
void look_set_target_px (guint px);
/* One step larger (1), smaller (-1), or back to the least (0). */
void look_step_text (int by);
