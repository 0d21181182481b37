/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* A critical value is typed twice, by two members, neither of whom is shown what the other
 * typed; when they differ, a third one's is taken. Nothing here ever gives a typed value back:
 * what was agreed on becomes the value of the field, as a person's.
 *
 *   (nothing) -first-> ONCE -second, the same-> AGREED
 *                       '----second, another--> DIFFERS -third-> DECIDED
 */
typedef enum {
  SECONDKEY_NONE,
  SECONDKEY_ONCE,
  SECONDKEY_AGREED,
  SECONDKEY_DIFFERS,
  SECONDKEY_DECIDED,
} SecondKey;

/* How far field @field of page @number is. */
gboolean secondkey_get (Store *store, const char *id, guint number, const char *field,
                        SecondKey *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The member who acts types @value; *@state is how far it is then. The dossier is OPEN and
 * the page has the field (FAULT_USAGE). FAULT_REFUSED when this member has typed it before,
 * or nobody is signed in; FAULT_USAGE when it is settled. */
gboolean secondkey_enter (Store *store, const char *id, guint number, const char *field,
                          const char *value, SecondKey *state,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many fields of the dossier are begun and not settled: it is not sealed while one is. */
gboolean secondkey_count_open (Store *store, const char *id, guint *open,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
