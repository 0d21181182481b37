/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Who may do what at a station: one table. What it does not name is refused, in the core
 * (kiosk/attendance.h) as well as on screens, which only hide what is refused anyway. */
typedef enum {
  KIOSK_ROLE_CLERK,
  KIOSK_ROLE_SUPERVISOR,
  KIOSK_ROLE_CITIZEN, /* nobody of the staff: a self-service station without a PIN */
  KIOSK_ROLE_TECHNICIAN,
} KioskRole;

#define KIOSK_ROLES (KIOSK_ROLE_TECHNICIAN + 1)

typedef enum {
  KIOSK_ACT_LIST,       /* which dossiers there are: codes, states, ages */
  KIOSK_ACT_STATUS,     /* how one dossier stands */
  KIOSK_ACT_BEGIN,      /* a new dossier */
  KIOSK_ACT_RESUME,     /* go on with one that is open */
  KIOSK_ACT_SCAN,       /* pages from the feeder or from files */
  KIOSK_ACT_ARRANGE,    /* order, turn, remove, replace pages; undo */
  KIOSK_ACT_SEE_PAGES,  /* page images */
  KIOSK_ACT_SEE_VALUES, /* what was read from them, and who hands in */
  KIOSK_ACT_CORRECT,    /* a value, the kind of a paper */
  KIOSK_ACT_WAIVE,      /* let a needed paper or a page go, with a reason */
  KIOSK_ACT_SUBMIT,     /* seal and queue */
  KIOSK_ACT_PARK,       /* lay a dossier aside at this desk, and take it up again */
  KIOSK_ACT_PRINT,      /* receipts, cover sheets */
  KIOSK_ACT_EXPORT,     /* files out of the store */
  KIOSK_ACT_HOLD,
  KIOSK_ACT_RELEASE,
  KIOSK_ACT_RETRY, /* send again */
  KIOSK_ACT_WITHDRAW,
  KIOSK_ACT_PRIORITY,
  KIOSK_ACT_CLAIM,      /* take a dossier onto one's bench */
  KIOSK_ACT_RETURN,     /* to the clerk, with marks */
  KIOSK_ACT_ANSWER,     /* say that a mark is fixed, or reply */
  KIOSK_ACT_SAMPLE,     /* draw dossiers for inspection */
  KIOSK_ACT_INSPECT,    /* decide on a drawn one, or on an exception */
  KIOSK_ACT_DOUBLE_KEY, /* type a critical field a second time, unseen */
  KIOSK_ACT_APPROVE,    /* a change after the receipt, as the second person */
  KIOSK_ACT_PURGE,
  KIOSK_ACT_SET_DEVICE, /* choose the scanner */
  KIOSK_ACT_SETTINGS,   /* settings, doctor, logs without contents */
  KIOSK_ACT_AUDIT,      /* read the trail */
  KIOSK_ACT_STAFF,      /* add, retire, unlock members; give PINs */
} KioskAct;

#define KIOSK_ACTS (KIOSK_ACT_STAFF + 1)

/* TRUE when the table permits it. */
gboolean kiosk_role_may (KioskRole role, KioskAct act);

/* "clerk" ...: the word of the command line and of the store. */
const char *kiosk_role_get_name (KioskRole role);
gboolean kiosk_role_parse (const char *name, KioskRole *role);

/* "see-pages" ...: the word of the trail and of messages. */
const char *kiosk_act_get_name (KioskAct act);
