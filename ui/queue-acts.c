/* SPDX-License-Identifier: Apache-2.0 */

/* No letter alone is a key, since the search is a place to type in. */

#include "ui/queue-acts.h"

#include "ui/tool-button.h"

#include <glib/gi18n.h>

#define HELD (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)

static const QueueAct acts[] = {
    {KIOSK_MOVE_RETRY, UI_MARK_AGAIN, N_ ("Gửi lại ngay"), GDK_KEY_F5, "F5"},
    {KIOSK_MOVE_HOLD, UI_MARK_PAUSE, N_ ("Giữ lại"), GDK_KEY_F4, "F4"},
    {KIOSK_MOVE_RELEASE, UI_MARK_NEXT, N_ ("Gửi tiếp"), GDK_KEY_F6, "F6"},
    {KIOSK_MOVE_FIRST, UI_MARK_FIRST, N_ ("Ưu tiên"), GDK_KEY_F7, "F7"},
    {KIOSK_MOVE_WITHDRAW, UI_MARK_REMOVE, N_ ("Rút"), GDK_KEY_Delete, "Delete"},
};

const QueueAct *
queue_acts_get_all (guint *count) {
  *count = G_N_ELEMENTS (acts);
  return acts;
}

const QueueAct *
queue_acts_find (guint key, GdkModifierType state) {
  guint wanted = key == GDK_KEY_KP_Delete ? GDK_KEY_Delete : key;

  for (guint i = 0; (state & HELD) == 0 && i < G_N_ELEMENTS (acts); i++) {
    if (acts[i].key == wanted)
      return &acts[i];
  }
  return NULL;
}

GtkWidget *
queue_acts_new_button (const QueueAct *act) {
  g_autofree char *spoken = g_strdup_printf ("%s, %s", _ (act->word), act->shown);

  return tool_button_new (act->sign, _ (act->word), spoken);
}

char *
queue_acts_format (KioskMoveKind kind, guint dossiers) {
  switch (kind) {
  case KIOSK_MOVE_HOLD:
    return g_strdup_printf (
        ngettext ("Đã giữ lại %u hồ sơ.", "Đã giữ lại %u hồ sơ.", dossiers), dossiers);
  case KIOSK_MOVE_RELEASE:
    return g_strdup_printf (
        ngettext ("Đã cho gửi tiếp %u hồ sơ.", "Đã cho gửi tiếp %u hồ sơ.", dossiers),
        dossiers);
  case KIOSK_MOVE_RETRY:
    return g_strdup_printf (
        ngettext ("Đã cho gửi lại %u hồ sơ.", "Đã cho gửi lại %u hồ sơ.", dossiers),
        dossiers);
  case KIOSK_MOVE_FIRST:
    return g_strdup_printf (
        ngettext ("Đã ưu tiên %u hồ sơ.", "Đã ưu tiên %u hồ sơ.", dossiers), dossiers);
  case KIOSK_MOVE_WITHDRAW:
    return g_strdup_printf (ngettext ("Đã rút %u hồ sơ.", "Đã rút %u hồ sơ.", dossiers),
                            dossiers);
  }
  g_assert_not_reached ();
}

/* What the trail calls them stands at the same place. */
static const char *const reasons[]
    = {N_ ("Người nộp xin rút hồ sơ"), N_ ("Nộp trùng hồ sơ khác"), N_ ("Nhầm thủ tục"),
       N_ ("Cổng không nhận và không sửa được"), NULL};
static const char *const reason_words[] = {"citizen", "twice", "procedure", "portal"};

const char *const *
queue_acts_get_reasons (void) {
  return reasons;
}

const char *
queue_acts_find_word (const char *reason) {
  for (guint i = 0; i < G_N_ELEMENTS (reason_words); i++) {
    if (g_str_equal (_ (reasons[i]), reason))
      return reason_words[i];
  }
  return NULL;
}
