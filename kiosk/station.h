/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "config/settings.h"
#include "kiosk/intake.h"
#include "kiosk/scanners.h"
#include "kiosk/signin.h"
#include "upload/dossier.h"

/* One desk: its settings, its catalogue, its store and its readers. */
#define KIOSK_TYPE_STATION (kiosk_station_get_type ())
G_DECLARE_FINAL_TYPE (KioskStation, kiosk_station, KIOSK, STATION, GObject)

/* Path of the store: @wanted, else MOTCUA_STORE, else the user's data folder; in training
 * (config/training.h) the one beside it. */
char *kiosk_station_store_dup (const char *wanted) G_GNUC_WARN_UNUSED_RESULT;

/* @store: folder or NULL for the default; @config: settings file or NULL. @device, when not
 * NULL, stands for the settings' scanner. */
KioskStation *kiosk_station_new (const char *store, const char *config,
                                 const char *device,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Signal "changed": some process has changed the store (polled in the main context, at
 * most every quarter second, only while a handler is connected). */

/* --- who is at the station ---------------------------------------------------------- */

/* A station whose store has no staff is not yet set up: everything is permitted, nobody
 * signs in. With staff, nothing is until somebody has; every function of the station and
 * of its intakes then answers FAULT_REFUSED to who may not (kiosk/role.h), and the trail
 * has the refusal. */
gboolean kiosk_station_has_staff (KioskStation *self);

/* Who can sign in (KioskMember, owned by the array), by name. */
GPtrArray *kiosk_station_get_members (KioskStation *self,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tries @pin for member @id: takes 250 ms to a second, elsewhere. Signed in when the answer
 * says STAFF_RIGHT; otherwise whoever was stays. FALSE only for faults. */
void kiosk_station_sign_in_async (KioskStation *self, const char *id, const char *pin,
                                  GAsyncReadyCallback callback, gpointer data);
gboolean kiosk_station_sign_in_finish (KioskStation *self, GAsyncResult *result,
                                       StaffAnswer *answer, GError **error);
void kiosk_station_sign_out (KioskStation *self);

/* From now on a citizen is here, without a PIN, who may do what a citizen may. */
void kiosk_station_serve_citizen (KioskStation *self);

/* Who signed in; NULL: nobody, or a citizen. Caller owns. */
KioskMember *kiosk_station_get_member (KioskStation *self) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the core would permit it now: for what a screen shows and hides. */
gboolean kiosk_station_may (KioskStation *self, KioskAct act);

/* Enters in the trail that whoever is here has printed something of a dossier (@what:
 * "receipt" ...), or is refused. To be called before the paper comes out. */
gboolean kiosk_station_note_print (KioskStation *self, const char *id, const char *what,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether this is practice: its store is for training, every sealed page is marked, and no
 * portal but one on this machine is ever reached. A screen says so all the time. */
gboolean kiosk_station_is_training (KioskStation *self);

/* --- the desk ----------------------------------------------------------------------- */

/* Borrowed. */
const Catalogue *kiosk_station_get_catalogue (KioskStation *self);

/* How the machine is that citizens stand at alone; borrowed. */
const HallSettings *kiosk_station_get_hall (KioskStation *self);

/* Papers are laid onto a glass one by one, and not into a feeder. */
gboolean kiosk_station_uses_glass (KioskStation *self);

/* The scanner in use, or NULL: none was chosen. What a person chooses is in use from now on
 * and remembered in the store's folder; it goes before the settings, and a device named at the
 * start of the program before both. Borrowed for good. @title: what it is for people. */
const char *kiosk_station_get_device (KioskStation *self);
gboolean kiosk_station_set_device (KioskStation *self, const char *device,
                                   const char *title,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks for scanners in the background: those of the settings' drivers, and the one in use; or,
 * with @only_in_use, that one. Takes some seconds at most. Finishes with KioskScanner, owned by
 * the array. */
void kiosk_station_find_scanners_async (KioskStation *self, gboolean only_in_use,
                                        GAsyncReadyCallback callback, gpointer data);
GPtrArray *kiosk_station_find_scanners_finish (KioskStation *self, GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Begins a dossier for procedure @code, or goes on with the OPEN one called @id. Caller
 * owns. @preview_px: longer side of previews for a screen; 0: none. */
KioskIntake *kiosk_station_begin (KioskStation *self, const char *code, guint preview_px,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a citizen without a clerk: no page is stored before kiosk_intake_consent(). */
KioskIntake *kiosk_station_begin_alone (KioskStation *self, const char *code,
                                        guint preview_px,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
KioskIntake *kiosk_station_resume (KioskStation *self, const char *id, guint preview_px,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A dossier that was begun, has pages, and is neither sealed nor withdrawn. */
typedef struct {
  char *id;
  char *code;           /* for people */
  char *procedure;      /* code of the procedure */
  char *procedure_name; /* for people */
  guint pages;
} KioskOpen;

void kiosk_open_free (KioskOpen *open);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KioskOpen, kiosk_open_free)

/* All of them (KioskOpen, owned by the array), newest first: what a power cut or another
 * visit has left, to be gone on with. */
GPtrArray *kiosk_station_get_open (KioskStation *self,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A citizen at the machine calls for somebody; @id of the dossier at hand, or NULL. The desk
 * hears of it by "changed". */
gboolean kiosk_station_call_staff (KioskStation *self, const char *id,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many wait, and for how long the first one has; 0: nobody. */
guint kiosk_station_get_calls (KioskStation *self, guint *waited_s);
gboolean kiosk_station_answer_calls (KioskStation *self,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a screen says of a dossier in the queue. */
typedef struct {
  DossierState state;
  char *label;   /* Vietnamese wording of the state: "Chờ gửi lên cổng" */
  char *detail;  /* one sentence: what happened, what comes next; or NULL */
  char *code;    /* the portal's code once there is one */
  char *receipt; /* text, once accepted; or NULL */
} KioskStatus;

void kiosk_status_free (KioskStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KioskStatus, kiosk_status_free)

KioskStatus *kiosk_station_get_status (KioskStation *self, const char *id,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
