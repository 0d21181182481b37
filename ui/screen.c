/* SPDX-License-Identifier: Apache-2.0 */

/* The class beneath all screens: five verbs, which a screen overrides where it has
 * something to do, and the words of the bar as properties that the window binds. */

#include "ui/screen.h"

typedef struct {
  UiVisit *visit;
  char *forward_label;
  char *aside_label;
  char *hint;
  gboolean ready;
  gboolean returns;
} UiScreenPrivate;

enum {
  PROP_0,
  PROP_VISIT,
  PROP_FORWARD_LABEL,
  PROP_READY,
  PROP_ASIDE_LABEL,
  PROP_HINT,
  PROP_RETURNS,
  PROPS
};
static GParamSpec *props[PROPS];
enum { DONE, DETOUR, RESTART, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (UiScreen, ui_screen, GTK_TYPE_WIDGET)

static UiScreenPrivate *
get_private (UiScreen *self) {
  return ui_screen_get_instance_private (self);
}

static void
set_text (UiScreen *self, char **place, const char *text, guint prop) {
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_flag (UiScreen *self, gboolean *place, gboolean value, guint prop) {
  if (*place == value)
    return;
  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

UiVisit *
ui_screen_get_visit (UiScreen *self) {
  return get_private (self)->visit;
}

void
ui_screen_set_forward_label (UiScreen *self, const char *label) {
  set_text (self, &get_private (self)->forward_label, label, PROP_FORWARD_LABEL);
}

void
ui_screen_set_ready (UiScreen *self, gboolean ready) {
  set_flag (self, &get_private (self)->ready, ready, PROP_READY);
}

void
ui_screen_set_aside_label (UiScreen *self, const char *label) {
  set_text (self, &get_private (self)->aside_label, label, PROP_ASIDE_LABEL);
}

void
ui_screen_set_hint (UiScreen *self, const char *hint) {
  set_text (self, &get_private (self)->hint, hint, PROP_HINT);
}

void
ui_screen_set_returns (UiScreen *self, gboolean returns) {
  set_flag (self, &get_private (self)->returns, returns, PROP_RETURNS);
}

void
ui_screen_emit_done (UiScreen *self) {
  g_signal_emit (self, signals[DONE], 0);
}

void
ui_screen_emit_detour (UiScreen *self, const char *name) {
  g_signal_emit (self, signals[DETOUR], 0, name);
}

void
ui_screen_emit_restart (UiScreen *self) {
  g_signal_emit (self, signals[RESTART], 0);
}

void
ui_screen_enter (UiScreen *self) {
  if (UI_SCREEN_GET_CLASS (self)->enter != NULL)
    UI_SCREEN_GET_CLASS (self)->enter (self);
}

void
ui_screen_leave (UiScreen *self) {
  if (UI_SCREEN_GET_CLASS (self)->leave != NULL)
    UI_SCREEN_GET_CLASS (self)->leave (self);
}

void
ui_screen_forward (UiScreen *self) {
  if (UI_SCREEN_GET_CLASS (self)->forward != NULL)
    UI_SCREEN_GET_CLASS (self)->forward (self);
}

void
ui_screen_aside (UiScreen *self) {
  if (UI_SCREEN_GET_CLASS (self)->aside != NULL)
    UI_SCREEN_GET_CLASS (self)->aside (self);
}

gboolean
ui_screen_key (UiScreen *self, guint key, GdkModifierType state) {
  return UI_SCREEN_GET_CLASS (self)->key != NULL
         && UI_SCREEN_GET_CLASS (self)->key (self, key, state);
}

static void
ui_screen_set_property (GObject *object, guint id, const GValue *value,
                        GParamSpec *spec) {
  get_private (UI_SCREEN (object))->visit = g_value_dup_object (value);
}

static void
ui_screen_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec) {
  UiScreenPrivate *private = get_private (UI_SCREEN (object));

  switch (id) {
  case PROP_FORWARD_LABEL:
    g_value_set_string (value, private->forward_label);
    break;
  case PROP_READY:
    g_value_set_boolean (value, private->ready);
    break;
  case PROP_ASIDE_LABEL:
    g_value_set_string (value, private->aside_label);
    break;
  case PROP_HINT:
    g_value_set_string (value, private->hint);
    break;
  case PROP_RETURNS:
    g_value_set_boolean (value, private->returns);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
ui_screen_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&get_private (UI_SCREEN (object))->visit);
  G_OBJECT_CLASS (ui_screen_parent_class)->dispose (object);
}

static void
ui_screen_finalize (GObject *object) {
  UiScreenPrivate *private = get_private (UI_SCREEN (object));

  g_free (private->forward_label);
  g_free (private->aside_label);
  g_free (private->hint);
  G_OBJECT_CLASS (ui_screen_parent_class)->finalize (object);
}

static GParamSpec *
text_spec (const char *name) {
  return g_param_spec_string (name, NULL, NULL, NULL,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
flag_spec (const char *name) {
  return g_param_spec_boolean (name, NULL, NULL, FALSE,
                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
ui_screen_class_init (UiScreenClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = ui_screen_set_property;
  object_class->get_property = ui_screen_get_property;
  object_class->dispose = ui_screen_dispose;
  object_class->finalize = ui_screen_finalize;
  props[PROP_VISIT] = g_param_spec_object ("visit", NULL, NULL, UI_TYPE_VISIT,
                                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                               | G_PARAM_STATIC_STRINGS);
  props[PROP_FORWARD_LABEL] = text_spec ("forward-label");
  props[PROP_READY] = flag_spec ("ready");
  props[PROP_ASIDE_LABEL] = text_spec ("aside-label");
  props[PROP_HINT] = text_spec ("hint");
  props[PROP_RETURNS] = flag_spec ("returns");
  g_object_class_install_properties (object_class, PROPS, props);
  signals[DONE] = g_signal_new ("done", UI_TYPE_SCREEN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[DETOUR] = g_signal_new ("detour", UI_TYPE_SCREEN, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RESTART] = g_signal_new ("restart", UI_TYPE_SCREEN, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "screen");
}

static void
ui_screen_init (UiScreen *self) {
}

static gboolean
turn_to_visible (GBinding *binding, const GValue *from, GValue *to, gpointer data) {
  g_value_set_boolean (to, g_value_get_string (from) != NULL);
  return TRUE;
}

static gboolean
turn_to_label (GBinding *binding, const GValue *from, GValue *to, gpointer data) {
  const char *text = g_value_get_string (from);

  g_value_set_string (to, text != NULL ? text : "");
  return TRUE;
}

void
ui_screen_bind_presence (GBindingGroup *words, const char *prop, GtkWidget *widget) {
  g_binding_group_bind_full (words, prop, widget, "visible", G_BINDING_SYNC_CREATE,
                             turn_to_visible, NULL, NULL, NULL);
}

void
ui_screen_bind_text (GBindingGroup *words, const char *prop, GtkWidget *widget) {
  g_binding_group_bind_full (words, prop, widget, "label", G_BINDING_SYNC_CREATE,
                             turn_to_label, NULL, NULL, NULL);
  ui_screen_bind_presence (words, prop, widget);
}
