/* SPDX-License-Identifier: Apache-2.0 */

/* A compositor of kiosks shows no keyboard of the desktop's, and input methods are daemons
 * with windows of their own; so the keys are widgets of our window, and kiosk/telex.h writes
 * the words. The keys are a table: a row of signs, and a few with a meaning. A key takes no
 * keyboard focus by a touch, so the cursor stays where it is; Tab reaches all of them. */

#include "ui/keyboard.h"

#include <glib/gi18n.h>

#include <string.h>

#define GAP_PX 6

typedef enum {
  KEY_SIGN, /* writes what stands on it */
  KEY_SHIFT,
  KEY_ERASE,
  KEY_SPACE,
  KEY_METHOD,
  KEY_LAYER, /* letters, digits */
  KEY_LEFT,
  KEY_RIGHT,
  KEY_ENTER,
} KeyKind;

typedef struct {
  KeyKind kind;
  char sign;
  guint columns;
} Key;

#define SIGN(sign)                                                                       \
  { KEY_SIGN, sign, 2 }

static const Key letters[][12] = {
    {SIGN ('q'), SIGN ('w'), SIGN ('e'), SIGN ('r'), SIGN ('t'), SIGN ('y'), SIGN ('u'),
     SIGN ('i'), SIGN ('o'), SIGN ('p')},
    {SIGN ('a'),
     SIGN ('s'),
     SIGN ('d'),
     SIGN ('f'),
     SIGN ('g'),
     SIGN ('h'),
     SIGN ('j'),
     SIGN ('k'),
     SIGN ('l'),
     {KEY_ERASE, 0, 2}},
    {{KEY_SHIFT, 0, 3},
     SIGN ('z'),
     SIGN ('x'),
     SIGN ('c'),
     SIGN ('v'),
     SIGN ('b'),
     SIGN ('n'),
     SIGN ('m'),
     {KEY_LAYER, 0, 3}},
    {{KEY_METHOD, 0, 3},
     {KEY_LEFT, 0, 2},
     {KEY_RIGHT, 0, 2},
     {KEY_SPACE, 0, 9},
     {KEY_ENTER, 0, 4}},
};
static const Key digits[][12] = {
    {SIGN ('1'), SIGN ('2'), SIGN ('3'), SIGN ('4'), SIGN ('5'), SIGN ('6'), SIGN ('7'),
     SIGN ('8'), SIGN ('9'), SIGN ('0')},
    {SIGN ('/'),
     SIGN ('-'),
     SIGN ('.'),
     SIGN (','),
     SIGN (':'),
     SIGN ('('),
     SIGN (')'),
     SIGN ('\''),
     SIGN ('+'),
     {KEY_ERASE, 0, 2}},
    {{KEY_LAYER, 0, 3},
     {KEY_LEFT, 0, 2},
     {KEY_RIGHT, 0, 2},
     {KEY_SPACE, 0, 9},
     {KEY_ENTER, 0, 4}},
};
static const char digit_row[] = "1234567890";

struct _UiKeyboard {
  GtkWidget parent;
  GtkWidget *grid;
  GtkEditable *text;
  GtkEventController *keys; /* on the entry; owned by it */
  Telex *telex;
  UiKeyboardLayer layer;
  gboolean shift;
};

static guint entered_signal;

G_DEFINE_FINAL_TYPE (UiKeyboard, ui_keyboard, GTK_TYPE_WIDGET)

static void show_keys (UiKeyboard *self);

/* --- writing -------------------------------------------------------------------------- */

static void
replace_before (UiKeyboard *self, const char *before) {
  int at = 0;

  gtk_editable_delete_text (self->text, 0, gtk_editable_get_position (self->text));
  gtk_editable_insert_text (self->text, before, -1, &at);
  gtk_editable_set_position (self->text, at);
}

