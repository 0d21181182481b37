/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* A large picture of what to do or what happens, in the colours of the theme. It moves while
 * it can be seen, unless movement is switched off (gtk-enable-animations); the words beside
 * it say the same, so screen readers are spared it. */
#define UI_TYPE_SCENE (ui_scene_get_type ())
G_DECLARE_FINAL_TYPE (UiScene, ui_scene, UI, SCENE, GtkWidget)

typedef enum {
  UI_SCENE_WELCOME, /* a person and the machine */
  UI_SCENE_CONSENT, /* a paper behind a shield */
  UI_SCENE_CARD,    /* a card goes onto the glass */
  UI_SCENE_SHEET,   /* a sheet goes onto the glass */
  UI_SCENE_LIGHT,   /* light passes below it */
  UI_SCENE_READ,    /* a lens over lines */
  UI_SCENE_CHECK,   /* lines with ticks */
  UI_SCENE_SENT,
  UI_SCENE_TAKE,  /* papers are taken from the glass */
  UI_SCENE_STAFF, /* somebody comes */
  UI_SCENE_CLOCK, /* time runs out */
  UI_SCENE_FAULT, /* the machine cannot go on */
} UiSceneKind;

GtkWidget *ui_scene_new (UiSceneKind kind);
void ui_scene_set_kind (UiScene *self, UiSceneKind kind);
