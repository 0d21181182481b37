/* SPDX-License-Identifier: Apache-2.0 */

/* Each line is a button that stays pressed: one of each group at most, and a second press lets
 * it go. Lines never change their place while somebody may be aiming at one; a procedure that
 * comes up is added below, one that has nothing left is hidden. */

#include "ui/queue-side.h"

#include "ui/count-text.h"
#include "ui/label.h"
#include "ui/mark.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

typedef enum { STATE, AGE, PROCEDURE, OFFICE, GROUPS } Group;

typedef struct {
  Group group;
  guint number;    /* a state, or an age */
  const char *key; /* interned: a procedure, or an office */
  GtkWidget *button;
  GtkWidget *count;
  GtkWidget *cells[CENSUS_AGES]; /* of states */
} Line;

struct _UiQueueSide {
  GtkWidget parent;
  GtkWidget *box;
  GtkWidget *boxes[GROUPS];
  GtkWidget *office_heading;
  GPtrArray *lines; /* Line, owned */
  gboolean quiet;
};

enum { SIFTED, SIGNALS };
static guint signals[SIGNALS];

/* What a person may have to see to comes first. */
static const DossierState states[]
    = {DOSSIER_NEEDS_PERSON, DOSSIER_HELD, DOSSIER_DEFERRED, DOSSIER_QUEUED,
       DOSSIER_SENDING,      DOSSIER_OPEN, DOSSIER_ACCEPTED};

static const char *const ages[CENSUS_AGES]
    = {N_ ("<1 giờ"), N_ ("<4 giờ"), N_ ("<1 ngày"), N_ ("<3 ngày"), N_ ("lâu hơn")};

static const char *const state_names[DOSSIER_STATES] = {
    [DOSSIER_OPEN] = N_ ("Đang lập"),         [DOSSIER_QUEUED] = N_ ("Chờ gửi"),
    [DOSSIER_SENDING] = N_ ("Đang gửi"),      [DOSSIER_DEFERRED] = N_ ("Chờ thử lại"),
    [DOSSIER_HELD] = N_ ("Giữ lại"),          [DOSSIER_NEEDS_PERSON] = N_ ("Cần xử lý"),
    [DOSSIER_ACCEPTED] = N_ ("Cổng đã nhận"), [DOSSIER_WITHDRAWN] = N_ ("Đã rút"),
    [DOSSIER_PURGED] = N_ ("Đã xóa"),
};

G_DEFINE_FINAL_TYPE (UiQueueSide, ui_queue_side, GTK_TYPE_WIDGET)

/* --- lines ---------------------------------------------------------------------------- */

/* One of a group at a time. */
static void
on_toggled (GtkToggleButton *button, UiQueueSide *self) {
  Line *line = g_object_get_data (G_OBJECT (button), "line");

  if (self->quiet)
    return;
  self->quiet = TRUE;
  for (guint i = 0; i < self->lines->len; i++) {
    Line *other = g_ptr_array_index (self->lines, i);

    if (other != line && other->group == line->group)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (other->button), FALSE);
  }
  self->quiet = FALSE;
  g_signal_emit (self, signals[SIFTED], 0);
}

static GtkWidget *
new_number (const char *css_class) {
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "number");
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static Line *
add_line (UiQueueSide *self, Group group, const char *title) {
  Line *line = g_new0 (Line, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = ui_label_new (title, "line-title");

  line->group = group;
  line->button = gtk_toggle_button_new ();
  line->count = new_number ("total");
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), line->count);
  gtk_button_set_child (GTK_BUTTON (line->button), row);
  gtk_widget_add_css_class (line->button, "row");
  gtk_widget_add_css_class (line->button, "sift");
  g_object_set_data (G_OBJECT (line->button), "line", line);
  g_signal_connect (line->button, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (self->boxes[group]), line->button);
  g_ptr_array_add (self->lines, line);
  return line;
}

