/* SPDX-License-Identifier: Apache-2.0 */

/* Both halves scroll when type is so large that they do not fit, so nothing is cut. The words
 * are a label that screen readers announce when it changes, and the script of what is said
 * aloud, so that no screen can be without one. */

#include "ui/stage.h"

#include "ui/label.h"

typedef struct {
  GtkWidget *halves;
  GtkWidget *scene;
  GtkWidget *told;
  GtkWidget *reach;
  GtkLabel *title;
  GtkLabel *text;
  GtkBox *controls;
  char *secret;
  gboolean low;
  gboolean wide;
  gboolean busy;
} UiStagePrivate;

static guint told_signal;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (UiStage, ui_stage, UI_TYPE_SCREEN)

static UiStagePrivate *
get_private (UiStage *self) {
  return ui_stage_get_instance_private (self);
}

void
ui_stage_tell (UiStage *self, UiSceneKind scene, const char *title, const char *text) {
  UiStagePrivate *private = get_private (self);

  ui_scene_set_kind (UI_SCENE (private->scene), scene);
  if (g_strcmp0 (gtk_label_get_text (private->title), title) == 0
      && g_strcmp0 (gtk_label_get_text (private->text), text) == 0)
    return;
  gtk_label_set_text (private->title, title);
  gtk_label_set_text (private->text, text);
  gtk_widget_set_visible (GTK_WIDGET (private->text), *text != '\0');
  g_signal_emit (self, told_signal, 0);
}

void
ui_stage_set_private (UiStage *self, const char *text) {
  UiStagePrivate *private = get_private (self);

  g_free (private->secret);
  private->secret = g_strdup (text);
}

GtkBox *
ui_stage_get_controls (UiStage *self) {
  return get_private (self)->controls;
}

static void
arrange_halves (UiStage *self) {
  UiStagePrivate *private = get_private (self);
  gboolean stacked = private->low || private->wide;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (private->halves),
                                  stacked ? GTK_ORIENTATION_VERTICAL
                                          : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (GTK_BOX (private->halves), !private->wide);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (private->told),
                                  stacked ? GTK_ORIENTATION_HORIZONTAL
                                          : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_vexpand (private->reach, !private->wide);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (private->reach),
                                                    private->wide);
}

void
ui_stage_set_low (UiStage *self, gboolean low) {
  get_private (self)->low = low;
  arrange_halves (self);
}

void
ui_stage_set_wide (UiStage *self, gboolean wide) {
  get_private (self)->wide = wide;
  arrange_halves (self);
}

void
ui_stage_set_busy (UiStage *self, gboolean busy) {
  get_private (self)->busy = busy;
}

gboolean
ui_stage_get_busy (UiStage *self) {
  return get_private (self)->busy;
}

char *
ui_stage_script_dup (UiStage *self, gboolean with_private) {
  UiStagePrivate *private = get_private (self);
  const char *secret = with_private && private->secret != NULL ? private->secret : "";

  return g_strdup_printf ("%s. %s %s", gtk_label_get_text (private->title),
                          gtk_label_get_text (private->text), secret);
}

static GtkWidget *
make_scroller (GtkWidget *child) {
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_hexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
make_words (UiStagePrivate *private) {
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  private->title = GTK_LABEL (ui_label_new (NULL, "big-title"));
  private->text = GTK_LABEL (ui_label_new (NULL, "big-text"));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (private->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (private->text));
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  return words;
}

static void
ui_stage_finalize (GObject *object) {
  g_free (get_private (UI_STAGE (object))->secret);
  G_OBJECT_CLASS (ui_stage_parent_class)->finalize (object);
}

static void
ui_stage_class_init (UiStageClass *klass) {
  G_OBJECT_CLASS (klass)->finalize = ui_stage_finalize;
  told_signal = g_signal_new ("told", UI_TYPE_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
}

static void
ui_stage_init (UiStage *self) {
  UiStagePrivate *private = get_private (self);
  GtkWidget *tells;

  private->halves = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 28);
  private->told = gtk_box_new (GTK_ORIENTATION_VERTICAL, 20);
  private->scene = ui_scene_new (UI_SCENE_WELCOME);
  gtk_widget_set_vexpand (private->scene, TRUE);
  gtk_box_append (GTK_BOX (private->told), private->scene);
  gtk_box_append (GTK_BOX (private->told), make_words (private));
  gtk_widget_add_css_class (private->told, "told");
  tells = make_scroller (private->told);
  private->controls = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 16));
  gtk_widget_set_valign (GTK_WIDGET (private->controls), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (private->controls), "reach");
  private->reach = make_scroller (GTK_WIDGET (private->controls));
  gtk_widget_add_css_class (private->halves, "stage");
  gtk_box_append (GTK_BOX (private->halves), tells);
  gtk_box_append (GTK_BOX (private->halves), private->reach);
  gtk_widget_set_parent (private->halves, GTK_WIDGET (self));
  arrange_halves (self);
}
