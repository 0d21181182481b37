/* SPDX-License-Identifier: Apache-2.0 */

/* What a PIN costs to check is settled once, with the first member: nobody's PIN is hashed
 * with as many rounds as take TARGET_MS of this machine's processor, and every later hash
 * costs the same. So all of a station cost the same, and a name that nobody
 * has, which is checked against nobody's PIN, cannot be told by the time it takes.
 *
 * Expected time to guess a PIN of 6 digits at one try in LIMIT_TRY_MOST_S: 57 years. */

#include "kiosk/staff.h"

#include "config/chunk.h"
#include "config/fault.h"
#include "config/limits.h"

#include <sodium.h>

#include <string.h>
#include <time.h>

#define MEMORY_BYTES (64u * 1024 * 1024)
#define TARGET_MS    450u
#define ROUNDS_LEAST 3u
#define ROUNDS_MOST  64u

typedef struct {
  guint rounds;
  gsize memory_bytes;
} Cost;

static char *
hash_pin (const char *pin, Cost cost, GError **error) {
  g_autofree char *hash = g_malloc0 (crypto_pwhash_STRBYTES);

  if (crypto_pwhash_str_alg (hash, pin, strlen (pin), cost.rounds, cost.memory_bytes,
                             crypto_pwhash_ALG_ARGON2ID13)
      == 0)
    return g_steal_pointer (&hash);
  g_set_error (error, FAULT, FAULT_TEMPORARY, "not enough memory to keep a PIN safely");
  return NULL;
}

static guint64
get_processor_us (void) {
  struct timespec now = {0};

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (guint64) now.tv_sec * G_USEC_PER_SEC + (guint64) now.tv_nsec / 1000;
}

/* As many rounds as take TARGET_MS, by what a few take; the processor's time, so that a busy
 * machine does not settle for less. 0 rounds: a fault. */
static Cost
measure_cost (GError **error) {
  Cost cost = {ROUNDS_LEAST, MEMORY_BYTES};
  guint64 began_us = get_processor_us ();
  g_autofree char *hash = hash_pin ("", cost, error);
  guint64 took_us = MAX (get_processor_us () - began_us, 1);

  cost.rounds = hash == NULL ? 0
                             : (guint) CLAMP (TARGET_MS * 1000u * ROUNDS_LEAST / took_us,
                                              ROUNDS_LEAST, ROUNDS_MOST);
  return cost;
}

/* Of "$argon2id$v=19$m=65536,t=8,p=1$...", where m is in KiB. */
static Cost
read_cost (const char *hash) {
  const char *memory = strstr (hash, "$m=");
  const char *rounds = strstr (hash, ",t=");
  Cost cost = {0, 0};

  if (memory != NULL && rounds != NULL) {
    cost.memory_bytes = (gsize) g_ascii_strtoull (memory + 3, NULL, 10) * 1024;
    cost.rounds = (guint) g_ascii_strtoull (rounds + 3, NULL, 10);
  }
  return cost;
}

/* Nobody's PIN is random and forgotten. */
static char *
make_nobody (GError **error) {
  char pin[STAFF_PIN_DIGITS_MOST * 2 + 1];
  guint8 bytes[STAFF_PIN_DIGITS_MOST];
  Cost cost = measure_cost (error);

  if (cost.rounds == 0)
    return NULL;
  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2hex (pin, sizeof pin, bytes, sizeof bytes);
  return hash_pin (pin, cost, error);
}

static char *
get_nobody (Store *store, GError **error) {
  g_autofree char *pin = NULL;

  if (!members_get_nobody (store, &pin, error))
    return NULL;
  return pin != NULL ? g_steal_pointer (&pin) : make_nobody (error);
}

static gboolean
refuse (GError **error, const char *sentence) {
  g_set_error_literal (error, FAULT, FAULT_USAGE, sentence);
  return FALSE;
}