static void
add_state (UiQueueSide *self, DossierState state, GtkSizeGroup **columns) {
  Line *line = add_line (self, STATE, _ (state_names[state]));

  line->number = state;
  for (guint age = 0; age < CENSUS_AGES; age++) {
    line->cells[age] = new_number ("cell");
    gtk_size_group_add_widget (columns[age], line->cells[age]);
    gtk_box_append (GTK_BOX (gtk_button_get_child (GTK_BUTTON (line->button))),
                    line->cells[age]);
  }
  gtk_size_group_add_widget (columns[CENSUS_AGES], line->count);
}

static void
add_table (UiQueueSide *self) {
  GtkSizeGroup *columns[CENSUS_AGES + 1];
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *all = new_number ("cell");

  for (guint i = 0; i <= CENSUS_AGES; i++)
    columns[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_label_set_text (GTK_LABEL (all), _ ("tất cả"));
  gtk_widget_set_hexpand (all, TRUE);
  gtk_widget_set_halign (all, GTK_ALIGN_END);
  gtk_size_group_add_widget (columns[CENSUS_AGES], all);
  gtk_box_append (GTK_BOX (head), all);
  for (guint age = 0; age < CENSUS_AGES; age++) {
    GtkWidget *cell = new_number ("cell");

    gtk_label_set_text (GTK_LABEL (cell), _ (ages[age]));
    gtk_size_group_add_widget (columns[age], cell);
    gtk_box_append (GTK_BOX (head), cell);
  }
  gtk_widget_add_css_class (head, "table-head");
  gtk_box_append (GTK_BOX (self->boxes[STATE]), head);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    add_state (self, states[i], columns);
  for (guint i = 0; i <= CENSUS_AGES; i++)
    g_object_unref (columns[i]);
}

static void
add_ages (UiQueueSide *self) {
  GtkWidget *wrap = ui_wrap_new (6);

  for (guint age = 0; age < CENSUS_AGES; age++) {
    Line *line = g_new0 (Line, 1);
    g_autofree char *spoken = g_strdup_printf (_ ("Tuổi %s"), _ (ages[age]));

    line->group = AGE;
    line->number = age;
    line->button = gtk_toggle_button_new_with_label (_ (ages[age]));
    gtk_widget_add_css_class (line->button, "segment");
    g_object_set_data (G_OBJECT (line->button), "line", line);
    gtk_accessible_update_property (GTK_ACCESSIBLE (line->button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    g_signal_connect (line->button, "toggled", G_CALLBACK (on_toggled), self);
    ui_wrap_append (UI_WRAP (wrap), line->button);
    g_ptr_array_add (self->lines, line);
  }
  gtk_box_append (GTK_BOX (self->boxes[AGE]), wrap);
}

/* --- figures -------------------------------------------------------------------------- */

static void
set_spoken (Line *line, const char *text) {
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
set_number (GtkWidget *label, guint count) {
  g_autofree char *text = count > 0 ? count_text (count) : g_strdup ("·");

  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
update_state (Line *line, const Census *census) {
  g_autoptr (GString) spoken = g_string_new (NULL);
  guint sum = 0;

  for (guint age = 0; age < CENSUS_AGES; age++) {
    guint count = census->counts[line->number][age];

    sum += count;
    set_number (line->cells[age], count);
    if (count > 0)
      g_string_append_printf (spoken, ", %s: %u", _ (ages[age]), count);
  }
  set_number (line->count, sum);
  {
    g_autofree char *text
        = g_strdup_printf ("%s: %u%s", _ (state_names[line->number]), sum, spoken->str);

    set_spoken (line, text);
  }
}

static Line *
find_line (UiQueueSide *self, Group group, const char *key) {
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (line->group == group && line->key == key)
      return line;
  }
  return NULL;
}

static void
update_share (UiQueueSide *self, Group group, const KioskShare *share,
              const char *title) {
  Line *line = find_line (self, group, share->key);
  g_autofree char *spoken = share->stuck > 0
                                ? g_strdup_printf (_ ("%s: %u, trong đó %u cần xử lý"),
                                                   title, share->count, share->stuck)
                                : g_strdup_printf ("%s: %u", title, share->count);

  if (line == NULL) {
    line = add_line (self, group, title);
    line->key = share->key;
  }
  set_number (line->count, share->count);
  set_spoken (line, spoken);
  if (share->stuck > 0)
    gtk_widget_add_css_class (line->button, "stuck");
  else
    gtk_widget_remove_css_class (line->button, "stuck");
  gtk_widget_set_visible (line->button, TRUE);
}

/* What is chosen stays, though nothing is left of it. */
static void
hide_shares (UiQueueSide *self, Group group) {
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (line->group != group)
      continue;
    set_number (line->count, 0);
    gtk_widget_set_visible (
        line->button, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (line->button)));
  }
}

void
ui_queue_side_update (UiQueueSide *self, KioskQueue *queue) {
  const KioskFigures *figures = kiosk_queue_get_figures (queue);

  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (line->group == STATE)
      update_state (line, &figures->census);
  }
  hide_shares (self, PROCEDURE);
  hide_shares (self, OFFICE);
  for (guint i = 0; i < figures->procedures->len; i++) {
    const KioskShare *share = &g_array_index (figures->procedures, KioskShare, i);

    update_share (self, PROCEDURE, share, kiosk_queue_name_procedure (queue, share->key));
  }
  for (guint i = 0; i < figures->offices->len; i++) {
    const KioskShare *share = &g_array_index (figures->offices, KioskShare, i);

    update_share (self, OFFICE, share, *share->key != '\0' ? share->key : "–");
  }
  gtk_widget_set_visible (self->boxes[OFFICE], figures->offices->len > 1);
  gtk_widget_set_visible (self->office_heading, figures->offices->len > 1);
}

gboolean
ui_queue_side_get_sieve (UiQueueSide *self, KioskSieve *sieve) {
  gboolean any = FALSE;

  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = g_ptr_array_index (self->lines, i);

    if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (line->button)))
      continue;
    any = TRUE;
    switch (line->group) {
    case STATE:
      sieve->states = 1u << line->number;
      break;
    case AGE:
      sieve->age = (int) line->number;
      break;
    case PROCEDURE:
      sieve->procedure = line->key;
      break;
    case OFFICE:
      sieve->office = line->key;
      break;
    case GROUPS:
      break;
    }
  }
  return any;
}

