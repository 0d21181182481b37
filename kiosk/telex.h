/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Vietnamese from plain keys, for a keyboard of our own: no input method runs on a kiosk. */

typedef enum {
  TELEX_PLAIN, /* each key is what stands on it */
  TELEX_TELEX, /* aa ee oo aw ow uw w dd; s f r x j, z takes the tone away */
  TELEX_VNI,   /* 6 7 8 9; 1 2 3 4 5, 0 takes the tone away */
} TelexMethod;

typedef struct Telex Telex;

Telex *telex_new (TelexMethod method) G_GNUC_WARN_UNUSED_RESULT;
void telex_free (Telex *telex);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Telex, telex_free)

TelexMethod telex_get_method (const Telex *telex);
void telex_set_method (Telex *telex, TelexMethod method);

/* What stands before the cursor once @key was pressed behind @before (UTF-8): in NFC, for
 * the word that the key belongs to. Keys for marks may come at any later place of the word;
 * the same key a second time takes its mark back and stands for itself in this word from
 * then on. Caller frees. */
char *telex_type (Telex *telex, const char *before,
                  gunichar key) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets what was typed. */
void telex_clear (Telex *telex);
