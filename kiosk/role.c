/* SPDX-License-Identifier: Apache-2.0 */

/* The table. A row is an act, with the roles that may; an act without a row is nobody's.
 *
 *   clerk       takes in, checks, submits; sees what is open; no decision on the queue
 *   supervisor  all of that, and decides; adds members
 *   citizen     one's own dossier, from begin to receipt; none of another's
 *   technician  the machines: never a page, a value, a file or a receipt */

#include "kiosk/role.h"

#define CLERK      (1u << KIOSK_ROLE_CLERK)
#define SUPERVISOR (1u << KIOSK_ROLE_SUPERVISOR)
#define CITIZEN    (1u << KIOSK_ROLE_CITIZEN)
#define TECHNICIAN (1u << KIOSK_ROLE_TECHNICIAN)
#define DESK       (CLERK | SUPERVISOR)
#define COUNTER    (CLERK | SUPERVISOR | CITIZEN)
#define EVERYONE   (COUNTER | TECHNICIAN)

static const struct {
  const char *name;
  guint roles;
} acts[KIOSK_ACTS] = {
    [KIOSK_ACT_LIST] = {"list", DESK | TECHNICIAN},
    [KIOSK_ACT_STATUS] = {"status", EVERYONE},
    [KIOSK_ACT_BEGIN] = {"begin", COUNTER},
    [KIOSK_ACT_RESUME] = {"resume", DESK},
    [KIOSK_ACT_SCAN] = {"scan", COUNTER},
    [KIOSK_ACT_ARRANGE] = {"arrange", COUNTER},
    [KIOSK_ACT_SEE_PAGES] = {"see-pages", COUNTER},
    [KIOSK_ACT_SEE_VALUES] = {"see-values", COUNTER},
    [KIOSK_ACT_CORRECT] = {"correct", COUNTER},
    [KIOSK_ACT_WAIVE] = {"waive", COUNTER},
    [KIOSK_ACT_SUBMIT] = {"submit", COUNTER},
    [KIOSK_ACT_PARK] = {"park", DESK},
    [KIOSK_ACT_PRINT] = {"print", COUNTER},
    [KIOSK_ACT_EXPORT] = {"export", SUPERVISOR},
    [KIOSK_ACT_HOLD] = {"hold", SUPERVISOR},
    [KIOSK_ACT_RELEASE] = {"release", SUPERVISOR},
    [KIOSK_ACT_RETRY] = {"retry", SUPERVISOR},
    [KIOSK_ACT_WITHDRAW] = {"withdraw", SUPERVISOR},
    [KIOSK_ACT_PRIORITY] = {"priority", SUPERVISOR},
    [KIOSK_ACT_CLAIM] = {"claim", SUPERVISOR},
    [KIOSK_ACT_RETURN] = {"return", SUPERVISOR},
    [KIOSK_ACT_ANSWER] = {"answer", DESK},
    [KIOSK_ACT_SAMPLE] = {"sample", SUPERVISOR},
    [KIOSK_ACT_INSPECT] = {"inspect", SUPERVISOR},
    [KIOSK_ACT_DOUBLE_KEY] = {"double-key", DESK},
    [KIOSK_ACT_APPROVE] = {"approve", DESK},
    [KIOSK_ACT_PURGE] = {"purge", SUPERVISOR},
    [KIOSK_ACT_SET_DEVICE] = {"set-device", DESK | TECHNICIAN},
    [KIOSK_ACT_SETTINGS] = {"settings", SUPERVISOR | TECHNICIAN},
    [KIOSK_ACT_AUDIT] = {"audit", SUPERVISOR | TECHNICIAN},
    [KIOSK_ACT_STAFF] = {"staff", SUPERVISOR},
};

static const char *const roles[KIOSK_ROLES] = {
    [KIOSK_ROLE_CLERK] = "clerk",
    [KIOSK_ROLE_SUPERVISOR] = "supervisor",
    [KIOSK_ROLE_CITIZEN] = "citizen",
    [KIOSK_ROLE_TECHNICIAN] = "technician",
};

gboolean
kiosk_role_may (KioskRole role, KioskAct act) {
  return role < KIOSK_ROLES && act < KIOSK_ACTS && (acts[act].roles & (1u << role)) != 0;
}

const char *
kiosk_role_get_name (KioskRole role) {
  g_assert (role < KIOSK_ROLES);
  return roles[role];
}

gboolean
kiosk_role_parse (const char *name, KioskRole *role) {
  for (guint i = 0; i < KIOSK_ROLES; i++) {
    if (g_strcmp0 (roles[i], name) == 0) {
      *role = (KioskRole) i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
kiosk_act_get_name (KioskAct act) {
  g_assert (act < KIOSK_ACTS);
  return acts[act].name;
}
