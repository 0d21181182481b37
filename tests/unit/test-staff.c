/* SPDX-License-Identifier: Apache-2.0 */

/* Members, PINs and tries: what is counted, what waits, what an attacker can tell. The cost
 * of real PINs is looked at once; elsewhere nobody's PIN, which sets it, is a cheap one. */

#include "kiosk/staff.h"

#include "config/fault.h"
#include "config/limits.h"
#include "kiosk/attendance.h"
#include "tests/unit/storeroom.h"
#include "upload/trail.h"

#include <sodium.h>

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BOSS_PIN "482913"
#define LAN_PIN  "730158"

/* A supervisor whose PIN costs little, so that all later ones do. */
static void
add_cheap_boss (Store *store) {
  char cheap[crypto_pwhash_STRBYTES];
  Member boss = {.id = "boss", .name = "Trần Bình", .role = "supervisor", .pin = cheap};

  g_assert_cmpint (sodium_init (), >=, 0);
  g_assert_cmpint (crypto_pwhash_str_alg (
                       cheap, BOSS_PIN, strlen (BOSS_PIN), crypto_pwhash_OPSLIMIT_MIN,
                       crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13),
                   ==, 0);
  g_assert_true (members_add (store, &boss, cheap, NULL));
}

static void
set_up (Storeroom *room, gconstpointer data) {
  storeroom_set_up (room, data);
  add_cheap_boss (room->store);
  g_assert_true (
      staff_add (room->store, "lan", "Nguyễn Lan", KIOSK_ROLE_CLERK, LAN_PIN, NULL));
}

static StaffAnswer
try_pin (Store *store, const char *id, const char *pin) {
  StaffAnswer answer;
  g_autoptr (GError) error = NULL;

  g_assert_true (staff_try (store, id, pin, &answer, &error));
  return answer;
}

/* --- who is added ------------------------------------------------------------------- */

static void
test_cost (Storeroom *room, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Member) boss = NULL;
  gint64 began_us;

  g_assert_true (
      staff_add (room->store, "boss", "Bình", KIOSK_ROLE_SUPERVISOR, BOSS_PIN, &error));
  boss = members_load (room->store, "boss", &error);
  g_assert_nonnull (strstr (boss->pin, "$argon2id$v=19$m=65536,t="));
  began_us = g_get_monotonic_time ();
  g_assert_cmpint (try_pin (room->store, "boss", BOSS_PIN).outcome, ==, STAFF_RIGHT);
  g_test_message ("a PIN takes %.0f ms",
                  (double) (g_get_monotonic_time () - began_us) / 1000);
}

static void
test_first (Storeroom *room, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  storeroom_assert_refused (
      staff_add (room->store, "lan", "Lan", KIOSK_ROLE_CLERK, LAN_PIN, &error), &error,
      FAULT_USAGE);
  g_assert_false (g_error_matches (error, FAULT, FAULT_USAGE));
}

static void
test_hostile (Storeroom *room, gconstpointer data) {
  static const struct {
    const char *id, *name, *pin;
  } wrong[] = {
      {"x", "Lan", LAN_PIN},        {"Lan", "Lan", LAN_PIN},
      {"1an", "Lan", LAN_PIN},      {"la n", "Lan", LAN_PIN},
      {"la\nn", "Lan", LAN_PIN},    {"@citizen", "Lan", LAN_PIN},
      {"", "Lan", LAN_PIN},         {"../../etc", "Lan", LAN_PIN},
      {"mai", "", LAN_PIN},         {"mai", "   ", LAN_PIN},
      {"mai", "\xff", LAN_PIN},     {"mai", "Mai", "12345"},
      {"mai", "Mai", "123456"},     {"mai", "Mai", "987654"},
      {"mai", "Mai", "777777"},     {"mai", "Mai", ""},
      {"mai", "Mai", "48291x"},     {"mai", "Mai", "4829134829134"},
      {"lan", "Another", "730159"}, {"boss", "Another", "730159"},
  };
  g_autoptr (GPtrArray) members = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    storeroom_assert_refused (staff_add (room->store, wrong[i].id, wrong[i].name,
                                         KIOSK_ROLE_CLERK, wrong[i].pin, &error),
                              &error, FAULT_USAGE);
  }
  members = members_get (room->store, NULL);
  g_assert_cmpuint (members->len, ==, 2);
}

