/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intakestate.h"

/* What the parts of the intake share: intake.c (the object, and what is missing),
 * intakescan.c (scanning), intakefile.c (files), intakeread.c (reading), intakeglance.c (the quality gate), intakereview.c (a
 * person's word), intakepages.c (the pages' order) and intakeseal.c (sealing). All of it belongs to the main context, but for what says
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
  char *glass;
  KioskGlass dirt; /* when there is a sentence on it */
  const Procedure *procedure;
  GListStore *leaves;
  GArray *said;     /* IntakeWord, oldest first */
  GArray *unsaid;   /* those that were taken back, the last one last */
  guint groups;     /* of words said at once; the last one's number */
  Reader *surveyor; /* tells what files are; NULL until one is brought. For one thread */
  GThreadPool
      *glances; /* one thread, with a reader of its own; NULL until a page is scanned */
  Reader *glancer;
  guint preview_px;
  guint offer_dpi; /* of the last feeding */
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
  INTAKE_UNDO,
  INTAKE_GLASS,
  INTAKE_PROPS,
} IntakeProp;

void intake_notify (KioskIntake *self, IntakeProp prop);

/* Any thread: runs @func in the main context, always later and never in the calling
 * thread. What is told by one thread is heard in that order. */
void intake_tell_main (KioskIntake *self, GSourceFunc func, gpointer data,
                       GDestroyNotify free_data);

/* Asks the store what the dossier lacks. */
void intake_refresh_missing (KioskIntake *self);

/* A change of the dossier begins here: whoever is at the station may do @act
 * (FAULT_REFUSED), and the dossier is not being sealed, for what is has been read from the
 * store already (FAULT_USAGE). */
gboolean intake_permit (KioskIntake *self, KioskAct act,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FAULT_USAGE while a citizen alone has not agreed. */
gboolean intake_check_consent (KioskIntake *self,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page on its way between a thread and the main context. */
typedef struct {
  KioskIntake *intake; /* owned */
  guint number;
  guint turn; /* that it is being read with */
} PageTask;

PageTask *page_task_new (KioskIntake *self, guint number) G_GNUC_WARN_UNUSED_RESULT;
void page_task_free (PageTask *task);

/* The store knows more of page @number now. */
void intake_update_leaf (KioskIntake *self, guint number);

/* A leaf for page @number of the store, which goes to the readers unless it is read; NULL
 * when there is no such page. Caller owns it. */
KioskLeaf *intake_new_leaf (KioskIntake *self, guint number) G_GNUC_WARN_UNUSED_RESULT;

/* Scanning thread: the quality gate looks at a page that the store has got, beside all
 * readers. */
void intake_glance (KioskIntake *self, const Page *page);
void intake_free_glances (KioskIntake *self);

/* Looks whether the pages that came last show dirt on the glass. */
void intake_refresh_glass (KioskIntake *self);

/* Sends page @number to the readers once more. */
void intake_read_page (KioskIntake *self, guint number);

/* Brings the list of leaves to the store's order. */
void intake_sync (KioskIntake *self);

/* What was @done stands in the store already; the screen follows. Returns @done. */
gboolean intake_follow (KioskIntake *self, gboolean done);

/* A person has said that page @number is no copy of another. */
gboolean intake_has_kept (KioskIntake *self, guint number);

/* Looks whether page @number looks like an earlier one, and tells its leaf. */
void intake_seek_twin (KioskIntake *self, guint number);

/* Of page @number; NULL: it has no place. The list keeps it. */
KioskLeaf *intake_find_leaf (KioskIntake *self, guint number);

/* A person's word on a page that can be taken back in this visit. */
typedef struct {
  KioskWord word;
  guint page;
  char *reason;    /* TYPE: the type that was said, or NULL */
  char *former;    /* TYPE: the one before it, or NULL */
  gboolean unsaid; /* TYPE: nobody had said one before it */
  guint act;       /* the last act on pages that was done before it */
  guint group;     /* words with the same were said at once */
} IntakeWord;

GArray *intake_words_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Gives feedings that were cut off their outcome. */
gboolean intake_end_interrupted (KioskIntake *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every sheet of the stack came. */
gboolean intake_is_whole (ReportOutcome outcome);

/* How each page is turned, by its number; and reads those again that are turned otherwise
 * since @before. */
GHashTable *intake_list_turns (KioskIntake *self) G_GNUC_WARN_UNUSED_RESULT;
void intake_read_turned (KioskIntake *self, GHashTable *before);
