/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intakestate.h"

/* What the parts of the intake share: intake.c (the object, and what is missing),
 * intakescan.c (scanning), intakeread.c (reading), intakereview.c (a person's word) and
 * intakeseal.c (sealing). All of it belongs to the main context, but for what says
 * otherwise. */
struct _KioskIntake {
  GObject parent;
  KioskDesk desk;        /* borrowed parts of the station */
  GObject *keeper;       /* the station, kept alive */
  GMainContext *context; /* where signals are given */
  char *id;
  char *code;
  Vault *vault; /* all files of the dossier */
  char *missing;
  const Procedure *procedure;
  GListStore *leaves;
  guint preview_px;
  guint waiting;
  gint64 waiting_since_us;
  gboolean scanning;
  gboolean sealing;
  gboolean sealed;
};

typedef enum {
  INTAKE_SCANNING = 1,
  INTAKE_WAITING,
  INTAKE_MISSING,
  INTAKE_SEALED,
  INTAKE_PROPS,
} IntakeProp;

void intake_notify (KioskIntake *self, IntakeProp prop);

/* Any thread: runs @func in the main context, always later and never in the calling
 * thread. What is told by one thread is heard in that order. */
void intake_tell_main (KioskIntake *self, GSourceFunc func, gpointer data,
                       GDestroyNotify free_data);

/* Asks the store what the dossier lacks. */
void intake_refresh_missing (KioskIntake *self);

/* What is being sealed has been read from the store already: FAULT_USAGE from then on. */
gboolean intake_check_unsealed (KioskIntake *self,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page on its way between a thread and the main context. */
typedef struct {
  KioskIntake *intake; /* owned */
  guint number;
} PageTask;

PageTask *page_task_new (KioskIntake *self, guint number) G_GNUC_WARN_UNUSED_RESULT;
void page_task_free (PageTask *task);

/* The store knows more of page @number now. */
void intake_update_leaf (KioskIntake *self, guint number);

/* A page that the store has: on the screen, and to the readers unless it is read. */
void intake_show_page (KioskIntake *self, const StoredPage *page);