static void
write_sign (UiKeyboard *self, gunichar sign) {
  g_autofree char *before = NULL;
  g_autofree char *written = NULL;

  if (self->text == NULL)
    return;
  if (gtk_editable_get_selection_bounds (self->text, NULL, NULL))
    gtk_editable_delete_selection (self->text);
  before = gtk_editable_get_chars (self->text, 0, gtk_editable_get_position (self->text));
  written = telex_type (self->telex, before, sign);
  replace_before (self, written);
}

static void
erase (UiKeyboard *self) {
  int at = self->text != NULL ? gtk_editable_get_position (self->text) : 0;

  if (self->text != NULL && gtk_editable_get_selection_bounds (self->text, NULL, NULL))
    gtk_editable_delete_selection (self->text);
  else if (at > 0)
    gtk_editable_delete_text (self->text, at - 1, at);
}

static void
move (UiKeyboard *self, int by) {
  if (self->text != NULL)
    gtk_editable_set_position (self->text,
                               MAX (0, gtk_editable_get_position (self->text) + by));
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller, guint key, guint code,
                GdkModifierType state, UiKeyboard *self) {
  gunichar sign = gdk_keyval_to_unicode (key);

  if (sign == 0 || !g_unichar_isprint (sign)
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  write_sign (self, sign);
  return TRUE;
}

/* --- keys ----------------------------------------------------------------------------- */

static void
on_clicked (GtkButton *button, UiKeyboard *self) {
  const Key *key = g_object_get_data (G_OBJECT (button), "key");
  gunichar sign = (gunichar) (self->shift ? g_ascii_toupper (key->sign) : key->sign);

  switch (key->kind) {
  case KEY_SIGN:
    write_sign (self, sign);
    if (self->shift) {
      self->shift = FALSE;
      show_keys (self);
    }
    return;
  case KEY_SHIFT:
    self->shift = !self->shift;
    show_keys (self);
    return;
  case KEY_ERASE:
    erase (self);
    return;
  case KEY_SPACE:
    write_sign (self, ' ');
    return;
  case KEY_METHOD:
    telex_set_method (self->telex, telex_get_method (self->telex) == TELEX_TELEX
                                       ? TELEX_VNI
                                       : TELEX_TELEX);
    show_keys (self);
    return;
  case KEY_LAYER:
    self->layer
        = self->layer == UI_KEYBOARD_LETTERS ? UI_KEYBOARD_DIGITS : UI_KEYBOARD_LETTERS;
    show_keys (self);
    return;
  case KEY_LEFT:
    move (self, -1);
    return;
  case KEY_RIGHT:
    move (self, 1);
    return;
  case KEY_ENTER:
    g_signal_emit (self, entered_signal, 0);
    return;
  }
  g_assert_not_reached ();
}

static const char *
label_key (UiKeyboard *self, const Key *key) {
  switch (key->kind) {
  case KEY_SIGN:
    return NULL;
  case KEY_SHIFT:
    return self->shift ? _ ("Chữ thường") : _ ("Chữ hoa");
  case KEY_ERASE:
    return _ ("Xóa");
  case KEY_SPACE:
    return _ ("Dấu cách");
  case KEY_METHOD:
    return telex_get_method (self->telex) == TELEX_TELEX ? _ ("Telex") : _ ("VNI");
  case KEY_LAYER:
    return self->layer == UI_KEYBOARD_LETTERS ? _ ("Số 123") : _ ("Chữ abc");
  case KEY_LEFT:
    return "◀";
  case KEY_RIGHT:
    return "▶";
  case KEY_ENTER:
    return _ ("Xong");
  }
  g_assert_not_reached ();
}

/* What a screen reader says, where that is not what stands on the key. */
static char *
name_key (UiKeyboard *self, const Key *key) {
  switch (key->kind) {
  case KEY_SIGN:
    return g_strdup_printf (self->shift ? _ ("Phím %c hoa") : _ ("Phím %c"), key->sign);
  case KEY_METHOD:
    return g_strdup (telex_get_method (self->telex) == TELEX_TELEX
                         ? _ ("Kiểu gõ Telex, bấm để đổi sang VNI")
                         : _ ("Kiểu gõ VNI, bấm để đổi sang Telex"));
  case KEY_LEFT:
    return g_strdup (_ ("Con trỏ sang trái"));
  case KEY_RIGHT:
    return g_strdup (_ ("Con trỏ sang phải"));
  case KEY_SHIFT:
  case KEY_ERASE:
  case KEY_SPACE:
  case KEY_LAYER:
  case KEY_ENTER:
    return g_strdup (label_key (self, key));
  }
  g_assert_not_reached ();
}

static void
add_key (UiKeyboard *self, const Key *key, guint *column, guint row) {
  const char *word = label_key (self, key);
  char sign[2] = {self->shift ? g_ascii_toupper (key->sign) : key->sign, '\0'};
  GtkWidget *button = gtk_button_new_with_label (word != NULL ? word : sign);
  g_autofree char *name = name_key (self, key);

  g_object_set_data (G_OBJECT (button), "key", (gpointer) key);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_add_css_class (button, "key");
  if (key->kind == KEY_ENTER)
    gtk_widget_add_css_class (button, "primary");
  else if (key->kind != KEY_SIGN)
    gtk_widget_add_css_class (button, "meaning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_grid_attach (GTK_GRID (self->grid), button, (int) *column, (int) row,
                   (int) key->columns, 1);
  *column += key->columns;
}

/* VNI writes marks by digits, which stand above the letters then. */
static guint
add_digits (UiKeyboard *self) {
  static Key keys[sizeof digit_row - 1];
  guint column = 0;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    keys[i] = (Key) SIGN (digit_row[i]);
    add_key (self, &keys[i], &column, 0);
  }
  return 1;
}