static void
test_retire (Storeroom *room, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  storeroom_assert_refused (members_retire (room->store, "boss", &error), &error,
                            FAULT_USAGE);
  g_assert_true (members_retire (room->store, "lan", &error));
  g_assert_cmpint (try_pin (room->store, "lan", LAN_PIN).outcome, ==, STAFF_WRONG);
  storeroom_assert_refused (members_retire (room->store, "lan", &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (
      staff_add (room->store, "lan", "Lan", KIOSK_ROLE_CLERK, LAN_PIN, &error), &error,
      FAULT_USAGE);
}

/* --- tries -------------------------------------------------------------------------- */

static void
test_tries (Storeroom *room, gconstpointer data) {
  StaffAnswer answer;

  for (guint left = LIMIT_TRIES; left > 0; left--) {
    answer = try_pin (room->store, "lan", "000001");
    g_assert_cmpint (answer.outcome, ==, STAFF_WRONG);
    g_assert_cmpuint (answer.left, ==, left - 1);
  }
  g_assert_cmpuint (answer.wait_s, ==, LIMIT_TRY_LEAST_S);
  answer = try_pin (room->store, "lan", LAN_PIN);
  g_assert_cmpint (answer.outcome, ==, STAFF_WAIT);
  g_assert_cmpuint (answer.wait_s, >, 0);
  g_assert_cmpint (try_pin (room->store, "boss", BOSS_PIN).outcome, ==, STAFF_RIGHT);
  g_assert_true (members_unlock (room->store, "lan", NULL));
  g_assert_cmpint (try_pin (room->store, "lan", LAN_PIN).outcome, ==, STAFF_RIGHT);
}

static void
test_right_clears (Storeroom *room, gconstpointer data) {
  StaffAnswer answer;

  try_pin (room->store, "lan", "000001");
  try_pin (room->store, "lan", "000002");
  answer = try_pin (room->store, "lan", LAN_PIN);
  g_assert_cmpint (answer.outcome, ==, STAFF_RIGHT);
  g_assert_cmpuint (answer.wrong, ==, 2);
  g_assert_cmpuint (try_pin (room->store, "lan", LAN_PIN).wrong, ==, 0);
}

/* Names that nobody has, the row of nobody among them, share one count. */
static void
test_unknown (Storeroom *room, gconstpointer data) {
  static const char *const names[] = {"", "nobody", "mai", "' OR 1=1", "lan "};

  for (guint i = 0; i < LIMIT_TRIES; i++)
    g_assert_cmpint (try_pin (room->store, names[i], LAN_PIN).outcome, ==, STAFF_WRONG);
  g_assert_cmpint (try_pin (room->store, "another", LAN_PIN).outcome, ==, STAFF_WAIT);
  g_assert_cmpint (try_pin (room->store, "lan", LAN_PIN).outcome, ==, STAFF_RIGHT);
}

static void
test_waits (void) {
  guint wait_s = 0;

  for (guint wrong = 0; wrong < 40; wrong++) {
    g_assert_cmpuint (member_get_wait (wrong), >=, wait_s);
    wait_s = member_get_wait (wrong);
    g_assert_cmpuint (wait_s, ==, wrong < LIMIT_TRIES ? 0 : wait_s);
  }
  g_assert_cmpuint (member_get_wait (LIMIT_TRIES + 1), ==, 2 * LIMIT_TRY_LEAST_S);
  g_assert_cmpuint (wait_s, ==, LIMIT_TRY_MOST_S);
}

static gpointer
try_wrong (gpointer store) {
  return GINT_TO_POINTER (try_pin (store, "lan", "000001").outcome);
}

static void
test_parallel (Storeroom *room, gconstpointer data) {
  GThread *threads[50];
  guint looked_at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("try", try_wrong, room->store);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    looked_at += GPOINTER_TO_INT (g_thread_join (threads[i])) == STAFF_WRONG;
  g_assert_cmpuint (looked_at, ==, LIMIT_TRIES);
}

/* A process that is killed between the count and the check has used up a try: the store is
 * left as it is then, and opened again. */
static void
test_killed (Storeroom *room, gconstpointer data) {
  for (guint i = 0; i < LIMIT_TRIES; i++) {
    pid_t child = fork ();

    if (child == 0) {
      g_autoptr (Store) store = store_open (room->folder, NULL, NULL);
      g_autoptr (Member) counted
          = store != NULL ? members_count_try (store, "lan", NULL) : NULL;

      if (counted != NULL)
        kill (getpid (), SIGKILL);
      _exit (1);
    }
    g_assert_cmpint (child, >, 0);
    {
      int status;

      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
    }
  }
  g_assert_cmpint (try_pin (room->store, "lan", LAN_PIN).outcome, ==, STAFF_WAIT);
}

static gboolean
has_text (const char *bytes, gsize size, const char *text) {
  gsize length = strlen (text);

  for (gsize i = 0; i + length <= size; i++) {
    if (memcmp (bytes + i, text, length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Neither the PIN nor a name is readable in the database. */
static void
test_sealed (Storeroom *room, gconstpointer data) {
  g_autofree char *path = g_build_filename (room->folder, "motcua.db", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_false (has_text (bytes, size, "argon2id"));
  g_assert_false (has_text (bytes, size, "Nguyễn Lan"));
  g_assert_true (has_text (bytes, size, "supervisor"));
}

/* --- sessions ----------------------------------------------------------------------- */

typedef struct {
  const char *act;
  guint found;
  char *actor;
} Counting;

static gboolean
count_act (const TrailEntry *entry, gpointer data) {
  Counting *counting = data;

  if (!g_str_equal (entry->act, counting->act))
    return TRUE;
  counting->found++;
  g_free (counting->actor);
  counting->actor = g_strdup (entry->actor);
  return TRUE;
}

static guint
count_acts (Store *store, const char *act, char **actor) {
  Counting counting = {act, 0, NULL};

  g_assert_true (trail_walk (store, NULL, count_act, &counting, NULL));
  if (actor != NULL)
    *actor = counting.actor;
  else
    g_free (counting.actor);
  return counting.found;
}

/* Every cell of the table through the core: what it does not permit is refused once, and
 * stands in the trail once. */
static void
test_table (Storeroom *room, gconstpointer data) {
  static const char *const ids[KIOSK_ROLES] = {[KIOSK_ROLE_CLERK] = "lan",
                                               [KIOSK_ROLE_SUPERVISOR] = "boss",
                                               [KIOSK_ROLE_TECHNICIAN] = "ky"};
  g_autoptr (Attendance) session = attendance_new (room->store);
  guint refused = 0;

  g_assert_true (
      staff_add (room->store, "ky", "Kỹ", KIOSK_ROLE_TECHNICIAN, LAN_PIN, NULL));
  for (guint role = 0; role < KIOSK_ROLES; role++) {
    if (ids[role] != NULL)
      g_assert_true (attendance_sign_in (session, ids[role], NULL));
    else
      attendance_serve_citizen (session);
    for (guint act = 0; act < KIOSK_ACTS; act++) {
      g_autoptr (GError) error = NULL;
      gboolean may = kiosk_role_may (role, act);

      g_assert_nonnull (kiosk_act_get_name (act));
      g_assert_cmpint (attendance_may (session, act), ==, may);
      g_assert_cmpint (attendance_permit (session, act, NULL, &error), ==, may);
      refused += !may;
      if (!may)
        g_assert_error (error, FAULT, FAULT_REFUSED);
    }
  }
  g_assert_cmpuint (count_acts (room->store, "refused", NULL), ==, refused);
}

static void
test_technician (void) {
  static const KioskAct closed[]
      = {KIOSK_ACT_SEE_PAGES, KIOSK_ACT_SEE_VALUES, KIOSK_ACT_RESUME, KIOSK_ACT_BEGIN,
         KIOSK_ACT_EXPORT,    KIOSK_ACT_PRINT,      KIOSK_ACT_CLAIM,  KIOSK_ACT_STAFF};

  for (guint i = 0; i < G_N_ELEMENTS (closed); i++)
    g_assert_false (kiosk_role_may (KIOSK_ROLE_TECHNICIAN, closed[i]));
  g_assert_false (kiosk_role_may (KIOSK_ROLES, KIOSK_ACT_LIST));
  g_assert_false (kiosk_role_may (KIOSK_ROLE_SUPERVISOR, KIOSK_ACTS));
}

static void
test_nobody (Storeroom *room, gconstpointer data) {
  g_autoptr (Attendance) session = attendance_new (room->store);
  g_autofree char *actor = NULL;
  g_autoptr (GError) error = NULL;

  for (guint act = 0; act < KIOSK_ACTS; act++)
    g_assert_false (attendance_may (session, act));
  g_assert_true (attendance_sign_in (session, "lan", &error));
  g_assert_true (attendance_may (session, KIOSK_ACT_SCAN));
  g_assert_true (attendance_note (session, "view", NULL, "resume", &error));
  g_assert_cmpuint (count_acts (room->store, "view", &actor), ==, 1);
  g_assert_true (g_str_has_suffix (actor, "/lan"));
  g_assert_true (members_retire (room->store, "lan", &error)); /* at another desk */
  storeroom_assert_refused (attendance_permit (session, KIOSK_ACT_SCAN, NULL, &error),
                            &error, FAULT_REFUSED);
  attendance_sign_out (session);
  g_assert_false (attendance_may (session, KIOSK_ACT_SCAN));
}

/* A store without staff is as it was, until the first member. */
static void
test_unset (Storeroom *room, gconstpointer data) {
  g_autoptr (Attendance) session = attendance_new (room->store);

  g_assert_false (attendance_has_staff (session));
  for (guint act = 0; act < KIOSK_ACTS; act++)
    g_assert_true (attendance_permit (session, act, NULL, NULL));
  g_assert_true (attendance_note (session, "view", NULL, "resume", NULL));
  g_assert_cmpuint (count_acts (room->store, "view", NULL), ==, 0);
  add_cheap_boss (room->store);
  g_assert_false (attendance_may (session, KIOSK_ACT_LIST));
  attendance_serve_citizen (session);
  g_assert_true (attendance_may (session, KIOSK_ACT_BEGIN));
  g_assert_false (attendance_may (session, KIOSK_ACT_LIST));
}

static void
add (const char *name, void (*fixture) (Storeroom *, gconstpointer),
     void (*test) (Storeroom *, gconstpointer)) {
  g_test_add (name, Storeroom, NULL, fixture, test, storeroom_tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/staff/cost", storeroom_set_up, test_cost);
  add ("/staff/first", storeroom_set_up, test_first);
  add ("/staff/hostile", set_up, test_hostile);
  add ("/staff/retire", set_up, test_retire);
  add ("/staff/tries", set_up, test_tries);
  add ("/staff/right-clears", set_up, test_right_clears);
  add ("/staff/unknown", set_up, test_unknown);
  g_test_add_func ("/staff/waits", test_waits);
  add ("/staff/parallel", set_up, test_parallel);
  add ("/staff/killed", set_up, test_killed);
  add ("/staff/sealed", set_up, test_sealed);
  add ("/session/table", set_up, test_table);
  g_test_add_func ("/session/technician", test_technician);
  add ("/session/nobody", set_up, test_nobody);
  add ("/session/unset", storeroom_set_up, test_unset);
  return g_test_run ();
}