/* All the same digit, or each one more, or one less, than the one before. */
static gboolean
is_run (const char *pin) {
  int step = pin[1] - pin[0];

  for (gsize i = 1; pin[i] != '\0'; i++) {
    if (pin[i] - pin[i - 1] != step)
      return FALSE;
  }
  return step >= -1 && step <= 1;
}

static gboolean
check_pin (const char *pin, GError **error) {
  gsize length = strlen (pin);

  if (length < STAFF_PIN_DIGITS_LEAST || length > STAFF_PIN_DIGITS_MOST
      || strspn (pin, "0123456789") != length)
    return refuse (error, "a PIN is 6 to 12 digits");
  return !is_run (pin) || refuse (error, "this PIN is the first one anybody would guess");
}

static gboolean
check_id (const char *id, GError **error) {
  gsize length = strlen (id);

  if (length >= 2 && length <= LIMIT_MEMBER_BYTES && g_ascii_islower (*id)
      && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789.-") == length)
    return TRUE;
  g_set_error (
      error, FAULT, FAULT_USAGE,
      "\"%s\" is no member's id: 2 to %u small letters, digits, dots and dashes, "
      "a letter first",
      id, LIMIT_MEMBER_BYTES);
  return FALSE;
}

static char *
check_name (const char *name, GError **error) {
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);

  if (normal != NULL && *g_strstrip (normal) != '\0'
      && strlen (normal) <= LIMIT_NAME_BYTES)
    return g_steal_pointer (&normal);
  refuse (error, "a member has a name, as screens show it");
  return NULL;
}

gboolean
staff_add (Store *store, const char *id, const char *name, KioskRole role,
           const char *pin, GError **error) {
  g_autofree char *normal = NULL;
  g_autofree char *nobody = NULL;
  g_autofree char *hash = NULL;
  Member member = {.id = (char *) id, .role = (char *) kiosk_role_get_name (role)};

  chunk_init ();
  if (role == KIOSK_ROLE_CITIZEN)
    return refuse (error, "a citizen is no member of the staff");
  normal = check_name (name, error);
  if (normal == NULL || !check_id (id, error) || !check_pin (pin, error))
    return FALSE;
  nobody = get_nobody (store, error);
  hash = nobody != NULL ? hash_pin (pin, read_cost (nobody), error) : NULL;
  member.name = normal;
  member.pin = hash;
  return hash != NULL && members_add (store, &member, nobody, error);
}

gboolean
staff_set_pin (Store *store, const char *id, const char *pin, GError **error) {
  g_autofree char *nobody = NULL;
  g_autofree char *hash = NULL;

  chunk_init ();
  if (!check_pin (pin, error))
    return FALSE;
  nobody = get_nobody (store, error);
  hash = nobody != NULL ? hash_pin (pin, read_cost (nobody), error) : NULL;
  return hash != NULL && members_set_pin (store, id, hash, error);
}

gboolean
staff_try (Store *store, const char *id, const char *pin, StaffAnswer *answer,
           GError **error) {
  g_autoptr (Member) member = NULL;
  gboolean right;

  chunk_init ();
  member = members_count_try (store, id, error);
  if (member == NULL)
    return FALSE;
  *answer = (StaffAnswer){.outcome = STAFF_WAIT, .wait_s = member->wait_s};
  if (member->wait_s > 0)
    return TRUE;
  right = crypto_pwhash_str_verify (member->pin, pin, strlen (pin)) == 0
          && !g_str_equal (member->id, MEMBER_NOBODY);
  if (!members_end_try (store, member->id, right, error))
    return FALSE;
  if (right)
    *answer = (StaffAnswer){
        .outcome = STAFF_RIGHT, .left = LIMIT_TRIES, .wrong = member->wrong - 1};
  else
    *answer = (StaffAnswer){.outcome = STAFF_WRONG,
                            .wait_s = member_get_wait (member->wrong),
                            .left = LIMIT_TRIES - MIN (member->wrong, LIMIT_TRIES)};
  return TRUE;
}
