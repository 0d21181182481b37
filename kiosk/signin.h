/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/role.h"

/* What a screen knows of a member of the staff, and how a try to sign in ended. */
typedef struct {
  char *id;
  char *name;
  KioskRole role;
  guint wait_s; /* before a PIN is looked at; 0: none */
} KioskMember;

void kiosk_member_free (KioskMember *member);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KioskMember, kiosk_member_free)

typedef enum {
  STAFF_RIGHT,
  STAFF_WRONG, /* or nobody is called that: the same answer after the same time */
  STAFF_WAIT,  /* not looked at: too many wrong ones before it */
} StaffOutcome;

typedef struct {
  StaffOutcome outcome;
  guint wait_s; /* before the next try is taken; 0: none */
  guint left;   /* tries until there is a wait */
  guint wrong;  /* RIGHT: wrong tries since this member last signed in */
} StaffAnswer;
