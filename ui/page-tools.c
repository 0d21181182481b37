/* SPDX-License-Identifier: Apache-2.0 */

/* A few acts are always there and keep their places, so that a hand finds them blindly; those
 * that only some pages need come before them, in the colour of what wants to be looked at. */

#include "ui/page-tools.h"

#include "ui/tool-button.h"
#include "ui/verdict-text.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define GAP_PX 6

static const struct {
  Act act;
  UiMarkSign sign;
  const char *word;
  const char *spoken; /* NULL: the word; and the page may not need the act */
} tools[] = {
    {ACT_PAIR, UI_MARK_PAIR, N_ ("So hai trang giống nhau"), NULL},
    {ACT_LET_GO, UI_MARK_NEXT, N_ ("Cho qua, ghi lý do"), NULL},
    {ACT_SORT, UI_MARK_PAPER, N_ ("Là giấy tờ nào?"), NULL},
    {ACT_AGAIN, UI_MARK_AGAIN, N_ ("Quét lại"), N_ ("Quét lại trang này")},
    {ACT_TURN_LEFT, UI_MARK_TURN_LEFT, N_ ("Xoay trái"), N_ ("Xoay trang sang trái")},
    {ACT_TURN_RIGHT, UI_MARK_TURN_RIGHT, N_ ("Xoay phải"), N_ ("Xoay trang sang phải")},
    {ACT_EARLIER, UI_MARK_EARLIER, N_ ("Lên trước"), N_ ("Chuyển trang lên trước")},
    {ACT_LATER, UI_MARK_LATER, N_ ("Ra sau"), N_ ("Chuyển trang ra sau")},
    {ACT_BEFORE, UI_MARK_BEFORE, N_ ("Chèn trước"), N_ ("Quét chèn trước trang này")},
    {ACT_AFTER, UI_MARK_AFTER, N_ ("Chèn sau"), N_ ("Quét chèn sau trang này")},
    {ACT_REMOVE, UI_MARK_REMOVE, N_ ("Bỏ ra"), N_ ("Bỏ trang này ra")},
    {ACT_OPEN, UI_MARK_OPEN, N_ ("Xem"), N_ ("Xem trang này")},
};

struct _UiPageTools {
  GtkWidget parent;
  GtkLabel *title;
  GtkLabel *advice;
  GtkWidget *buttons[G_N_ELEMENTS (tools)];
};

enum { ASKED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiPageTools, ui_page_tools, GTK_TYPE_WIDGET)

static gboolean
is_offered (Act act, KioskLeaf *leaf, guint chosen) {
  KioskLeafState state = kiosk_leaf_get_state (leaf);

  if (chosen > 0 && (act == ACT_PAIR || act == ACT_LET_GO))
    return FALSE;
  if (chosen > 0 && act == ACT_SORT)
    return TRUE;
  if (act == ACT_PAIR)
    return kiosk_leaf_get_twin (leaf) != 0;
  if (act == ACT_LET_GO)
    return state == KIOSK_LEAF_FAILED && !kiosk_leaf_get_let_go (leaf);
  if (act == ACT_SORT)
    return state == KIOSK_LEAF_READ && *kiosk_leaf_get_type_label (leaf) == '\0'
           && !kiosk_leaf_get_continues (leaf);
  return TRUE;
}

/* At an end there is nowhere to go; the button stays in its place. */
static gboolean
is_possible (Act act, KioskLeaf *leaf, guint pages, guint chosen) {
  if (chosen > 0)
    return act != ACT_BEFORE && act != ACT_AFTER && act != ACT_AGAIN && act != ACT_OPEN;
  if (act == ACT_EARLIER)
    return kiosk_leaf_get_place (leaf) > 1;
  if (act == ACT_LATER)
    return kiosk_leaf_get_place (leaf) < pages;
  return TRUE;
}

static char *
format_title (KioskLeaf *leaf, guint chosen) {
  const char *type = kiosk_leaf_get_type_label (leaf);

  if (chosen > 0)
    return g_strdup_printf (ngettext ("Đã chọn %u trang", "Đã chọn %u trang", chosen),
                            chosen);
  return *type != '\0'
             ? g_strdup_printf (_ ("Trang %u · %s"), kiosk_leaf_get_place (leaf), type)
             : g_strdup_printf (_ ("Trang %u"), kiosk_leaf_get_place (leaf));
}

void
ui_page_tools_update (UiPageTools *self, KioskLeaf *leaf, guint pages, guint chosen) {
  g_autofree char *title = NULL;
  g_autofree char *advice = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), leaf != NULL);
  if (leaf == NULL)
    return;
  title = format_title (leaf, chosen);
  advice = chosen == 0 ? verdict_text_format (leaf) : NULL;
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->advice, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), advice != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++) {
    gtk_widget_set_visible (self->buttons[i], is_offered (tools[i].act, leaf, chosen));
    gtk_widget_set_sensitive (self->buttons[i],
                              is_possible (tools[i].act, leaf, pages, chosen));
  }
}

static void
on_clicked (GtkButton *button, UiPageTools *self) {
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++) {
    if (self->buttons[i] == GTK_WIDGET (button))
      g_signal_emit (self, signals[ASKED], 0, (int) tools[i].act);
  }
}

static void
ui_page_tools_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_page_tools_parent_class)->dispose (object);
}

static void
ui_page_tools_class_init (UiPageToolsClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_page_tools_dispose;
  signals[ASKED] = g_signal_new ("asked", UI_TYPE_PAGE_TOOLS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pagetools");
}

static GtkLabel *
new_label (const char *css_class) {
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static GtkWidget *
new_tool (UiPageTools *self, guint number) {
  const char *spoken = tools[number].spoken;
  GtkWidget *button = tool_button_new (tools[number].sign, _ (tools[number].word),
                                       spoken != NULL ? _ (spoken) : NULL);

  if (spoken != NULL)
    tool_button_set_stacked (button);
  else
    gtk_widget_add_css_class (button, "wanted");
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  return button;
}

static void
ui_page_tools_init (UiPageTools *self) {
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = ui_wrap_new (GAP_PX);
  GtkWidget *second = ui_wrap_new (GAP_PX);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), GAP_PX);
  self->title = new_label ("fact-title");
  self->advice = new_label ("advice");
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->advice));
  ui_wrap_append (UI_WRAP (first), words);
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++) {
    self->buttons[i] = new_tool (self, i);
    ui_wrap_append (UI_WRAP (tools[i].spoken != NULL ? second : first), self->buttons[i]);
  }
  gtk_widget_set_parent (first, widget);
  gtk_widget_set_parent (second, widget);
  gtk_widget_set_visible (widget, FALSE);
}
