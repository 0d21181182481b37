/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/signin.h"
#include "upload/members.h"

/* Members of the staff and their PINs. A PIN is 6 to 12 digits, kept as Argon2id (64 MiB,
 * 250 to 1000 ms); tries are counted on the disk before they are checked, and after
 * LIMIT_TRIES wrong ones each further try has a longer wait before it. All of this works on
 * the store alone and may be called from any thread; who may call it is the session's. */

#define STAFF_PIN_DIGITS_LEAST 6u
#define STAFF_PIN_DIGITS_MOST  12u

/* Adds a member; the first one is a supervisor. FAULT_USAGE with a sentence for a PIN that
 * is too short or easily guessed, an id that is none or was given before, no name. */
gboolean staff_add (Store *store, const char *id, const char *name, KioskRole role,
                    const char *pin, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives member @id another PIN, which ends a wait. */
gboolean staff_set_pin (Store *store, const char *id, const char *pin,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tries @pin for member @id. */
gboolean staff_try (Store *store, const char *id, const char *pin, StaffAnswer *answer,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