void
ui_queue_side_clear (UiQueueSide *self) {
  self->quiet = TRUE;
  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = g_ptr_array_index (self->lines, i);

    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (line->button), FALSE);
  }
  self->quiet = FALSE;
}

/* --- widget --------------------------------------------------------------------------- */

static void
ui_queue_side_dispose (GObject *object) {
  g_clear_pointer (&UI_QUEUE_SIDE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ui_queue_side_parent_class)->dispose (object);
}

static void
ui_queue_side_finalize (GObject *object) {
  g_ptr_array_unref (UI_QUEUE_SIDE (object)->lines);
  G_OBJECT_CLASS (ui_queue_side_parent_class)->finalize (object);
}

static void
ui_queue_side_class_init (UiQueueSideClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_queue_side_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_queue_side_finalize;
  signals[SIFTED] = g_signal_new ("sifted", UI_TYPE_QUEUE_SIDE, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "queueside");
}

static GtkWidget *
add_group (UiQueueSide *self, Group group, const char *title) {
  GtkWidget *heading = ui_label_new (title, "heading");

  self->boxes[group] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), self->boxes[group]);
  return heading;
}

static void
ui_queue_side_init (UiQueueSide *self) {
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_group (self, STATE, _ ("Trạng thái và thời gian chờ"));
  add_table (self);
  add_group (self, AGE, _ ("Đã chờ"));
  add_ages (self);
  add_group (self, PROCEDURE, _ ("Thủ tục đang chờ"));
  self->office_heading = add_group (self, OFFICE, _ ("Nơi tiếp nhận"));
}
