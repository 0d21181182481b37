/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

/* The scanners that a desk can use, each with one sentence of state and one of advice. */

typedef struct {
  char *name;  /* what it is addressed by, "DRIVER:DEVICE" */
  char *title; /* vendor and model for people; the name where neither is known */
  char *state; /* a word of scan/health.h: "ok", "busy" ... */
  gboolean ready;
  char *sentence, *action; /* Vietnamese */
  char *sentence_en, *action_en;
} KioskScanner;

void kiosk_scanner_free (KioskScanner *scanner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KioskScanner, kiosk_scanner_free)

/* KioskScanner, owned by the array, of what motcua-scan says (scanjob_list()); FAULT_PROTOCOL
 * when it is anything else. */
GPtrArray *scanners_parse (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
