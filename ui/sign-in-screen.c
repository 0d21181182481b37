/* SPDX-License-Identifier: Apache-2.0 */

/* The name that was used last is chosen and the keyboard is at the PIN, so that who comes back
 * types digits and Enter. A try takes up to a second elsewhere; meanwhile nothing can be
 * pressed twice. What is typed is gone from the screen as soon as it is tried. While a wait
 * runs, it is counted down, and no PIN is taken.
 *
 *     empty --digits--> ready --Enter--> trying --right--> done
 *                         ^                 |
 *                         +------wrong------+--too many--> waiting --0 s--> empty */

#include "ui/sign-in-screen.h"

#include "ui/entry.h"
#include "ui/notice.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#include <string.h>

#define PIN_DIGITS_LEAST 6

struct _UiSignInScreen {
  UiScreen parent;
  UiWrap *members;
  UiEntry *pin;
  UiNotice *notice;
  char *chosen;      /* id; kept from one visit to the next */
  GHashTable *names; /* id to button */
  gboolean tries;    /* an answer is awaited */
  guint wait_s;
  guint ticking; /* source, while there is a wait */
};

G_DEFINE_FINAL_TYPE (UiSignInScreen, ui_sign_in_screen, UI_TYPE_SCREEN)

static KioskStation *
get_station (UiSignInScreen *self) {
  return ui_visit_get_station (ui_screen_get_visit (UI_SCREEN (self)));
}

static void
update (UiSignInScreen *self) {
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->pin));
  gboolean takes = !self->tries && self->wait_s == 0 && self->chosen != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->pin), takes);
  gtk_widget_set_sensitive (GTK_WIDGET (self->members), !self->tries);
  ui_screen_set_ready (UI_SCREEN (self), takes && strlen (typed) >= PIN_DIGITS_LEAST);
  ui_screen_set_forward_label (UI_SCREEN (self),
                               self->tries ? _ ("Đang kiểm tra…") : _ ("Đăng nhập"));
}

/* --- waiting -------------------------------------------------------------------------- */

static void
show_wait (UiSignInScreen *self) {
  g_autofree char *text = NULL;

  if (self->wait_s == 0) {
    ui_notice_set_text (self->notice, NULL, NULL);
    return;
  }
  text = g_strdup_printf (_ ("Nhập sai nhiều lần. Thử lại sau %u:%02u."),
                          self->wait_s / 60, self->wait_s % 60);
  ui_notice_set_text (self->notice, text, NULL);
}

static gboolean
on_second (gpointer data) {
  UiSignInScreen *self = data;

  self->wait_s--;
  show_wait (self);
  if (self->wait_s > 0)
    return G_SOURCE_CONTINUE;
  self->ticking = 0;
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
  return G_SOURCE_REMOVE;
}

static void
start_wait (UiSignInScreen *self, guint wait_s) {
  g_clear_handle_id (&self->ticking, g_source_remove);
  self->wait_s = wait_s;
  show_wait (self);
  if (wait_s > 0)
    self->ticking = g_timeout_add_seconds (1, on_second, self);
}

/* --- members -------------------------------------------------------------------------- */

static void
on_member_toggled (GtkToggleButton *button, UiSignInScreen *self) {
  const KioskMember *member = g_object_get_data (G_OBJECT (button), "member");

  if (!gtk_toggle_button_get_active (button))
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (member->id);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  start_wait (self, member->wait_s);
  update (self);
}

/* Enter or a tap on a name goes on to the PIN; arrows only look. */
static void
on_member_clicked (GtkButton *button, UiSignInScreen *self) {
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}

static const char *
find_role (KioskRole role) {
  switch (role) {
  case KIOSK_ROLE_CLERK:
    return _ ("Giao dịch viên");
  case KIOSK_ROLE_SUPERVISOR:
    return _ ("Kiểm soát viên");
  case KIOSK_ROLE_CITIZEN:
    return _ ("Người dân");
  case KIOSK_ROLE_TECHNICIAN:
    return _ ("Kỹ thuật viên");
  }
  g_assert_not_reached ();
}

static GtkWidget *
new_member (const KioskMember *member) {
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (member->name);
  GtkWidget *role = gtk_label_new (find_role (member->role));
  g_autofree char *spoken
      = g_strdup_printf ("%s, %s", member->name, find_role (member->role));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (role), 0);
  gtk_widget_add_css_class (name, "row-title");
  gtk_widget_add_css_class (role, "caption");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), role);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "choice");
  gtk_widget_add_css_class (button, "member");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  return button;
}

static void
add_member (UiSignInScreen *self, KioskMember *member) {
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->members));
  GtkWidget *button = new_member (member);

  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  g_object_set_data_full (G_OBJECT (button), "member", member,
                          (GDestroyNotify) kiosk_member_free);
  g_signal_connect (button, "toggled", G_CALLBACK (on_member_toggled), self);
  g_signal_connect (button, "clicked", G_CALLBACK (on_member_clicked), self);
  ui_wrap_append (self->members, button);
  g_hash_table_insert (self->names, member->id, button);
}

