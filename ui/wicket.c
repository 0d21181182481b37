/* SPDX-License-Identifier: Apache-2.0 */

/* A list of what is allowed, since nobody can list what is not: toolkits grow shortcuts with
 * each release. Nothing passes that is held with Control, Alt, Super, Hyper or Meta. */

#include "ui/wicket.h"

#define HELD                                                                             \
  (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_HYPER_MASK | GDK_META_MASK)

static const struct {
  guint key;
  WicketWay way;
} keys[] = {
    {GDK_KEY_Tab, WICKET_OPEN},       {GDK_KEY_ISO_Left_Tab, WICKET_OPEN},
    {GDK_KEY_Return, WICKET_OPEN},    {GDK_KEY_KP_Enter, WICKET_OPEN},
    {GDK_KEY_Left, WICKET_OPEN},      {GDK_KEY_Right, WICKET_OPEN},
    {GDK_KEY_Up, WICKET_OPEN},        {GDK_KEY_Down, WICKET_OPEN},
    {GDK_KEY_Home, WICKET_OPEN},      {GDK_KEY_End, WICKET_OPEN},
    {GDK_KEY_Page_Up, WICKET_OPEN},   {GDK_KEY_Page_Down, WICKET_OPEN},
    {GDK_KEY_BackSpace, WICKET_OPEN}, {GDK_KEY_Delete, WICKET_OPEN},
    {GDK_KEY_Shift_L, WICKET_OPEN},   {GDK_KEY_Shift_R, WICKET_OPEN},
    {GDK_KEY_Caps_Lock, WICKET_OPEN}, {GDK_KEY_Escape, WICKET_BACK},
    {GDK_KEY_F1, WICKET_STAFF},       {GDK_KEY_F2, WICKET_LARGER},
    {GDK_KEY_F3, WICKET_CONTRAST},    {GDK_KEY_F4, WICKET_LOW},
    {GDK_KEY_F5, WICKET_SPEAK},       {GDK_KEY_F6, WICKET_LANGUAGE},
    {GDK_KEY_F7, WICKET_SWITCH},
};

WicketWay
wicket_find (guint key, GdkModifierType state) {
  gunichar sign = gdk_keyval_to_unicode (key);

  if ((state & HELD) != 0)
    return WICKET_SHUT;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (keys[i].key == key)
      return keys[i].way != WICKET_OPEN && (state & GDK_SHIFT_MASK) != 0 ? WICKET_SHUT
                                                                         : keys[i].way;
  }
  return sign >= ' ' && g_unichar_isprint (sign) ? WICKET_OPEN : WICKET_SHUT;
}
