/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gdk/gdk.h>

/* Which keys reach the screens of a citizen: those on the list, and no others. Pure. */

typedef enum {
  WICKET_SHUT, /* swallowed */
  WICKET_OPEN, /* goes to what has the keyboard */
  WICKET_BACK,
  WICKET_STAFF,
  WICKET_LARGER,
  WICKET_CONTRAST,
  WICKET_LOW,
  WICKET_SPEAK,
  WICKET_LANGUAGE,
  WICKET_SWITCH,
} WicketWay;

WicketWay wicket_find (guint key, GdkModifierType state);
