/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"

/* Whose screens the window shows, one after the other. */
typedef enum {
  FLOW_SIGN_IN,    /* nobody is at the desk yet */
  FLOW_CLERK,      /* at the desk: choose, scan, review, submit */
  FLOW_SUPERVISOR, /* what waits, what is stuck */
  FLOW_CITIZEN,    /* alone in front of the machine */
} FlowKind;

/* A screen of a flow, or one beside all flows. */
typedef struct {
  const char *name;         /* a detour is opened by it; NULL for a step */
  const char *title;        /* msgid */
  GType (*get_type) (void); /* under UiScreen */
} FlowScreen;

/* The flow of a member of the staff. */
FlowKind flow_get_of_role (KioskRole role);

/* The steps of @kind, in order; *@count of them, at least one. */
const FlowScreen *flow_get_steps (FlowKind kind, guint *count);

/* Screens beside every flow, each with one task, that lead back to where one was. */
const FlowScreen *flow_get_detours (guint *count);
