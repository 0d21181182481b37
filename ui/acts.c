/* SPDX-License-Identifier: Apache-2.0 */

/* Each act is one call below kiosk/, where it is durable before it is shown. What an undo is
 * about is said with the number that the page has now, as that is the one a person sees. */

#include "ui/acts.h"

#include <glib/gi18n.h>

#define LEFT_DEGREES  270
#define RIGHT_DEGREES 90

gboolean
acts_move (KioskIntake *intake, const GPtrArray *leaves, guint place, GError **error) {
  guint pages = g_list_model_get_n_items (kiosk_intake_get_leaves (intake));
  KioskLeaf *first = g_ptr_array_index (leaves, 0);
  guint last = pages - leaves->len + 1;

  if (leaves->len > 1)
    return place >= 1
           && kiosk_intake_move_pages (intake, leaves, MIN (place, last), error);
  return place >= 1 && place <= pages && place != kiosk_leaf_get_place (first)
         && kiosk_intake_move_page (intake, first, place, error);
}

static gboolean
turn (KioskIntake *intake, const GPtrArray *leaves, guint degrees, GError **error) {
  return leaves->len == 1
             ? kiosk_intake_turn_page (intake, leaves->pdata[0], degrees, error)
             : kiosk_intake_turn_pages (intake, leaves, degrees, error);
}

static gboolean
take_out (KioskIntake *intake, const GPtrArray *leaves, GError **error) {
  return leaves->len == 1 ? kiosk_intake_remove_page (intake, leaves->pdata[0], error)
                          : kiosk_intake_remove_pages (intake, leaves, error);
}

/* The kind of the paper that @leaf is a page of; NULL: nobody knows. */
static const char *
find_kind (KioskIntake *intake, KioskLeaf *leaf) {
  GListModel *leaves = kiosk_intake_get_leaves (intake);

  for (guint i = kiosk_leaf_get_place (leaf); i > 0; i--) {
    g_autoptr (KioskLeaf) before = g_list_model_get_item (leaves, i - 1);
    const char *type = before != NULL ? kiosk_leaf_get_type_key (before) : NULL;

    if (type != NULL)
      return type;
  }
  return NULL;
}

static gboolean
split (KioskIntake *intake, const GPtrArray *leaves, GError **error) {
  const char *kind = find_kind (intake, leaves->pdata[0]);

  return kind != NULL && kiosk_intake_set_types (intake, leaves, kind, error);
}

gboolean
acts_arrange (KioskIntake *intake, const GPtrArray *leaves, Act act, GError **error) {
  guint first = kiosk_leaf_get_place (leaves->pdata[0]);

  if (act == ACT_TURN_LEFT)
    return turn (intake, leaves, LEFT_DEGREES, error);
  if (act == ACT_TURN_RIGHT)
    return turn (intake, leaves, RIGHT_DEGREES, error);
  if (act == ACT_EARLIER)
    return acts_move (intake, leaves, first - 1, error);
  if (act == ACT_LATER)
    return acts_move (intake, leaves, first + 1, error);
  if (act == ACT_FIRST)
    return acts_move (intake, leaves, 1, error);
  if (act == ACT_LAST)
    return acts_move (intake, leaves,
                      g_list_model_get_n_items (kiosk_intake_get_leaves (intake)), error);
  if (act == ACT_SPLIT)
    return split (intake, leaves, error);
  if (act == ACT_JOIN)
    return first > 1 && kiosk_intake_set_types (intake, leaves, NULL, error);
  return act == ACT_REMOVE && take_out (intake, leaves, error);
}

/* Where page @number stands; 0: nowhere now. */
static guint
find_place (KioskIntake *intake, guint number) {
  GListModel *leaves = kiosk_intake_get_leaves (intake);

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    if (kiosk_leaf_get_number (leaf) == number)
      return kiosk_leaf_get_place (leaf);
  }
  return 0;
}

/* What was done to several pages at once. */
static char *
format_many (ArrangeKind kind, guint pages) {
  if (kind == ARRANGE_REMOVE)
    return g_strdup_printf (ngettext ("bỏ %u trang", "bỏ %u trang", pages), pages);
  if (kind == ARRANGE_TURN)
    return g_strdup_printf (ngettext ("xoay %u trang", "xoay %u trang", pages), pages);
  return g_strdup_printf (ngettext ("chuyển %u trang", "chuyển %u trang", pages), pages);
}

static char *
format_step (KioskIntake *intake, const ArrangeStep *step) {
  guint place = find_place (intake, step->page);

  if (step->feeding != 0)
    return g_strdup_printf (ngettext ("nhận %u trang", "nhận %u trang", step->pages),
                            step->pages);
  if (step->pages > 1)
    return format_many (step->kind, step->pages);
  if (place == 0)
    place = step->place;
  switch (step->kind) {
  case ARRANGE_PUT:
    return g_strdup_printf (_ ("đưa lại trang %u"), place);
  case ARRANGE_REMOVE:
    return g_strdup_printf (_ ("bỏ trang %u"), place);
  case ARRANGE_MOVE:
    return g_strdup_printf (_ ("chuyển trang %u"), place);
  case ARRANGE_TURN:
    return g_strdup_printf (_ ("xoay trang %u"), place);
  case ARRANGE_REPLACE:
    return g_strdup_printf (_ ("thay trang %u"), place);
  case ARRANGE_JOIN:
    return g_strdup (_ ("ghép hai lượt"));
  }
  g_assert_not_reached ();
}

static char *
format_word (KioskWord word, guint place, guint pages) {
  switch (word) {
  case KIOSK_WORD_NONE:
    return NULL;
  case KIOSK_WORD_LET_GO:
    return g_strdup_printf (_ ("cho qua trang %u"), place);
  case KIOSK_WORD_KEEP_TWIN:
    return g_strdup_printf (_ ("giữ cả trang %u"), place);
  case KIOSK_WORD_TYPE:
    return pages > 1
               ? g_strdup_printf (ngettext ("xếp %u trang", "xếp %u trang", pages), pages)
               : g_strdup_printf (_ ("xếp trang %u"), place);
  }
  g_assert_not_reached ();
}

/* What is named: a person's word, or else the step that @get_step gives; NULL: nothing. */
static char *
format_act (KioskIntake *intake, KioskWord word, guint place, guint pages,
            gboolean (*get_step) (KioskIntake *, ArrangeStep *)) {
  ArrangeStep step;

  if (word != KIOSK_WORD_NONE)
    return format_word (word, place, pages);
  return get_step (intake, &step) ? format_step (intake, &step) : NULL;
}

char *
acts_format_undo (KioskIntake *intake) {
  guint place, pages;
  KioskWord word = kiosk_intake_get_undo_word (intake, &place, &pages);
  g_autofree char *what = format_act (intake, word, place, pages, kiosk_intake_get_undo);

  return what != NULL ? g_strdup_printf (_ ("Hoàn tác: %s"), what) : NULL;
}

char *
acts_format_redo (KioskIntake *intake) {
  guint place, pages;
  KioskWord word = kiosk_intake_get_redo_word (intake, &place, &pages);
  g_autofree char *what = format_act (intake, word, place, pages, kiosk_intake_get_redo);

  return what != NULL ? g_strdup_printf (_ ("Làm lại: %s"), what) : NULL;
}
