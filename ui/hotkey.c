/* SPDX-License-Identifier: Apache-2.0 */

/* Letters are never used alone: a screen may have an entry, and Telex makes marks of them. */

#include "ui/hotkey.h"

#include <glib/gi18n.h>

#define NO    0
#define CTRL  GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK
#define ALT   GDK_ALT_MASK
#define HELD  (CTRL | SHIFT | ALT)

static const Hotkey keys[] = {
    {N_ ("Quét"), ACT_SCAN, GDK_KEY_F9, NO, "F9", N_ ("Quét, quét thêm, quét tiếp")},
    {NULL, ACT_PLAN, GDK_KEY_F2, NO, "F2", N_ ("Chọn cách quét")},
    {NULL, ACT_DEVICES, GDK_KEY_F3, NO, "F3", N_ ("Chọn máy quét")},
    {NULL, ACT_UNDO, GDK_KEY_z, CTRL, "Ctrl+Z", N_ ("Hoàn tác")},
    {NULL, ACT_REDO, GDK_KEY_z, CTRL | SHIFT, "Ctrl+Shift+Z", N_ ("Làm lại")},

    {N_ ("Trang đang chọn"), ACT_NONE, 0, NO, "← → ↑ ↓", N_ ("Chọn trang khác")},
    {NULL, ACT_OPEN, GDK_KEY_Return, CTRL, "Ctrl+Enter",
     N_ ("Xem trang và các mục của nó")},
    {NULL, ACT_TURN_LEFT, GDK_KEY_l, CTRL, "Ctrl+L", N_ ("Xoay trái")},
    {NULL, ACT_TURN_RIGHT, GDK_KEY_r, CTRL, "Ctrl+R", N_ ("Xoay phải")},
    {NULL, ACT_EARLIER, GDK_KEY_Left, ALT, "Alt+←", N_ ("Chuyển lên trước")},
    {NULL, ACT_LATER, GDK_KEY_Right, ALT, "Alt+→", N_ ("Chuyển ra sau")},
    {NULL, ACT_FIRST, GDK_KEY_Home, ALT, "Alt+Home", N_ ("Chuyển lên đầu")},
    {NULL, ACT_LAST, GDK_KEY_End, ALT, "Alt+End", N_ ("Chuyển xuống cuối")},
    {NULL, ACT_BEFORE, GDK_KEY_Insert, NO, "Insert", N_ ("Quét chèn vào trước")},
    {NULL, ACT_AFTER, GDK_KEY_Insert, SHIFT, "Shift+Insert", N_ ("Quét chèn vào sau")},
    {NULL, ACT_AGAIN, GDK_KEY_F5, NO, "F5", N_ ("Quét lại đúng trang này")},
    {NULL, ACT_REMOVE, GDK_KEY_Delete, NO, "Delete", N_ ("Bỏ trang ra")},
    {NULL, ACT_SORT, GDK_KEY_F4, NO, "F4", N_ ("Chọn trang này là giấy tờ nào")},
    {NULL, ACT_PAIR, GDK_KEY_F6, NO, "F6", N_ ("So với trang giống nó")},
    {NULL, ACT_LET_GO, GDK_KEY_Delete, SHIFT, "Shift+Delete",
     N_ ("Cho qua trang không đọc được")},

    {NULL, ACT_SPLIT, GDK_KEY_k, CTRL, "Ctrl+K", N_ ("Tách: giấy tờ mới từ trang này")},
    {NULL, ACT_JOIN, GDK_KEY_j, CTRL, "Ctrl+J", N_ ("Nối vào giấy tờ trước nó")},
    {NULL, ACT_GO_PLACE, GDK_KEY_g, CTRL, "Ctrl+G", N_ ("Chuyển đến số thứ tự")},

    {N_ ("Chọn nhiều trang"), ACT_TOGGLE, GDK_KEY_space, CTRL, "Ctrl+Space",
     N_ ("Chọn, bỏ chọn trang này")},
    {NULL, ACT_ALL, GDK_KEY_1, CTRL, "Ctrl+1", N_ ("Chọn tất cả")},
    {NULL, ACT_ODD, GDK_KEY_2, CTRL, "Ctrl+2", N_ ("Chọn trang lẻ")},
    {NULL, ACT_EVEN, GDK_KEY_3, CTRL, "Ctrl+3", N_ ("Chọn trang chẵn")},
    {NULL, ACT_NOBODY, GDK_KEY_4, CTRL, "Ctrl+4", N_ ("Bỏ chọn hết")},

    {N_ ("Kiểm tra"), ACT_NONE, 0, NO, "Enter", N_ ("Nhận giá trị, sang mục tiếp theo")},
    {NULL, ACT_NONE, 0, NO, "F8", N_ ("Mục cần xem tiếp theo")},
    {NULL, ACT_NONE, 0, NO, "F7", N_ ("Cả trang / phóng to")},
    {NULL, ACT_NONE, 0, NO, "Page Up, Page Down", N_ ("Trang trước, trang sau")},

    {N_ ("Hàng đợi"), ACT_NONE, 0, NO, "Enter", N_ ("Mở hồ sơ")},
    {NULL, ACT_NONE, 0, NO, "Ctrl+F", N_ ("Tìm hồ sơ")},
    {NULL, ACT_NONE, 0, NO, "Shift+↑↓, Ctrl+Space", N_ ("Chọn nhiều hồ sơ")},
    {NULL, ACT_NONE, 0, NO, "F4, F5, F6, F7, Delete",
     N_ ("Giữ lại, gửi lại, gửi tiếp, ưu tiên, rút hồ sơ đang chọn")},
    {NULL, ACT_NONE, 0, NO, "Ctrl+Z", N_ ("Hoàn tác việc vừa làm với hồ sơ")},
    {NULL, ACT_NONE, 0, NO, "F3", N_ ("Lấy mẫu kiểm tra")},
    {NULL, ACT_NONE, 0, NO, "F9", N_ ("Trả hồ sơ lại, khoanh chỗ sai trên trang")},

    {N_ ("Mọi nơi"), ACT_KEYS, GDK_KEY_F1, NO, "F1, Ctrl+?", N_ ("Xem các phím tắt")},
    {NULL, ACT_SWITCH, GDK_KEY_F12, NO, "F12", N_ ("Đổi người ở quầy, để hồ sơ lại")},
    {NULL, ACT_NONE, 0, NO, "Ctrl++, Ctrl+−, Ctrl+0",
     N_ ("Chữ to hơn, nhỏ hơn, như thường")},
    {NULL, ACT_NONE, 0, NO, "Esc", N_ ("Quay lại")},
    {NULL, ACT_NONE, 0, NO, NULL, NULL},
};

const Hotkey *
hotkey_get_all (void) {
  return keys;
}

/* Ctrl+Shift+Z arrives as Ctrl+Shift+"Z"; Enter and Delete of the number pad are as good. */
static guint
reduce_key (guint key) {
  switch (key) {
  case GDK_KEY_KP_Enter:
    return GDK_KEY_Return;
  case GDK_KEY_KP_Delete:
    return GDK_KEY_Delete;
  case GDK_KEY_KP_Insert:
    return GDK_KEY_Insert;
  default:
    return gdk_keyval_to_lower (key);
  }
}

Act
hotkey_find (guint key, GdkModifierType state) {
  guint reduced = reduce_key (key);

  if (reduced == GDK_KEY_y && (state & HELD) == CTRL)
    return ACT_REDO;
  for (const Hotkey *each = keys; each->text != NULL; each++) {
    if (each->act != ACT_NONE && each->key == reduced && (state & HELD) == each->held)
      return each->act;
  }
  return ACT_NONE;
}
