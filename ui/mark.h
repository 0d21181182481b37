/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* A small sign drawn in the colour of the text beside it, which says the same in words;
 * hidden from screen readers. */
#define UI_TYPE_MARK (ui_mark_get_type ())
G_DECLARE_FINAL_TYPE (UiMark, ui_mark, UI, MARK, GtkWidget)

typedef enum {
  UI_MARK_NONE,
  UI_MARK_TICK,
  UI_MARK_DOUBT, /* look at this */
  UI_MARK_STOP,  /* something is wrong */
  UI_MARK_WAIT,  /* not yet */
  UI_MARK_WORK,  /* under way; turns */
  UI_MARK_EMPTY,
  UI_MARK_SEARCH,
  UI_MARK_NEXT,
  UI_MARK_BACK,
  UI_MARK_FEED, /* a sheet above a scanner */
  UI_MARK_SCANNER,
  UI_MARK_TURN_LEFT,
  UI_MARK_TURN_RIGHT,
  UI_MARK_EARLIER, /* one place nearer to the beginning */
  UI_MARK_LATER,
  UI_MARK_BEFORE, /* a page more before this one */
  UI_MARK_AFTER,
  UI_MARK_AGAIN, /* scan it once more */
  UI_MARK_REMOVE,
  UI_MARK_UNDO,
  UI_MARK_REDO,
  UI_MARK_OPEN, /* look at it */
  UI_MARK_PAIR,
  UI_MARK_PAPER,
  UI_MARK_OPTIONS,
  UI_MARK_KEYS,
  UI_MARK_WIPE, /* a cloth on a glass */
  UI_MARK_PAUSE,
  UI_MARK_HAND, /* take it, it is somebody's */
  UI_MARK_FIRST, /* before all others */
  UI_MARK_LARGER,
  UI_MARK_CONTRAST,
  UI_MARK_LOW, /* what can be pressed, further down */
  UI_MARK_SPEAK,
  UI_MARK_SWITCH,
  UI_MARK_LANGUAGE,
  UI_MARK_STAFF,
} UiMarkSign;

#define UI_TYPE_MARK_SIGN (ui_mark_sign_get_type ())
GType ui_mark_sign_get_type (void);

GtkWidget *ui_mark_new (UiMarkSign sign);

/* Property "sign": a UiMarkSign. Property "size": int, pixels of its square. */
void ui_mark_set_sign (UiMark *self, UiMarkSign sign);