static void
clear_members (UiSignInScreen *self) {
  GtkWidget *child;

  g_hash_table_remove_all (self->names);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->members))) != NULL)
    gtk_widget_unparent (child);
}

static void
fill_members (UiSignInScreen *self) {
  g_autofree char *before = g_steal_pointer (&self->chosen);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = kiosk_station_get_members (get_station (self), &error);
  GtkWidget *chosen;

  clear_members (self);
  if (members == NULL) {
    ui_notice_set_fault (self->notice, error, NULL);
    return;
  }
  while (members->len > 0)
    add_member (self, g_ptr_array_steal_index (members, 0));
  chosen = before != NULL ? g_hash_table_lookup (self->names, before) : NULL;
  if (chosen == NULL)
    chosen = gtk_widget_get_first_child (GTK_WIDGET (self->members));
  if (chosen != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chosen), TRUE);
}

/* --- a try ---------------------------------------------------------------------------- */

static void
say_wrong (UiSignInScreen *self, const StaffAnswer *answer) {
  g_autofree char *text = NULL;

  if (answer->wait_s > 0) {
    start_wait (self, answer->wait_s);
    return;
  }
  text = g_strdup_printf (ngettext ("Mã PIN không đúng. Còn %u lần thử.",
                                    "Mã PIN không đúng. Còn %u lần thử.", answer->left),
                          answer->left);
  ui_notice_set_text (self->notice, text, NULL);
}

static void
on_tried (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (UiSignInScreen) self = UI_SIGN_IN_SCREEN (data);
  g_autoptr (GError) error = NULL;
  StaffAnswer answer = {0};
  gboolean known
      = kiosk_station_sign_in_finish (KIOSK_STATION (source), result, &answer, &error);

  self->tries = FALSE;
  if (known && answer.outcome == STAFF_RIGHT) {
    ui_screen_emit_done (UI_SCREEN (self));
    return;
  }
  if (known)
    say_wrong (self, &answer);
  else
    ui_notice_set_fault (self->notice, error, NULL);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}

static void
try_pin (UiSignInScreen *self) {
  g_autofree char *pin = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->pin)));

  if (self->tries || self->wait_s > 0 || self->chosen == NULL
      || strlen (pin) < PIN_DIGITS_LEAST)
    return;
  self->tries = TRUE;
  ui_notice_set_text (self->notice, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  update (self);
  kiosk_station_sign_in_async (get_station (self), self->chosen, pin, on_tried,
                               g_object_ref (self));
  explicit_bzero (pin, strlen (pin));
}

static void
on_pin_changed (GtkEditable *pin, UiSignInScreen *self) {
  update (self);
}

static void
on_pin_activated (GtkEntry *pin, UiSignInScreen *self) {
  try_pin (self);
}

/* --- screen --------------------------------------------------------------------------- */

static void
ui_sign_in_screen_enter (UiScreen *screen) {
  UiSignInScreen *self = UI_SIGN_IN_SCREEN (screen);

  ui_notice_set_text (self->notice, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  fill_members (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}

static void
ui_sign_in_screen_leave (UiScreen *screen) {
  UiSignInScreen *self = UI_SIGN_IN_SCREEN (screen);

  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  g_clear_handle_id (&self->ticking, g_source_remove);
}

static void
ui_sign_in_screen_forward (UiScreen *screen) {
  try_pin (UI_SIGN_IN_SCREEN (screen));
}

static void
ui_sign_in_screen_dispose (GObject *object) {
  UiSignInScreen *self = UI_SIGN_IN_SCREEN (object);

  g_clear_handle_id (&self->ticking, g_source_remove);
  G_OBJECT_CLASS (ui_sign_in_screen_parent_class)->dispose (object);
}

static void
ui_sign_in_screen_finalize (GObject *object) {
  UiSignInScreen *self = UI_SIGN_IN_SCREEN (object);

  g_free (self->chosen);
  g_hash_table_unref (self->names);
  G_OBJECT_CLASS (ui_sign_in_screen_parent_class)->finalize (object);
}

static void
ui_sign_in_screen_class_init (UiSignInScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_sign_in_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_sign_in_screen_finalize;
  UI_SCREEN_CLASS (klass)->enter = ui_sign_in_screen_enter;
  UI_SCREEN_CLASS (klass)->leave = ui_sign_in_screen_leave;
  UI_SCREEN_CLASS (klass)->forward = ui_sign_in_screen_forward;
  g_type_ensure (UI_TYPE_ENTRY);
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/sign-in-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiSignInScreen, members);
  gtk_widget_class_bind_template_child (widget_class, UiSignInScreen, pin);
  gtk_widget_class_bind_template_child (widget_class, UiSignInScreen, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_activated);
}

static void
ui_sign_in_screen_init (UiSignInScreen *self) {
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_entry_set_name (self->pin, _ ("Mã PIN"));
}
