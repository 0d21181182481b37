/* SPDX-License-Identifier: Apache-2.0 */

/* What is the same whatever language a portal speaks: how an attempt ends, what of a portal
 * is believed, and that our own disk is believed no more than it. Texts that come from a
 * portal and go into rows, addresses and receipts pass attempt_is_code() first. */

#include "upload/attempt.h"

#include "config/limits.h"
#include "upload/manifest.h"

#include <string.h>

Attempt *
attempt_new (const Dossier *dossier, const Vault *vault, const PortalMemory *memory) {
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->dossier = dossier;
  attempt->vault = vault;
  attempt->memory = memory;
  attempt->answer = g_new0 (PortalAnswer, 1);
  attempt->answer->outcome = PORTAL_LATER;
  attempt->answer->portal_id = g_strdup (dossier->portal_id);
  attempt->answer->portal_code = g_strdup (dossier->portal_code);
  attempt->started_us = g_get_monotonic_time ();
  attempt->manifest = manifest_load (vault, NULL);
  if (attempt->manifest == NULL)
    attempt_stop (attempt, PORTAL_REFUSED,
                  "The dossier's manifest on this kiosk's disk is missing or changed; a "
                  "person must look at it.");
  return attempt;
}

void
attempt_free (Attempt *attempt) {
  if (attempt == NULL)
    return;
  g_clear_pointer (&attempt->manifest, json_object_unref);
  portal_answer_free (attempt->answer);
  g_free (attempt);
}

gboolean
attempt_stop (Attempt *attempt, PortalOutcome outcome, const char *sentence) {
  attempt->answer->outcome = outcome;
  g_free (attempt->answer->sentence);
  attempt->answer->sentence = g_strdup (sentence);
  return FALSE;
}

gboolean
attempt_stop_unclear (Attempt *attempt) {
  return attempt_stop (
      attempt, PORTAL_LATER,
      "The portal's answer lacks what it must say; it is asked again later.");
}

gboolean
attempt_check_status (Attempt *attempt, gint64 status) {
  if (status == 3 || status == 7 || status == 8)
    return attempt_stop (
        attempt, PORTAL_REFUSED,
        "The portal has turned the dossier away; a person must look at it.");
  if (status == 5 || status == 6)
    return attempt_stop (attempt, PORTAL_REFUSED,
                         "The portal asks for more papers or for payment; a person must "
                         "look at it.");
  return TRUE;
}

gboolean
attempt_check_answer (Attempt *attempt, const HttpAnswer *answer) {
  if (answer->outcome == PORTAL_DONE)
    return TRUE;
  attempt->answer->retry_after_s = answer->retry_after_s;
  return attempt_stop (attempt, answer->outcome, answer->sentence);
}

/* --- memory ------------------------------------------------------------------------- */

static gboolean
stop_forgetful (Attempt *attempt) {
  return attempt_stop (
      attempt, PORTAL_LATER,
      "What the portal said could not be noted down; nothing more was sent.");
}

gboolean
attempt_set_note (Attempt *attempt, const char *name, const char *value) {
  const PortalMemory *memory = attempt->memory;

  return memory->set (memory->data, name, value) || stop_forgetful (attempt);
}

gboolean
attempt_get_note (Attempt *attempt, const char *name, char **value) {
  const PortalMemory *memory = attempt->memory;

  return memory->get (memory->data, name, value) || stop_forgetful (attempt);
}

gboolean
attempt_has_note (Attempt *attempt, const char *name, gboolean *noted) {
  g_autofree char *value = NULL;

  if (!attempt_get_note (attempt, name, &value))
    return FALSE;
  *noted = value != NULL;
  return TRUE;
}

gboolean
attempt_is_code (const char *text) {
  gsize length;

  if (text == NULL)
    return FALSE;
  length = strspn (text, "0123456789.-_/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "abcdefghijklmnopqrstuvwxyz");
  return length > 0 && length <= LIMIT_PORTAL_ID_BYTES && text[length] == '\0'
         && *text != '.';
}

/* Numbers become parts of addresses: no slash. */
static gboolean
is_number (const char *text) {
  return attempt_is_code (text) && strchr (text, '/') == NULL;
}

gboolean
attempt_take_number (Attempt *attempt, const char *number, const char *code) {
  PortalAnswer *answer = attempt->answer;
  const PortalMemory *memory = attempt->memory;

  if (!is_number (number) || (code != NULL && !attempt_is_code (code)))
    return attempt_stop (
        attempt, PORTAL_REFUSED,
        "The portal gave a number that cannot be one; a person must look at it.");
  if (answer->portal_id != NULL && !g_str_equal (answer->portal_id, number))
    return attempt_stop (attempt, PORTAL_REFUSED,
                         "The portal knows the dossier under another number than before; "
                         "a person must look at it.");
  if (answer->portal_id == NULL)
    answer->portal_id = g_strdup (number);
  if (code != NULL) {
    g_free (answer->portal_code);
    answer->portal_code = g_strdup (code);
  }
  return memory->set_number (memory->data, answer->portal_id, answer->portal_code)
         || stop_forgetful (attempt);
}

/* --- papers and proof --------------------------------------------------------------- */

Sealed *
attempt_open_paper (Attempt *attempt, const Paper *paper) {
  g_autoptr (Sealed) sealed = sealed_open (attempt->vault, paper->file, NULL);

  if (sealed != NULL && sealed_check (sealed, paper->size_bytes, paper->sha256))
    return g_steal_pointer (&sealed);
  attempt_stop (attempt, PORTAL_REFUSED,
                "A sealed file on this kiosk's disk is missing or changed; a person must "
                "look at it.");
  return NULL;
}

gboolean
attempt_check_hours (Attempt *attempt, const Paper *paper) {
  const LineSettings *line = attempt->line;

  if (line == NULL || paper->size_bytes <= line->large_bytes
      || attempt->dossier->priority <= line->large_urgent)
    return TRUE;
  attempt->answer->hours_s
      = hours_get_wait_s (&line->hours, g_get_real_time () / G_USEC_PER_SEC);
  return attempt->answer->hours_s == 0
         || attempt_stop (attempt, PORTAL_LATER, PORTAL_WAITS_FOR_HOURS);
}

void
attempt_start_proof (Attempt *attempt) {
  if (attempt->proving_us == 0)
    attempt->proving_us = g_get_monotonic_time ();
}

void
attempt_note_proof (Attempt *attempt, PortalProof proof) {
  attempt->answer->proof = MAX (attempt->answer->proof, proof);
}

guint
attempt_count_papers (const Attempt *attempt) {
  return attempt->dossier->papers->len;
}

const Paper *
attempt_get_paper (const Attempt *attempt, guint i) {
  return g_ptr_array_index (attempt->dossier->papers, i);
}