static void
show_keys (UiKeyboard *self) {
  gboolean shows_letters = self->layer == UI_KEYBOARD_LETTERS;
  const Key (*rows)[12] = shows_letters ? letters : digits;
  guint count = shows_letters ? G_N_ELEMENTS (letters) : G_N_ELEMENTS (digits);
  GtkWidget *child;
  guint row = 0;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  if (shows_letters && telex_get_method (self->telex) == TELEX_VNI)
    row = add_digits (self);
  for (guint i = 0; i < count; i++, row++) {
    guint column = 0;

    for (guint j = 0; j < G_N_ELEMENTS (rows[i]) && rows[i][j].columns > 0; j++)
      add_key (self, &rows[i][j], &column, row);
  }
}

void
ui_keyboard_set_target (UiKeyboard *self, GtkEditable *text, UiKeyboardLayer layer) {
  if (self->text != NULL)
    gtk_widget_remove_controller (GTK_WIDGET (self->text), self->keys);
  telex_clear (self->telex);
  g_set_object (&self->text, text);
  self->layer = layer;
  self->shift = FALSE;
  show_keys (self);
  if (text == NULL)
    return;
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect (self->keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (text), self->keys);
}

static void
ui_keyboard_dispose (GObject *object) {
  UiKeyboard *self = UI_KEYBOARD (object);

  g_clear_object (&self->text);
  g_clear_pointer (&self->telex, telex_free);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (ui_keyboard_parent_class)->dispose (object);
}

static void
ui_keyboard_class_init (UiKeyboardClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_keyboard_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "keyboard");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_GROUP);
  entered_signal = g_signal_new ("entered", UI_TYPE_KEYBOARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_keyboard_init (UiKeyboard *self) {
  self->telex = telex_new (TELEX_TELEX);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), GAP_PX);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), GAP_PX);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Bàn phím"), -1);
  show_keys (self);
}

GtkWidget *
ui_keyboard_new (void) {
  return g_object_new (UI_TYPE_KEYBOARD, NULL);
}
